/// `name=value`, as labels and facts are given.
struct KeyValue: Hashable {
  let name: String
  let value: String

  /// Splits at the first `=`, the full-width one of Chinese keyboards included. The value may be empty.
  init(_ text: String, option: String) throws {
    guard let mark = text.firstIndex(where: { $0 == "=" || $0 == "＝" }), mark != text.startIndex else {
      throw InputFault(
        phrase: Phrase(
          "“\(PlainText.line(text))” is not of the form name=value (\(option)).",
          "“\(PlainText.line(text))”应写成 名称=值（\(option)）。"))
    }
    name = String(text[..<mark])
    value = String(text[text.index(after: mark)...])
  }

  static func list(_ texts: [String], option: String) throws -> [KeyValue] {
    var pairs: [KeyValue] = []
    for text in texts {
      let pair = try KeyValue(text, option: option)
      guard !pairs.contains(where: { $0.name == pair.name }) else {
        throw InputFault(
          phrase: Phrase(
            "“\(PlainText.line(pair.name))” is given twice (\(option)).",
            "“\(PlainText.line(pair.name))”重复出现（\(option)）。"))
      }
      pairs.append(pair)
    }
    return pairs
  }
}
