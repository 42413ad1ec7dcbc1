import MilepostCore

/// Writes a schedule as Microsoft Project XML (MSPDI), with the dates that it has here: early and late, float, links,
/// calendars, progress.
package struct MSPDIWriter {
  private var lines: [String] = []
  private let schedule: ImportedSchedule
  private let uids: [String: Int]
  private let calendarUIDs: [String: Int]

  /// Refuses what cannot be counted through.
  package static func text(_ schedule: ImportedSchedule) throws(Refusal) -> String {
    var writer = MSPDIWriter(schedule)
    let (network, places) = try schedule.network()
    writer.write(Schedule(network), places)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private init(_ schedule: ImportedSchedule) {
    self.schedule = schedule
    uids = Dictionary(schedule.tasks.enumerated().map { ($1.id, $0 + 1) }) { first, _ in first }
    calendarUIDs = Dictionary(schedule.calendars.enumerated().map { ($1.id, $0 + 1) }) { first, _ in first }
  }

  private mutating func write(_ counted: Schedule, _ places: [String: ActivityID]) {
    lines = [
      #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
      #"<Project xmlns="http://schemas.microsoft.com/project">"#,
    ]
    add("Name", schedule.name)
    add("ScheduleFromStart", "1")
    add("StartDate", MSPDIWriter.moment(schedule.start))
    add("FinishDate", MSPDIWriter.moment(counted.finish))
    add("CalendarUID", String(calendarUIDs[schedule.calendar] ?? 1))
    add("MinutesPerDay", "480")
    add("MinutesPerWeek", "2400")
    add("DurationFormat", "7")
    add("HonorConstraints", schedule.lateConstraintsPull ? "1" : "0")
    if let date = schedule.dataDate { add("StatusDate", MSPDIWriter.moment(date)) }
    lines.append("<Calendars>")
    for calendar in schedule.calendars { write(calendar) }
    lines += ["</Calendars>", "<Tasks>"]
    let links = Dictionary(grouping: schedule.relations, by: \.to)
    for task in schedule.tasks {
      guard let place = places[task.id] else { continue }
      write(task, counted, place, links[task.id] ?? [])
    }
    lines += ["</Tasks>", "</Project>"]
  }

  private mutating func write(_ calendar: ImportedSchedule.Calendar) {
    lines.append("<Calendar>")
    add("UID", String(calendarUIDs[calendar.id] ?? 0))
    add("Name", calendar.shifts.name)
    add("IsBaseCalendar", "1")
    add("BaseCalendarUID", "-1")
    lines.append("<WeekDays>")
    for day in 1...7 {
      lines.append("<WeekDay>")
      add("DayType", String(day))
      write(calendar.shifts.week[(day + 5) % 7])
      lines.append("</WeekDay>")
    }
    lines += ["</WeekDays>", "<Exceptions>"]
    for (date, shifts) in calendar.shifts.exceptions.sorted(by: { $0.key < $1.key }) {
      lines += ["<Exception>", "<EnteredByOccurrences>0</EnteredByOccurrences>", "<TimePeriod>"]
      add("FromDate", "\(date)T00:00:00")
      add("ToDate", "\(date)T23:59:00")
      lines += ["</TimePeriod>", "<Occurrences>1</Occurrences>", "<Type>1</Type>"]
      write(shifts)
      lines.append("</Exception>")
    }
    lines += ["</Exceptions>", "</Calendar>"]
  }

  private mutating func write(_ shifts: [ShiftCalendar.Shift]) {
    add("DayWorking", shifts.isEmpty ? "0" : "1")
    guard !shifts.isEmpty else { return }
    lines.append("<WorkingTimes>")
    for shift in shifts {
      lines.append("<WorkingTime>")
      add("FromTime", MSPDIWriter.time(shift.lowerBound))
      add("ToTime", MSPDIWriter.time(shift.upperBound % 1440))
      lines.append("</WorkingTime>")
    }
    lines.append("</WorkingTimes>")
  }

  private mutating func write(
    _ task: ImportedSchedule.Task, _ counted: Schedule, _ place: ActivityID, _ links: [ImportedSchedule.Relation]
  ) {
    let dates = counted.dates(of: place)
    lines.append("<Task>")
    add("UID", String(uids[task.id] ?? 0))
    add("ID", String(uids[task.id] ?? 0))
    add("Name", task.name)
    add("WBS", task.id)
    add("Active", "1")
    add("Manual", task.pinnedStart == nil ? "0" : "1")
    add("OutlineLevel", "1")
    add("Start", MSPDIWriter.moment(dates.start))
    add("Finish", MSPDIWriter.moment(dates.finish))
    add("Duration", MSPDIWriter.duration(task.duration))
    if let pinned = task.pinnedStart { add("ManualStart", MSPDIWriter.moment(pinned)) }
    add("DurationFormat", task.isElapsed ? "8" : "7")
    add("Milestone", task.kind == .work ? "0" : "1")
    add("Summary", "0")
    add("Critical", counted.isCritical(place) ? "1" : "0")
    add("EarlyStart", MSPDIWriter.moment(dates.start))
    add("EarlyFinish", MSPDIWriter.moment(dates.finish))
    add("LateStart", MSPDIWriter.moment(dates.lateStart))
    add("LateFinish", MSPDIWriter.moment(dates.lateFinish))
    add("FreeSlack", String(counted.freeFloat(of: place) * 10))
    add("TotalSlack", String(counted.totalFloat(of: place) * 10))
    write(task.progress, of: task, remaining: counted.network.remainingMinutes(of: place))
    write(task.constraints)
    add("CalendarUID", task.calendar.flatMap { calendarUIDs[$0] }.map(String.init) ?? "-1")
    if let deadline = task.deadline { add("Deadline", MSPDIWriter.moment(deadline)) }
    for link in links { write(link) }
    lines.append("</Task>")
  }

  private mutating func write(_ progress: Progress, of task: ImportedSchedule.Task, remaining: Int) {
    if let start = progress.actualStart { add("ActualStart", MSPDIWriter.moment(start)) }
    if let finish = progress.actualFinish { add("ActualFinish", MSPDIWriter.moment(finish)) }
    add("ActualDuration", MSPDIWriter.duration(max(0, task.duration - remaining)))
    add("RemainingDuration", MSPDIWriter.duration(remaining))
    let done =
      progress.actualFinish != nil ? 100 : task.duration == 0 ? 0 : 100 * (task.duration - remaining) / task.duration
    add("PercentComplete", String(max(0, min(100, done))))
  }

  /// One constraint a task is all that the format holds.
  private mutating func write(_ constraints: [DateConstraint]) {
    let types: [DateConstraint.Kind: Int] = [
      .mustStart: 2, .mustFinish: 3, .startOn: 2, .finishOn: 3, .startNoEarlier: 4, .startNoLater: 5,
      .finishNoEarlier: 6, .expectedFinish: 6, .finishNoLater: 7,
    ]
    guard let constraint = constraints.first(where: { types[$0.kind] != nil }), let type = types[constraint.kind] else {
      return add("ConstraintType", "0")
    }
    add("ConstraintType", String(type))
    add("ConstraintDate", MSPDIWriter.moment(constraint.at))
  }

  private mutating func write(_ link: ImportedSchedule.Relation) {
    guard let from = uids[link.from] else { return }
    let types: [Link.Kind: Int] = [.finishFinish: 0, .finishStart: 1, .startFinish: 2, .startStart: 3]
    lines.append("<PredecessorLink>")
    add("PredecessorUID", String(from))
    add("Type", String(types[link.kind] ?? 1))
    add("CrossProject", "0")
    add("LinkLag", String(link.lag * 10))
    add("LagFormat", link.isElapsed ? "8" : "7")
    lines.append("</PredecessorLink>")
  }

  private mutating func add(_ name: String, _ value: String) {
    lines.append("<\(name)>\(XMLEscapes.escaped(value, keepingLines: true))</\(name)>")
  }

  private static func moment(_ minute: CivilMinute) -> String { "\(minute):00" }

  private static func time(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60)):00" }

  private static func duration(_ minutes: Int) -> String { "PT\(minutes / 60)H\(minutes % 60)M0S" }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
