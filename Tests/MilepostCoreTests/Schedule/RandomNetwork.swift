import MilepostCore

/// A network made up from a seed, as a draft for the real thing and as tasks for the slow one.
struct RandomNetwork {
  struct Shape {
    var mixesCalendars = true
    var kinds = Link.Kind.allCases
    var lags = -40...60
    var hasConstraints = true
    var hasLateConstraints = true
    var hasProgress = true
    var hasMilestones = true
    var hasStartMilestones = true
  }

  /// Made once: the slow calendars are large.
  static let calendars: [SlowCalendar] = {
    var random = SeededRandom(seed: 7)
    return (0..<10).map { SlowCalendar(shifts(number: $0, &random)) }
  }()

  let tasks: [SlowSchedule.Task]
  let waits: [SlowSchedule.Wait]
  let settings: ScheduleSettings
  /// The number that each task has in the draft.
  let numbers: [Int]
  private let linkClocks: [Link.LagClock]

  init(seed: UInt64, _ shape: Shape = Shape()) {
    var random = SeededRandom(seed: seed)
    settings = RandomNetwork.settings(shape, &random)
    let one = Int.random(in: 0..<RandomNetwork.calendars.count, using: &random)
    let count = Int.random(in: 2...9, using: &random)
    var tasks: [SlowSchedule.Task] = []
    for _ in 0..<count {
      let calendar = shape.mixesCalendars ? Int.random(in: 0..<RandomNetwork.calendars.count, using: &random) : one
      tasks.append(RandomNetwork.task(calendar, shape, settings, &random))
    }
    var waits: [SlowSchedule.Wait] = []
    var clocks: [Link.LagClock] = []
    for to in 1..<count {
      for from in 0..<to where Int.random(in: 0..<3, using: &random) == 0 {
        let kind = shape.kinds.any(&random)
        let isPlain = Bool.random(using: &random)
        let lag = isPlain ? 0 : Int.random(in: shape.lags, using: &random)
        let clock = RandomNetwork.clock(shape, &random)
        waits.append(
          SlowSchedule.Wait(
            from: from, to: to, kind: kind, lag: lag,
            lagCalendar: RandomNetwork.calendar(of: clock, from: tasks[from].calendar)))
        clocks.append(clock)
      }
    }
    self.tasks = tasks
    self.waits = waits
    linkClocks = clocks
    // The draft holds them in another order than the one they wait in.
    let order = Array(0..<count).shuffled(using: &random)
    numbers = (0..<count).map { task in order.firstIndex(of: task).known }
  }

  var ids: [ActivityID] { numbers.map { ActivityID($0) } }
  /// In the order of `numbers`.
  var activities: [Activity] { tasks.indices.map { tasks[numbers.firstIndex(of: $0).known].activity } }
  var links: [Link] {
    zip(waits, linkClocks).map { wait, clock in
      Link(from: ids[wait.from], to: ids[wait.to], kind: wait.kind, lag: wait.lag, lagClock: clock)
    }
  }

  /// The draft, and its activities by task.
  func draft() throws -> (draft: NetworkDraft, ids: [ActivityID]) {
    (try RandomNetwork.draft(activities, links), ids)
  }

  static func draft(_ activities: [Activity], _ links: [Link]) throws -> NetworkDraft {
    var draft = NetworkDraft()
    for calendar in calendars { _ = try draft.add(calendar.source) }
    for activity in activities { _ = try draft.add(activity) }
    for link in links { try draft.add(link) }
    return draft
  }

  static let monday = ISO.day("2024-01-01")

  static func minute(days: ClosedRange<Int>, _ random: inout SeededRandom) -> CivilMinute {
    CivilMinute(
      monday.adding(days: Int.random(in: days, using: &random)), minute: Int.random(in: 0..<1440, using: &random))
  }

  private static func settings(_ shape: Shape, _ random: inout SeededRandom) -> ScheduleSettings {
    var settings = ScheduleSettings(start: minute(days: -3...3, &random))
    if Bool.random(using: &random) { settings.dataDate = minute(days: 0...4, &random) }
    if shape.hasProgress {
      settings.progressRule = ScheduleSettings.ProgressRule.allCases.any(&random)
    }
    guard shape.hasLateConstraints else { return settings }
    settings.lateConstraintsPull = Int.random(in: 0..<4, using: &random) == 0
    if Int.random(in: 0..<4, using: &random) == 0 { settings.finishBy = minute(days: 5...30, &random) }
    return settings
  }

