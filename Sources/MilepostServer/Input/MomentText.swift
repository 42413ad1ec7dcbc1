import MilepostCore

/// Moments as requests give them: RFC 3339, or a day, which begins in the service's zone.
enum MomentText {
  static func instant(_ text: String?, _ zone: Zone, place: String) throws(Refusal) -> Instant? {
    guard let text else { return nil }
    let written = DraftRules.trimmed(text)
    if let day = CivilDate(written) { return zone.instant(of: day, minute: 0) }
    if let moment = rfc3339(written) { return moment }
    let shown = DraftRules.shown(text)
    throw Refusal(
      .invalidValue, en: "“\(shown)” is no moment; write 2022-06-30 or 2022-06-30T08:00:00Z.",
      zh: "“\(shown)”不是时刻；请写成 2022-06-30 或 2022-06-30T08:00:00Z。", place: place)
  }

  /// Read here, as Foundation takes hours that no day has and offsets that no zone has for others that are meant by nobody.
  private static func rfc3339(_ text: String) -> Instant? {
    let form =
      /([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:[Zz]|([+\-])([0-9]{2}):([0-9]{2}))/
    guard let parts = text.wholeMatch(of: form)?.output, let day = CivilDate(String(parts.1)),
      let time = seconds(parts.2, parts.3, parts.4), let offset = seconds(parts.7 ?? "00", parts.8 ?? "00", "00")
    else { return nil }
    let fraction = parts.5.flatMap { Int64(($0 + "00").prefix(3)) } ?? 0
    let local = Int64(day.dayNumber) * 86_400 + time
    return Instant(milliseconds: (parts.6 == "-" ? local + offset : local - offset) * 1000 + fraction)
  }

  private static func seconds(_ hour: Substring, _ minute: Substring, _ second: Substring) -> Int64? {
    guard let hour = Int64(hour), let minute = Int64(minute), let second = Int64(second), hour < 24, minute < 60,
      second < 60
    else { return nil }
    return (hour * 60 + minute) * 60 + second
  }
}
