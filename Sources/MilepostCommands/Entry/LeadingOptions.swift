/// Options that every command has may also stand before it, as with other tools: `milepost --socket PATH status`. The
/// parser knows them behind the command only.
enum LeadingOptions {
  private static let withValue: Set = ["--socket", "--server", "--token-file", "--lang"]
  private static let flags: Set = ["--json"]

  static func moved(_ arguments: [String]) -> [String] {
    var leading: [String] = []
    var rest = arguments[...]
    while let word = rest.first {
      let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
      if flags.contains(word) || (withValue.contains(name) && name != word) {
        leading.append(rest.removeFirst())
      } else if withValue.contains(word), rest.count > 1 {
        leading += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    guard !leading.isEmpty, !rest.isEmpty else { return arguments }
    // Behind `--` everything is an argument.
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + leading + rest[end...]
  }
}
