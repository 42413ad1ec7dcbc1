import MilepostCore

/// Working calendars whose days off become known year by year.
extension Life {
  /// Adds the days off of the next year that nobody knew yet.
  func publish(isFirst: Bool) {
    earlier = calendars
    defer { books.calendars = calendars }
    calendars[WorkCalendar.weekdays.name] = .weekdays
    let site = calendars["site"]
    let thisYear = CivilDate(dayNumber: Int32(clock.time / 86_400_000)).year
    let year = site?.publishedYears?.max().map { $0 + 1 } ?? thisYear
    guard isFirst || year <= thisYear + 1 else { return }
    var exceptions = site?.exceptions ?? [:]
    for _ in 0..<dice.roll(2...6) {
      let first = CivilDate(year: year, month: dice.roll(1...12), day: dice.roll(1...28)) ?? CivilDate(dayNumber: 0)
      for day in 0..<dice.roll(1...8) {
        exceptions[first.adding(days: day)] = WorkCalendar.Exception(isWorking: false, name: "holiday")
      }
      let made = first.adding(days: 6 - first.weekday - 7)
      if exceptions[made] == nil { exceptions[made] = WorkCalendar.Exception(isWorking: true, name: "made up for") }
    }
    let years = (site?.publishedYears ?? []).union([year])
    calendars["site"] = WorkCalendar(name: "site", exceptions: exceptions, publishedYears: years)
  }

  /// Days that move when the holidays of a year are published move by what is written of them.
  func refreshDues() {
    for (id, point) in books.points where books.isLive(point) {
      if case .recurring = point.kind { continue }
      guard let row = look({ try self.witness.milestone(point.key, of: point.project) }) ?? nil, row.due != point.due
      else { continue }
      books.points[id]?.due = row.due
      books.points[id]?.since = clock.now().milliseconds
      books.forgetStanding(id, isGone: false)
      books.noteTakenBack(takenBack(of: waiting).filter { books.alerts.entry($0.alert)?.milestone == id })
    }
  }
}
