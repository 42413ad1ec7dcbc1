/// One file of a working calendar: the days of one year that break the weekly pattern, as iCalendar (RFC 5545).
///
/// `china-2022.ics` holds the year 2022 of the calendar `china`. Every all-day event is a day off, so that any list of
/// public holidays will do; make-up workdays carry `X-MILEPOST-DAY:working`. Weeks are worked Monday to Friday unless
/// the file says otherwise, as in `X-MILEPOST-WORKWEEK:SU,MO,TU,WE,TH`.
package struct CalendarFile: Hashable, Sendable {
  package static let bytesMax = 1 << 20
  package static let eventsMax = 5000

  package let calendar: String
  package let year: Int
  /// ISO weekdays, 1 is Monday; nil when the file does not say.
  package let workingWeekdays: Set<Int>?
  package let days: [CivilDate: WorkCalendar.Exception]

  /// Refuses with the file and line of the first fault.
  package static func parse(_ contents: String, fileName: String) throws(Refusal) -> CalendarFile {
    do throws(CalendarFault) {
      let (calendar, year) = try named(fileName)
      guard contents.utf8.count <= bytesMax else {
        throw CalendarFault(
          .bodyTooLarge, en: "The file has more than \(bytesMax) bytes; a year's list is far smaller.",
          zh: "文件超过 \(bytesMax) 字节；一年的日期列表远小于此。")
      }
      let components = try ICalendarComponents(try ICalendarLines.read(contents))
      return CalendarFile(
        calendar: calendar, year: year, workingWeekdays: try workweek(components.calendarProperties),
        days: try days(of: components.events, in: year))
    } catch {
      throw error.refusal(in: fileName)
    }
  }

  /// `<calendar>-<year>.ics`.
  private static func named(_ fileName: String) throws(CalendarFault) -> (calendar: String, year: Int) {
    let parts = fileName.hasSuffix(".ics") ? fileName.dropLast(4).split(separator: "-") : []
    if let last = parts.last, last.utf8.count == 4, let year = Int(last), DueExpression.years.contains(year),
      let calendar = try? DraftRules.key(parts.dropLast().joined(separator: "-"), place: ""),
      fileName == "\(calendar)-\(last).ics"
    {
      return (calendar, year)
    }
    throw CalendarFault(
      .invalidValue, en: "The file's name must be <calendar>-<year>.ics, for example china-2026.ics.",
      zh: "文件名应为“<日历>-<年份>.ics”，例如 china-2026.ics。")
  }

  private static func workweek(_ properties: [ICalendarLine]) throws(CalendarFault) -> Set<Int>? {
    guard let property = properties.first(where: { $0.name == "X-MILEPOST-WORKWEEK" }) else { return nil }
    let names = ["MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6, "SU": 7]
    let words = property.value.uppercased().split(separator: ",", omittingEmptySubsequences: false)
    let days = words.compactMap { names[String($0)] }
    guard days.count == words.count else { throw CalendarFault.badValue(property, should: "MO,TU,WE,TH,FR") }
    return Set(days)
  }

  private static func days(
    of events: [CalendarEvent], in year: Int
  ) throws(CalendarFault) -> [CivilDate: WorkCalendar.Exception] {
    var days: [CivilDate: WorkCalendar.Exception] = [:]
    for event in events {
      for date in event.dates(in: year) {
        guard days[date]?.isWorking != !event.isWorking else {
          throw CalendarFault(
            line: event.line, en: "\(date) is given as a day off and as a working day; keep one.",
            zh: "\(date) 既写为休息日又写为工作日；请只保留一个。")
        }
        guard days.count < eventsMax || days[date] != nil else { throw CalendarFault.tooMany(eventsMax) }
        if days[date] == nil { days[date] = WorkCalendar.Exception(isWorking: event.isWorking, name: event.name) }
      }
    }
    return days
  }
}