  private static func clock(_ shape: Shape, _ random: inout SeededRandom) -> Link.LagClock {
    guard shape.mixesCalendars else { return .working }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .elapsed
    case 1: return .calendar(CalendarID(Int.random(in: 1...calendars.count, using: &random)))
    default: return .working
    }
  }

  private static func calendar(of clock: Link.LagClock, from calendar: SlowCalendar) -> SlowCalendar {
    switch clock {
    case .elapsed: .elapsed
    case .calendar(let id): calendars[id.index - 1]
    case .working: calendar
    }
  }
}

extension RandomNetwork {
  private static func task(
    _ number: Int, _ shape: Shape, _ settings: ScheduleSettings, _ random: inout SeededRandom
  ) -> SlowSchedule.Task {
    var activity = Activity(
      name: Bilingual(en: "work", zh: "工作"), calendar: CalendarID(number + 1),
      duration: Int.random(in: 1...60, using: &random))
    if shape.hasMilestones, Int.random(in: 0..<4, using: &random) == 0 {
      activity.kind = [.finishMilestone, .work, .startMilestone].any(&random)
      if !shape.hasStartMilestones { activity.kind = .finishMilestone }
      activity.duration = 0
    }
    if shape.hasConstraints {
      for _ in 0..<Int.random(in: 0...4, using: &random) / 2 {
        activity.constraints.append(constraint(shape, &random))
      }
      if shape.hasLateConstraints, Int.random(in: 0..<12, using: &random) == 0 {
        activity.pinnedStart = minute(days: -2...10, &random)
      }
    }
    if shape.hasProgress, Int.random(in: 0..<3, using: &random) == 0 { begin(&activity, settings, &random) }
    let calendar = calendars[number]
    let isPoint = activity.kind == .finishMilestone || (activity.kind == .work && activity.duration == 0)
    var task = SlowSchedule.Task(
      activity: activity, scale: isPoint ? .elapsed : calendar, calendar: calendar, remaining: activity.duration)
    task.remaining = remaining(task, settings)
    return task
  }

  private static func constraint(_ shape: Shape, _ random: inout SeededRandom) -> DateConstraint {
    let early: [DateConstraint.Kind] = [.startNoEarlier, .finishNoEarlier, .expectedFinish]
    let kinds = shape.hasLateConstraints ? DateConstraint.Kind.allCases : early
    return DateConstraint(kinds.any(&random), minute(days: -2...15, &random))
  }

  private static func begin(_ activity: inout Activity, _ settings: ScheduleSettings, _ random: inout SeededRandom) {
    let begun = minute(days: -4...4, &random)
    activity.progress.actualStart = begun
    if activity.duration == 0 || Bool.random(using: &random) {
      let days = Int.random(in: 0...3, using: &random)
      activity.progress.actualFinish = activity.duration == 0 ? begun : CivilMinute(begun.value + days * 1440 + 77)
    } else {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: activity.progress.remaining = Int.random(in: 0...50, using: &random)
      case 1: activity.progress.percent = Double(Int.random(in: 0...100, using: &random))
      default: break
      }
    }
  }

  private static func remaining(_ task: SlowSchedule.Task, _ settings: ScheduleSettings) -> Int {
    let progress = task.activity.progress
    let whole = task.activity.duration
    if progress.actualFinish != nil { return 0 }
    if let remaining = progress.remaining { return remaining }
    if let percent = progress.percent { return whole - Int((Double(whole) * percent / 100).rounded()) }
    guard let begun = progress.actualStart, let dataDate = settings.dataDate, begun < dataDate else { return whole }
    return max(0, whole - task.scale.minutes(from: begun.value, to: dataDate.value))
  }

  /// Few minutes a day, so that every edge between worked and unworked time is met often.
  private static func shifts(number: Int, _ random: inout SeededRandom) -> ShiftCalendar {
    func day() -> [ShiftCalendar.Shift] {
      let first = Int.random(in: 0...700, using: &random)
      let second = Int.random(in: 720...1370, using: &random)
      let lengths = (Int.random(in: 1...20, using: &random), Int.random(in: 1...70, using: &random))
      return [first..<first + lengths.0, second..<second + lengths.1]
    }
    let office = number == 0 ? ShiftCalendar.officeHours : number == 1 ? ShiftCalendar.wholeDay : nil
    var week = (0..<7).map { $0 < 3 || Bool.random(using: &random) ? office ?? day() : [] }
    if number == 2 { week = Array(repeating: [0..<60, 1380..<1440], count: 7) }
    var exceptions: [CivilDate: [ShiftCalendar.Shift]] = [:]
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let date = monday.adding(days: Int.random(in: -10...40, using: &random))
      exceptions[date] = Bool.random(using: &random) ? [] : day()
    }
    return ShiftCalendar(name: "c\(number)", week: week, exceptions: exceptions)
  }
}
