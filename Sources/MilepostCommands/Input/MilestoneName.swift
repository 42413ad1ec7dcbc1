/// A milestone by its project's key and its own.
struct MilestoneName: Hashable {
  let project: String
  let key: String

  var text: String { "\(project)/\(key)" }

  /// Takes the name off the front of `words`: `project/key` as one word, or both as two.
  static func take(from words: inout ArraySlice<String>) throws -> MilestoneName {
    guard let first = words.popFirst() else { throw missing }
    let parts = first.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty {
      return MilestoneName(project: String(parts[0]), key: String(parts[1]))
    }
    guard parts.count == 1, !first.isEmpty, let key = words.popFirst(), !key.isEmpty else { throw missing }
    return MilestoneName(project: first, key: key)
  }

  /// The one milestone that all of `words` name.
  static func only(_ words: [String]) throws -> MilestoneName {
    var rest = words[...]
    let name = try take(from: &rest)
    guard rest.isEmpty else { throw tooMany(rest) }
    return name
  }

  static func tooMany(_ rest: ArraySlice<String>) -> InputFault {
    let words = PlainText.line(rest.joined(separator: " "))
    return InputFault(phrase: Phrase("There are words too many: \(words)", "多余的参数：\(words)"))
  }

  private static var missing: InputFault {
    InputFault(
      phrase: Phrase(
        "Name the milestone as project/key, or as two words: project key.",
        "请用 项目/里程碑 或两个词（项目 里程碑）指明里程碑。"))
  }
}
