import MilepostCore

/// Reads the calendars of an MSPDI file. Days of the week count from Sunday, 1.
enum MSPDICalendars {
  static func read(_ elements: [XMLTree.Element]) -> [ImportedSchedule.Calendar] {
    let byID = Dictionary(elements.compactMap { element in element["UID"].map { ($0, element) } }) { first, _ in first }
    return elements.compactMap { element in
      guard let id = element["UID"] else { return nil }
      var chain: [XMLTree.Element] = []
      var next: XMLTree.Element? = element
      while let current = next, chain.count < 10 {
        chain.append(current)
        let base = current["BaseCalendarUID"]
        next = base == current["UID"] ? nil : base.flatMap { byID[$0] }
      }
      var shifts = ShiftCalendar(
        name: element["Name"] ?? id, week: Array(repeating: ShiftCalendar.officeHours, count: 5) + [[], []])
      for current in chain.reversed() { apply(current, to: &shifts) }
      return ImportedSchedule.Calendar(id: id, shifts: shifts)
    }
  }

  private static func apply(_ element: XMLTree.Element, to shifts: inout ShiftCalendar) {
    for day in element.all("WeekDays").flatMap({ $0.all("WeekDay") }) {
      guard let type = day["DayType"].flatMap({ Int($0) }) else { continue }
      let hours = day["DayWorking"] == "1" ? times(day) : []
      if (1...7).contains(type) {
        shifts.week[(type + 5) % 7] = hours
      } else if type == 0, let period = day.all("TimePeriod").first {
        except(period, hours, in: &shifts)
      }
    }
    for exception in element.all("Exceptions").flatMap({ $0.all("Exception") }) {
      guard let period = exception.all("TimePeriod").first else { continue }
      except(period, exception["DayWorking"] == "1" ? times(exception) : [], in: &shifts)
    }
  }

  /// Some forty years of days: an exception without end is the week's own pattern.
  private static let exceptionDaysMax = 15_000

  private static func except(
    _ period: XMLTree.Element, _ hours: [ShiftCalendar.Shift], in shifts: inout ShiftCalendar
  ) {
    guard let from = period["FromDate"].flatMap({ CivilDate($0.prefix(10)) }),
      let to = period["ToDate"].flatMap({ CivilDate($0.prefix(10)) }), from <= to,
      to.days(since: from) < exceptionDaysMax
    else { return }
    for offset in 0...to.days(since: from) { shifts.exceptions[from.adding(days: offset)] = hours }
  }

  private static func times(_ day: XMLTree.Element) -> [ShiftCalendar.Shift] {
    let times = day.all("WorkingTimes").flatMap { $0.all("WorkingTime") }.compactMap { time -> ShiftCalendar.Shift? in
      guard let from = time["FromTime"].flatMap(minute), let to = time["ToTime"].flatMap(minute) else { return nil }
      let end = to == 0 ? 1440 : to
      return from < end ? from..<end : nil
    }
    return times.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// `08:00:00`.
  private static func minute(_ text: String) -> Int? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count >= 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
    return parts[0] * 60 + parts[1]
  }
}
