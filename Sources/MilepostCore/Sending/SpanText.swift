/// Lengths of time as people write them: `30s`, `5m`, `24h`, `7d`, `24小时`.
package enum SpanText {
  private static let units: [(names: [String], milliseconds: Int64)] = [
    (["s", "秒"], 1000), (["m", "min", "分", "分钟"], 60_000), (["h", "小时"], 3_600_000), (["d", "天", "日"], 86_400_000),
  ]

  /// Nil if it is none, or longer than ten years.
  package static func milliseconds(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = DraftRules.trimmed(String(text.dropFirst(digits.count)))
    guard let count = Int64(digits), count <= 315_360_000,
      let length = units.first(where: { $0.names.contains(unit) })?.milliseconds, count * length <= 315_360_000_000
    else { return nil }
    return count * length
  }

  /// In the largest unit that says it exactly.
  package static func text(_ milliseconds: Int64) -> String {
    let unit = units.last { milliseconds % $0.milliseconds == 0 && milliseconds > 0 } ?? units[0]
    return "\(milliseconds / unit.milliseconds)\(unit.names[0])"
  }

  package static func milliseconds(
    _ text: String, in range: ClosedRange<Int64>, place: String
  ) throws(Refusal) -> Int64 {
    if let value = milliseconds(DraftRules.trimmed(text)), range.contains(value) { return value }
    let (shown, least, most) = (DraftRules.shown(text), self.text(range.lowerBound), self.text(range.upperBound))
    throw Refusal(
      .invalidValue, en: "“\(shown)” is no length of time from \(least) to \(most); write it like 30s, 5m, 24h or 7d.",
      zh: "“\(shown)”不是 \(least) 至 \(most) 之间的时长；请写成 30s、5m、24h 或 7d 的形式。", place: place)
  }
}
