import ArgumentParser

/// The noun or verb that was most likely meant: the parser itself suggests options only.
enum Suggestion {
  /// Walks down the commands that `arguments` name; the nearest name where a word names none, if one is near.
  static func forUnknownWord(in arguments: [String], root: any ParsableCommand.Type) -> String? {
    var command = root
    for word in arguments {
      let children = command.configuration.subcommands
      // Options, and what follows the last verb, are none of our business.
      guard !children.isEmpty, !word.hasPrefix("-") else { return nil }
      guard let child = children.first(where: { $0.configuration.commandName == word }) else {
        return nearest(to: word, among: children.compactMap { $0.configuration.commandName })
      }
      command = child
    }
    return nil
  }

  private static func nearest(to word: String, among names: [String]) -> String? {
    let near = names.map { (name: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, word.count / 3) else { return nil }
    return near.name
  }

  /// Levenshtein's distance: characters to add, drop or change.
  private static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let substitution = diagonal + (character == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}
