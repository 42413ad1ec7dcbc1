import MilepostCore

/// A schedule as another program wrote it, in terms that any of them shares.
package struct ImportedSchedule: Hashable, Sendable {
  package struct Calendar: Hashable, Sendable {
    package var id: String
    package var shifts: ShiftCalendar

    package init(id: String, shifts: ShiftCalendar) {
      self.id = id
      self.shifts = shifts
    }
  }

  package struct Task: Hashable, Sendable {
    /// The program's own name for it, which stays when everything else changes.
    package var id: String
    package var name: String
    package var kind: Activity.Kind
    /// Nil: the schedule's own.
    package var calendar: String?
    /// Minutes of its calendar; of elapsed time when `isElapsed`.
    package var duration: Int
    package var isElapsed: Bool
    package var progress: Progress
    package var constraints: [DateConstraint]
    /// Dated by hand: starts there whatever its links say.
    package var pinnedStart: CivilMinute?
    package var deadline: CivilMinute?

    package init(
      id: String, name: String, kind: Activity.Kind = .work, calendar: String? = nil, duration: Int = 0,
      isElapsed: Bool = false, progress: Progress = Progress(), constraints: [DateConstraint] = [],
      pinnedStart: CivilMinute? = nil, deadline: CivilMinute? = nil
    ) {
      self.id = id
      self.name = name
      self.kind = kind
      self.calendar = calendar
      self.duration = duration
      self.isElapsed = isElapsed
      self.progress = progress
      self.constraints = constraints
      self.pinnedStart = pinnedStart
      self.deadline = deadline
    }
  }

  package struct Relation: Hashable, Sendable {
    package var from: String
    package var to: String
    package var kind: Link.Kind
    /// Minutes of the lag's calendar, or of elapsed time.
    package var lag: Int
    package var isElapsed: Bool

    package init(from: String, to: String, kind: Link.Kind = .finishStart, lag: Int = 0, isElapsed: Bool = false) {
      self.from = from
      self.to = to
      self.kind = kind
      self.lag = lag
      self.isElapsed = isElapsed
    }
  }

  package enum LagCalendar: Hashable, Sendable {
    case predecessor, successor, project, elapsed
  }

  package var name: String
  package var start: CivilMinute
  package var dataDate: CivilMinute?
  package var finishBy: CivilMinute?
  package var progressRule: ScheduleSettings.ProgressRule
  package var lagCalendar: LagCalendar
  /// “No later” constraints pull early dates back.
  package var lateConstraintsPull: Bool
  package var calendars: [Calendar]
  /// The id of the schedule's own calendar.
  package var calendar: String
  package var tasks: [Task]
  package var relations: [Relation]
  /// What the file holds and this does not, one sentence each.
  package var notes: [Bilingual]

  package init(
    name: String, start: CivilMinute, dataDate: CivilMinute? = nil, finishBy: CivilMinute? = nil,
    progressRule: ScheduleSettings.ProgressRule = .retainedLogic, lagCalendar: LagCalendar = .predecessor,
    lateConstraintsPull: Bool = false, calendars: [Calendar] = [], calendar: String = "", tasks: [Task] = [],
    relations: [Relation] = [], notes: [Bilingual] = []
  ) {
    self.name = name
    self.start = start
    self.dataDate = dataDate
    self.finishBy = finishBy
    self.progressRule = progressRule
    self.lagCalendar = lagCalendar
    self.lateConstraintsPull = lateConstraintsPull
    self.calendars = calendars
    self.calendar = calendar
    self.tasks = tasks
    self.relations = relations
    self.notes = notes
  }
}

extension ImportedSchedule {
  /// The schedule as it can be counted through, and where each task lies in it.
  ///
  /// Refuses what a network refuses: circles, links to what is not there, dates and durations beyond all bounds.
  package func network() throws(Refusal) -> (network: Network, places: [String: ActivityID]) {
    var draft = NetworkDraft()
    var calendarIDs: [String: CalendarID] = [:]
    for calendar in calendars { calendarIDs[calendar.id] = try draft.add(calendar.shifts) }
    let own = calendarIDs[calendar]
    var places: [String: ActivityID] = [:]
    for task in tasks {
      let calendar = task.isElapsed ? .elapsed : task.calendar.flatMap { calendarIDs[$0] } ?? own ?? .elapsed
      var constraints = task.constraints
      if let deadline = task.deadline { constraints.append(DateConstraint(.promise, deadline)) }
      places[task.id] = try draft.add(
        Activity(
          name: Bilingual(en: task.name, zh: task.name), kind: task.kind, calendar: calendar, duration: task.duration,
          progress: task.progress, constraints: constraints, pinnedStart: task.pinnedStart))
    }
    for relation in relations {
      guard let from = places[relation.from], let to = places[relation.to] else { continue }
      try draft.add(
        Link(
          from: from, to: to, kind: relation.kind, lag: relation.lag,
          lagClock: relation.isElapsed || lagCalendar == .elapsed ? .elapsed : .working))
    }
    var settings = ScheduleSettings(
      start: start, dataDate: dataDate, progressRule: progressRule, lateConstraintsPull: lateConstraintsPull,
      finishBy: finishBy)
    switch lagCalendar {
    case .predecessor, .elapsed: settings.lagCalendar = .predecessor
    case .successor: settings.lagCalendar = .successor
    case .project: settings.lagCalendar = own.map { .calendar($0) } ?? .predecessor
    }
    return (try draft.compile(settings), places)
  }
}
