import MilepostCore

/// An imported schedule as a plan of one project: work as activities, points as milestones, deadlines as promises.
///
/// Keys come from the other program's own ids, so that the same file read again changes what changed and adds nothing
/// twice.
package struct ImportedPlan {
  package private(set) var plan: PlanDocument.ProjectPlan
  package private(set) var notes: [Bilingual]

  private let schedule: ImportedSchedule
  private var keys: [String: String] = [:]
  private var calendarNames: [String: String] = [:]
  private var perDay: [String: Int] = [:]

  /// Refuses what cannot be counted through: then it could not be forecast either.
  package init(_ schedule: ImportedSchedule, project: String) throws(Refusal) {
    self.schedule = schedule
    plan = PlanDocument.ProjectPlan(project: ProjectDraft(key: project), milestones: [])
    notes = schedule.notes
    let (network, places) = try schedule.network()
    let counted = Schedule(network)
    nameCalendars()
    nameTasks()
    let links = Dictionary(grouping: schedule.relations, by: \.to)
    for task in schedule.tasks {
      let after = (links[task.id] ?? []).compactMap { link($0) }
      if task.kind == .work {
        add(work: task, after: after)
      } else {
        add(point: task, after: after, forecast: places[task.id].map { counted.finish(of: $0).dateOfFinish })
      }
    }
  }

  private mutating func nameCalendars() {
    for calendar in schedule.calendars {
      // A plan file must be able to hold it: one plain line.
      let plain = DraftRules.trimmed(String(calendar.shifts.name.prefix(60)))
      var name = (try? DraftRules.line(plain, place: "name")) ?? "calendar"
      while calendarNames.values.contains(name) { name += "'" }
      var shifts = calendar.shifts
      shifts.name = name
      calendarNames[calendar.id] = name
      perDay[calendar.id] = shifts.minutesPerDay
      plan.calendars.append(shifts)
    }
  }

  private mutating func nameTasks() {
    var taken: Set<String> = []
    for task in schedule.tasks {
      let base = ImportedPlan.slug(task.id)
      var key = base
      var number = 2
      while !taken.insert(key).inserted {
        key = "\(base)-\(number)"
        number += 1
      }
      keys[task.id] = key
    }
  }

  /// `A1010` as `a1010`, `12` as `t12`: letters, digits and single hyphens.
  private static func slug(_ id: String) -> String {
    var slug = ""
    for byte in id.lowercased().utf8 {
      let isWord = (97...122).contains(byte) || (48...57).contains(byte)
      if isWord { slug.unicodeScalars.append(Unicode.Scalar(byte)) } else if !slug.hasSuffix("-") { slug += "-" }
    }
    slug = String(slug.drop { $0 == "-" }.prefix(50))
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.first?.isLetter == true ? slug : "t" + slug
  }

  private mutating func add(work task: ImportedSchedule.Task, after: [String]) {
    let calendar = task.calendar ?? schedule.calendar
    let day = perDay[calendar] ?? ShiftCalendar.officeMinutes
    let key = keys[task.id] ?? task.id
    let isStarted = task.progress.actualStart != nil
    plan.activities.append(
      ActivityDraft(
        key: key, name: name(task),
        duration: span(task.duration, isElapsed: task.isElapsed, perDay: day).text,
        calendar: task.isElapsed ? nil : calendarNames[calendar], after: after, constraints: constraints(of: task),
        started: task.progress.actualStart?.date.description,
        finished: task.progress.actualFinish?.dateOfFinish.description,
        remaining: isStarted && task.progress.actualFinish == nil
          ? task.progress.remaining.map { span($0, isElapsed: task.isElapsed, perDay: day).text } : nil,
        remainingOn: isStarted && task.progress.actualFinish == nil && task.progress.remaining != nil
          ? schedule.dataDate?.date.description : nil))
    guard let deadline = task.deadline else { return }
    plan.milestones.append(
      MilestoneDraft(
        key: "\(key)-due", name: name(task), due: deadline.dateOfFinish.description, after: [key]))
  }

  private mutating func add(point task: ImportedSchedule.Task, after: [String], forecast: CivilDate?) {
    let promised =
      task.deadline ?? task.constraints.first { [.finishNoLater, .finishOn, .mustFinish].contains($0.kind) }?.at
    let after = after + gate(before: task)
    plan.milestones.append(
      MilestoneDraft(
        key: keys[task.id], name: name(task), due: promised?.dateOfFinish.description,
        dueIfNew: promised == nil ? (forecast ?? schedule.start.date).description : nil, after: after,
        reached: task.progress.actualFinish?.dateOfFinish.description))
  }

  /// A milestone here has a promise and no other date of its own, so what holds one back stands before it, as work that
  /// takes no time.
  private mutating func gate(before task: ImportedSchedule.Task) -> [String] {
    let holding = task.constraints.filter { ![.finishNoLater, .startNoLater, .promise].contains($0.kind) }
    guard task.progress.actualFinish == nil, !holding.isEmpty || task.pinnedStart != nil else { return [] }
    var gate = task
    gate.constraints = holding
    let key = "\(keys[task.id] ?? task.id)-not-before"
    plan.activities.append(
      ActivityDraft(
        key: key, name: name(task), duration: "0wd", calendar: calendarNames[task.calendar ?? schedule.calendar],
        after: [], constraints: constraints(of: gate)))
    return [key]
  }

  private func name(_ task: ImportedSchedule.Task) -> String {
    let line = String(task.name.map { $0.isNewline ? " " : $0 }.prefix(DraftRules.nameLengthMax))
    return DraftRules.trimmed(line).isEmpty ? task.id : line
  }

  private mutating func link(_ relation: ImportedSchedule.Relation) -> String? {
    guard let key = keys[relation.from], let from = schedule.tasks.first(where: { $0.id == relation.from }) else {
      return nil
    }
    let day = perDay[from.calendar ?? schedule.calendar] ?? ShiftCalendar.officeMinutes
    let isElapsed = relation.isElapsed || schedule.lagCalendar == .elapsed
    let lag = relation.lag == 0 ? nil : span(relation.lag, isElapsed: isElapsed, perDay: day)
    return PlanLink(key: key, kind: relation.kind, lag: lag).text
  }

  private func span(_ minutes: Int, isElapsed: Bool, perDay: Int) -> WorkDuration {
    isElapsed ? .elapsed(minutes) : .working(minutes, perDay: perDay)
  }

  private func constraints(of task: ImportedSchedule.Task) -> [String: String]? {
    var texts: [String: String] = [:]
    func set(_ kind: PlanConstraint.Kind, _ date: CivilDate) { texts[kind.rawValue] = date.description }
    for constraint in task.constraints {
      switch constraint.kind {
      case .startNoEarlier: set(.startNoEarlier, constraint.at.date)
      case .finishNoEarlier, .expectedFinish: set(.finishNoEarlier, constraint.at.dateOfFinish)
      case .startNoLater: set(.startNoLater, constraint.at.date)
      case .finishNoLater: set(.finishNoLater, constraint.at.dateOfFinish)
      case .startOn:
        set(.startNoEarlier, constraint.at.date)
        set(.startNoLater, constraint.at.date)
      case .finishOn:
        set(.finishNoEarlier, constraint.at.dateOfFinish)
        set(.finishNoLater, constraint.at.dateOfFinish)
      case .mustStart: set(.mustStart, constraint.at.date)
      case .mustFinish: set(.mustFinish, constraint.at.dateOfFinish)
      case .promise: break
      }
    }
    if let pinned = task.pinnedStart { set(.mustStart, pinned.date) }
    return texts.isEmpty ? nil : texts
  }
}
