import Foundation
import MilepostCore

/// Moments as requests give them: RFC 3339, or a day, which begins in the service's zone.
enum MomentText {
  static func instant(_ text: String?, _ zone: Zone, place: String) throws(Refusal) -> Instant? {
    guard let text else { return nil }
    let written = DraftRules.trimmed(text)
    if let day = CivilDate(written) { return zone.instant(of: day, minute: 0) }
    for options: ISO8601DateFormatter.Options in [
      .withInternetDateTime, [.withInternetDateTime, .withFractionalSeconds],
    ] {
      let formatter = ISO8601DateFormatter()
      formatter.formatOptions = options
      if let date = formatter.date(from: written) {
        return Instant(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
      }
    }
    let shown = DraftRules.shown(text)
    throw Refusal(
      .invalidValue, en: "“\(shown)” is no moment; write 2022-06-30 or 2022-06-30T08:00:00Z.",
      zh: "“\(shown)”不是时刻；请写成 2022-06-30 或 2022-06-30T08:00:00Z。", place: place)
  }
}
