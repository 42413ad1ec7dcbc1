import MilepostCore

extension ImportedSchedule {
  /// A project as it stands, in terms that any program shares. Links to other projects are left out, and what they hold
  /// back is held by a date instead.
  package init(_ part: PlanPart, library: CalendarLibrary, of network: PlanNetwork) {
    self.init(
      name: part.project.name, start: CivilMinute(network.dataDate), dataDate: CivilMinute(network.dataDate),
      progressRule: part.project.progressRule)
    let own = ShiftCalendar(part.calendar)
    calendars = [Calendar(id: own.name, shifts: own.within(of: network.dataDate))]
    calendar = own.name
    for activity in part.activities { add(activity, part, library, network) }
    for milestone in part.milestones { add(milestone, part, network) }
    start = tasks.compactMap(\.progress.actualStart).min().map { min($0, start) } ?? start
  }

  /// Milepost knows days; other programs want an hour: that at which an office day begins, or ends.
  private static let startOfWork = ShiftCalendar.officeHours.first?.lowerBound ?? 0
  private static let endOfWork = ShiftCalendar.officeHours.last?.upperBound ?? CivilMinute.perDay

  private mutating func add(
    _ activity: PlanActivity, _ part: PlanPart, _ library: CalendarLibrary, _ network: PlanNetwork
  ) {
    guard let place = network.place(of: activity) else { return }
    let named = activity.calendar.flatMap { name in
      part.calendars[name] ?? (try? library.calendar(named: name)).map { ShiftCalendar($0) }
    }
    if let named, !calendars.contains(where: { $0.id == named.name }) {
      calendars.append(Calendar(id: named.name, shifts: named.within(of: network.dataDate)))
    }
    let perDay = (named ?? ShiftCalendar(part.calendar)).minutesPerDay
    let dates = network.schedule.dates(of: place)
    var task = Task(
      id: activity.key, name: activity.name, calendar: named?.name, duration: activity.duration.minutes(perDay: perDay),
      isElapsed: activity.duration.isElapsed, constraints: activity.constraints.map(\.dateConstraint))
    if activity.started != nil || activity.finished != nil {
      task.progress = Progress(
        actualStart: max(dates.start, CivilMinute(dates.start.date, minute: Self.startOfWork)),
        actualFinish: activity.finished == nil ? nil : dates.finish,
        remaining: activity.finished == nil ? network.schedule.network.remainingMinutes(of: place) : nil)
    }
    tasks.append(task)
    relate(activity.key, activity.after, isElapsed: task.isElapsed, part, network)
  }

  private mutating func add(_ milestone: Milestone, _ part: PlanPart, _ network: PlanNetwork) {
    var task = Task(
      id: milestone.key, name: milestone.name, kind: .finishMilestone,
      deadline: CivilMinute(milestone.due.date, minute: Self.endOfWork))
    if let actual = milestone.actual {
      let end = CivilMinute(actual, minute: Self.endOfWork)
      task.progress = Progress(actualStart: end, actualFinish: end)
    } else if let place = network.place(of: milestone), network.schedule.network.links(into: place).isEmpty {
      task.constraints = [DateConstraint(.finishNoEarlier, network.schedule.finish(of: place))]
    }
    tasks.append(task)
    relate(milestone.key, milestone.after, isElapsed: false, part, network)
  }

  private mutating func relate(
    _ key: String, _ links: [PlanLink], isElapsed: Bool, _ part: PlanPart, _ network: PlanNetwork
  ) {
    for link in links {
      guard link.project == nil || link.project == part.project.key else {
        notes.append(
          Bilingual(
            en: "The link from “\(link.text)” to “\(key)” leads to another project and was left out.",
            zh: "“\(key)”与其他项目“\(link.text)”的关系未导出。"))
        continue
      }
      let lag = link.lag.map { $0.minutes(perDay: ShiftCalendar.officeMinutes) } ?? 0
      relations.append(
        Relation(from: link.key, to: key, kind: link.kind, lag: lag, isElapsed: link.lag?.isElapsed == true))
    }
  }
}

extension ShiftCalendar {
  /// With the days of some years around a date only: another program need not read all that is known.
  func within(of date: CivilDate) -> ShiftCalendar {
    var calendar = self
    calendar.exceptions = exceptions.filter { abs($0.key.year - date.year) <= 5 }
    return calendar
  }
}
