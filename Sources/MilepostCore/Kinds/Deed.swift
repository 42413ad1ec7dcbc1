/// Who did something, and on which day.
package struct Deed: Hashable, Codable, Sendable {
  /// A person's name, as people write it.
  package let by: String
  package let on: CivilDate

  /// Refused when the name is empty, too long or holds control characters (`invalid_value`).
  package init(by: String, on: CivilDate) throws(Refusal) {
    self.by = try DraftRules.line(by, place: "by")
    self.on = on
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(by: container.decode(String.self, forKey: .by), on: container.decode(CivilDate.self, forKey: .on))
  }

  /// True when the names mean one person.
  ///
  /// Case, spaces, invisible characters and full-width letters make no second person: 王芳 is often written 王　芳 so
  /// that names line up, and a rule that asks for two people must not fall to a space.
  package static func isSamePerson(_ one: String, _ other: String) -> Bool { folded(one) == folded(other) }

  package func isSamePerson(as name: String) -> Bool { Deed.isSamePerson(by, name) }

  /// The day is as good as another only if it does not lie before what it follows. Refused with `invalid_date`.
  func checkOrder(after earlier: Deed) throws(Refusal) {
    guard on >= earlier.on else {
      throw Refusal(
        .invalidDate,
        en: "\(on) lies before \(earlier.on), the day of the step before it; write that day or a later one.",
        zh: "\(on) 早于上一步的日期 \(earlier.on)；请写当天或之后的日期。", place: "on")
    }
  }

  private static func folded(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in name.unicodeScalars where !scalar.properties.isWhitespace {
      guard scalar.properties.generalCategory != .format else { continue }
      // U+FF01...U+FF5E are the full-width twins of U+0021...U+007E.
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      scalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return String(scalars).lowercased()
  }
}
