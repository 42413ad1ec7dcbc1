import Hummingbird
import MilepostCore

/// Reads the part of an address behind `?`: known names only, each once.
struct QueryReader {
  static let limitMax = 1000
  static let limitDefault = 100

  private var values: [String: String] = [:]

  init(_ request: Request, known: [String] = []) throws(Refusal) {
    try self.init(text: request.uri.query ?? "", known: known)
  }

  /// As forms write their fields (application/x-www-form-urlencoded): a plus is a space.
  init(form text: String, known: [String]) throws(Refusal) {
    try self.init(text: text.replacing("+", with: "%20"), known: known)
  }

  private init(text: String, known: [String]) throws(Refusal) {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decoded(parts[0]), let value = PercentCoding.decoded(parts.dropFirst().first ?? "")
      else {
        throw Refusal(
          .malformedInput, en: "An escape behind “%” in the address is cut short or not UTF-8.",
          zh: "地址中“%”之后的转义不完整或不是 UTF-8。",
          place: DraftRules.shown(String(pair)))
      }
      guard known.contains(name) else { throw QueryReader.unknown(name, known: known) }
      guard values.updateValue(value, forKey: name) == nil else { throw QueryReader.twice(name) }
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func bool(_ name: String) throws(Refusal) -> Bool? {
    switch values[name] {
    case nil: return nil
    case "true": return true
    case "false": return false
    case let other?: throw QueryReader.invalid(name, other, en: "true or false", zh: "true 或 false")
    }
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
    guard let text = values[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw QueryReader.invalid(
        name, text, en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
        zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数")
    }
    return value
  }

  /// Items on a page.
  func limit() throws(Refusal) -> Int {
    try integer("limit", in: 1...QueryReader.limitMax) ?? QueryReader.limitDefault
  }

  /// A cursor that is a number.
  func after() throws(Refusal) -> Int64? {
    guard let text = values["after"] else { return nil }
    guard let value = Int64(text), value >= 0 else {
      throw QueryReader.invalid("after", text, en: "the “next” of the page before", zh: "上一页的“next”")
    }
    return value
  }

  /// One of the cases of an enumeration.
  func one<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) throws(Refusal) -> Choice? where Choice.RawValue == String {
    guard let text = values[name] else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    throw QueryReader.invalid(
      name, text, en: "one of \(names.joined(separator: ", "))", zh: names.joined(separator: "、") + " 之一")
  }

  static func invalid(_ name: String, _ value: String, en: String, zh: String) -> Refusal {
    let shown = DraftRules.shown(value)
    return Refusal(
      .invalidValue, en: "“\(name)” must be \(en), not “\(shown)”.", zh: "“\(name)”应为\(zh)，而不是“\(shown)”。", place: name)
  }

  private static func unknown(_ name: String, known: [String]) -> Refusal {
    let shown = DraftRules.shown(name)
    let hint = Nearest.hint(for: name, among: known)
    let all = known.isEmpty ? "" : "; known are \(known.joined(separator: ", "))"
    return Refusal(
      .unknownKey, en: "There is no parameter “\(shown)” here\(hint.en.isEmpty ? all : hint.en).",
      zh: "这里没有参数“\(shown)”\(hint.zh)。", place: shown)
  }

  private static func twice(_ name: String) -> Refusal {
    Refusal(.invalidValue, en: "“\(name)” is given twice; keep one.", zh: "“\(name)”重复出现，请只保留一个。", place: name)
  }
}
