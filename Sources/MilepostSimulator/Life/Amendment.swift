import MilepostCore

/// A change of a zone's rules: from a moment on clocks stand so much further ahead than the system has it. It must be as
/// far from any other change as those are from each other.
struct Amendment {
  var from: Instant
  var shiftMs: Int64

  /// 1900 to 2800: more than any life.
  private static let years: Range<Int64> = -2_208_988_800..<26_192_246_400

  /// `amendments`: the oldest first.
  static func made(by amendments: [Amendment], to rules: ZoneRules) -> ZoneRules {
    guard !amendments.isEmpty else { return rules }
    let moments = rules.changes(in: years).map(\.second) + amendments.map { $0.from.milliseconds / 1000 }
    return ZoneRules(
      before: Int32(rules.offset(atSecond: years.lowerBound)),
      changes: moments.sorted().map { second in
        let shift = amendments.last { $0.from.milliseconds / 1000 <= second }?.shiftMs ?? 0
        return .init(second: second, offset: Int32(rules.offset(atSecond: second) + shift / 1000))
      })
  }
}
