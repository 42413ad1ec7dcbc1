/// The components of an iCalendar stream (RFC 5545, 3.4 and 3.6) that matter here: the calendar's own properties and its
/// events. What is inside other components (time zones, alarms, to-dos) is passed over.
struct ICalendarComponents {
  private(set) var calendarProperties: [ICalendarLine] = []
  private(set) var events: [CalendarEvent] = []
  /// What has begun and not ended, the outermost first.
  private var open: [ICalendarLine] = []
  private var event: [ICalendarLine] = []

  init(_ lines: [ICalendarLine]) throws(CalendarFault) {
    for line in lines {
      switch line.name {
      case "BEGIN": try begin(line)
      case "END": try end(line)
      default: try add(line)
      }
    }
    if let line = open.last { throw CalendarFault.unbalanced(line: line.number, line.value) }
    guard !lines.isEmpty else { throw CalendarFault.notACalendar() }
  }

  private var isInEvent: Bool { open.count == 2 && open[1].value.uppercased() == "VEVENT" }

  private mutating func begin(_ line: ICalendarLine) throws(CalendarFault) {
    guard !open.isEmpty || line.value.uppercased() == "VCALENDAR" else { throw CalendarFault.notACalendar() }
    open.append(line)
    if isInEvent { event = [] }
  }

  private mutating func end(_ line: ICalendarLine) throws(CalendarFault) {
    guard let begun = open.last, begun.value.uppercased() == line.value.uppercased() else {
      throw CalendarFault.unbalanced(line: line.number, line.value)
    }
    if isInEvent, let event = try CalendarEvent(event, begun: begun.number) {
      guard events.count < CalendarFile.eventsMax else { throw CalendarFault.tooMany(CalendarFile.eventsMax) }
      events.append(event)
    }
    open.removeLast()
  }

  private mutating func add(_ line: ICalendarLine) throws(CalendarFault) {
    guard !open.isEmpty else { throw CalendarFault.notACalendar() }
    if open.count == 1 { calendarProperties.append(line) }
    if isInEvent { event.append(line) }
  }
}
