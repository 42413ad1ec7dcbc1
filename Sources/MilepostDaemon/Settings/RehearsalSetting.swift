import MilepostCore
import MilepostEngine
import MilepostServer

/// Reads `rehearsal`: a clock that starts at a moment of one's choice and runs fast.
enum RehearsalSetting {
  /// `zone`: in which the start is meant unless the rehearsal names its own.
  static func read(_ reader: inout SettingsReader, zone: String, in zones: ZoneCache) -> Settings.Rehearsal? {
    let name = reader.text(.rehearsalZone) ?? zone
    let speed = reader.factor(.rehearsalSpeed)
    guard let written = reader.text(.rehearsalStart) else {
      refuseWithoutStart(&reader)
      return nil
    }
    do throws(Refusal) {
      let zone = try zones.zone(named: name)
      guard let start = moment(written, in: zone) else {
        reader.refuse(.rehearsalStart, unreadable(written))
        return nil
      }
      return Settings.Rehearsal(start: start, zone: name, speed: speed ?? 1)
    } catch {
      // The default zone is judged where it is set.
      if reader.isSet(.rehearsalZone) { reader.refuse(.rehearsalZone, error) }
      return nil
    }
  }

  private static func refuseWithoutStart(_ reader: inout SettingsReader) {
    guard let key = [SettingKey.rehearsalZone, .rehearsalSpeed].first(where: reader.isSet),
      !reader.isSet(.rehearsalStart)
    else { return }
    reader.refuse(
      key,
      Refusal(
        .missingField, en: "a rehearsal needs rehearsal.start too, such as 2022-05-20T08:00.",
        zh: "排演还须设置 rehearsal.start，例如 2022-05-20T08:00。"))
  }

  /// `2022-05-20T08:00` or `2022-05-20T08:00:30`, as clocks in `zone` show it.
  private static func moment(_ text: String, in zone: Zone) -> Instant? {
    let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
    guard parts.count == 2, let date = CivilDate(parts[0]), (1970...9998).contains(date.year) else { return nil }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard let minute = ClockTime.minute(clock.prefix(2).joined(separator: ":")), clock.count <= 3 else { return nil }
    var seconds = 0
    if clock.count == 3 {
      guard clock[2].utf8.count == 2, let written = Int(clock[2]), (0...59).contains(written) else { return nil }
      seconds = written
    }
    return zone.instant(of: date, minute: minute).adding(milliseconds: Int64(seconds) * 1000)
  }

  private static func unreadable(_ text: String) -> Refusal {
    let shown = DraftRules.shown(text)
    return Refusal(
      .invalidValue, en: "“\(shown)” is no moment; write it as 2022-05-20T08:00.",
      zh: "“\(shown)”不是时刻；请写成 2022-05-20T08:00。")
  }
}
