/// The working calendars that the service knows, by name.
package struct CalendarLibrary: Sendable {
  private let calendars: [String: WorkCalendar]

  package init(_ calendars: [WorkCalendar] = []) {
    var table = ["weekdays": WorkCalendar.weekdays]
    for calendar in calendars { table[calendar.name] = calendar }
    self.calendars = table
  }

  package var names: [String] { calendars.keys.sorted() }

  package func calendar(named name: String) throws(Refusal) -> WorkCalendar {
    guard let calendar = calendars[name] else {
      throw Refusal(
        .unknownCalendar, en: "There is no calendar “\(name)”; known are \(names.joined(separator: ", ")).",
        zh: "没有日历“\(name)”；已有：\(names.joined(separator: "、"))。")
    }
    return calendar
  }
}
