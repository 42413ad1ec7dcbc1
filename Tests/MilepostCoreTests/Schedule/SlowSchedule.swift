import MilepostCore

/// Schedules computed the slow, obvious way: each activity tries one minute after another until nothing forbids it.
/// Activities stand so that each comes after all it waits for.
struct SlowSchedule {
  struct Task {
    var activity: Activity
    /// Where it stands: its own calendar, or for a finish milestone every minute.
    var scale: SlowCalendar
    var calendar: SlowCalendar
    var remaining: Int

    /// Work that lasts no time stands like a finish milestone.
    var stands: Activity.Kind {
      activity.kind == .work && activity.duration == 0 ? .finishMilestone : activity.kind
    }
    var isStarted: Bool { activity.progress.actualStart != nil }
    var isFinished: Bool { activity.progress.actualFinish != nil }
    var isPinned: Bool { activity.pinnedStart != nil && !isStarted }
  }

  struct Wait {
    var from: Int
    var to: Int
    var kind: Link.Kind
    var lag: Int
    var lagCalendar: SlowCalendar

    var leavesStart: Bool { kind == .startStart || kind == .startFinish }
    var entersStart: Bool { kind == .finishStart || kind == .startStart }
  }

  let tasks: [Task]
  let waits: [Wait]
  let settings: ScheduleSettings
  /// Where the (remaining) work begins and ends.
  private(set) var start: [Int] = []
  private(set) var finish: [Int] = []
  private(set) var end = 0
  /// The latest finish, as a minute of each scale's count.
  private(set) var late: [Int]

  init(_ tasks: [Task], _ waits: [Wait], _ settings: ScheduleSettings) {
    self.tasks = tasks
    self.waits = waits
    self.settings = settings
    late = Array(repeating: 0, count: tasks.count)
    for index in tasks.indices {
      let (start, finish) = early(index)
      self.start.append(start)
      self.finish.append(finish)
    }
    end = finish.max().known
    for index in tasks.indices.reversed() { late[index] = latestFinish(index) }
  }

  // MARK: Early dates

  private func early(_ index: Int) -> (start: Int, finish: Int) {
    let task = tasks[index]
    if let finish = task.activity.progress.actualFinish?.value {
      return (task.activity.progress.actualStart.known.value, finish)
    }
    if task.isPinned { return stretch(task, endingAt: count(task, task.activity.pinnedStart.known) + task.remaining) }
    if task.isStarted, settings.dataDate == nil {
      let whole = max(task.activity.duration, task.remaining)
      return stretch(task, endingAt: held(index, count(task, task.activity.progress.actualStart.known) + whole))
    }
    let floor = floor(task)
    let free = task.scale.count(before: firstAllowed(index)) + task.remaining
    let held = max(held(index, free), task.scale.count(before: floor) + task.remaining)
    return stretch(task, endingAt: held)
  }

  private func floor(_ task: Task) -> Int {
    if let begun = task.activity.progress.actualStart { return max(begun.value, settings.dataDate.known.value) }
    return max(settings.start, settings.dataDate ?? settings.start).value
  }

  /// The stretch of remaining work that ends at a minute of the scale's count.
  private func stretch(_ task: Task, endingAt count: Int) -> (start: Int, finish: Int) {
    let start = task.scale.start(count - task.remaining)
    return (start, task.stands == .startMilestone ? start : task.scale.end(count))
  }

  private func firstAllowed(_ index: Int) -> Int {
    let task = tasks[index]
    let links = waits.filter { $0.to == index && !isSpent($0) }.map { ($0.entersStart, reached($0)) }
    var start = task.scale.nextWork(floor(task))
    while !isAllowed(task, start, links) { start = task.scale.nextWork(start + 1) }
    return start
  }

  private func isAllowed(_ task: Task, _ start: Int, _ links: [(entersStart: Bool, reached: Int)]) -> Bool {
    let finish = task.scale.count(before: start) + task.remaining
    for link in links {
      if link.entersStart ? start < link.reached : finish < task.scale.count(before: link.reached) { return false }
    }
    for date in task.activity.constraints where !task.isStarted {
      if date.kind == .startNoEarlier || date.kind == .startOn, start < date.at.value { return false }
    }
    return true
  }

  /// Where dates put a finish that links and the first possible day allow.
  private func held(_ index: Int, _ finish: Int) -> Int {
    let task = tasks[index]
    var finish = finish
    for date in task.activity.constraints {
      switch date.kind {
      case .finishNoEarlier, .finishOn, .expectedFinish: finish = max(finish, count(task, date.at))
      default: break
      }
    }
    for date in task.activity.constraints where settings.lateConstraintsPull {
      if date.kind == .finishNoLater { finish = min(finish, count(task, date.at)) }
      if date.kind == .startNoLater, !task.isStarted { finish = min(finish, count(task, date.at) + task.remaining) }
    }
    for date in task.activity.constraints where !task.isStarted {
      if date.kind == .mustStart { finish = count(task, date.at) + task.remaining }
      if date.kind == .mustFinish { finish = count(task, date.at) }
    }
    return finish
  }

  private func count(_ task: Task, _ date: CivilMinute) -> Int { task.scale.count(before: date.value) }

  // MARK: Links

  private func isSpent(_ wait: Wait) -> Bool {
    let (from, to) = (tasks[wait.from], tasks[wait.to])
    if to.isFinished { return true }
    guard wait.entersStart, to.isStarted else { return false }
    return settings.progressRule != .retainedLogic || (wait.kind == .finishStart && from.isFinished)
  }

  private func lag(_ wait: Wait) -> Int {
    let from = tasks[wait.from]
    guard wait.leavesStart, from.isStarted, !from.isFinished, let dataDate = settings.dataDate else { return wait.lag }
    let begun = from.activity.progress.actualStart.known
    let worked = begun < dataDate ? wait.lagCalendar.minutes(from: begun.value, to: dataDate.value) : 0
    return max(0, wait.lag - worked)
  }

  private func reached(_ wait: Wait) -> Int {
    let from = tasks[wait.from]
    var event = wait.leavesStart ? start[wait.from] : finish[wait.from]
    if wait.leavesStart, from.isStarted, from.isFinished || settings.dataDate == nil {
      event = from.activity.progress.actualStart.known.value
    }
    return wait.lagCalendar.walk(event, lag(wait))
  }

  // MARK: Late dates

  private func latestFinish(_ index: Int) -> Int {
    let task = tasks[index]
    if task.isFinished { return count(task, task.activity.progress.actualFinish.known) }
    var latest = task.scale.count(before: (settings.finishBy?.value ?? end))
    for wait in waits where wait.from == index {
      if wait.leavesStart, task.activity.pinnedStart != nil { continue }
      if let allowed = allowed(wait, successor: late[wait.to]) { latest = min(latest, allowed) }
    }
    for date in task.activity.constraints {
      let at = count(task, date.at)
      switch date.kind {
      case .finishNoLater, .finishOn, .promise: latest = min(latest, at)
      case .startNoLater, .startOn: if !task.isStarted { latest = min(latest, at + task.remaining) }
      case .startNoEarlier, .finishNoEarlier, .expectedFinish, .mustStart, .mustFinish: break
      }
    }
    for date in task.activity.constraints where task.activity.pinnedStart == nil {
      if date.kind == .mustStart, !task.isStarted { latest = count(task, date.at) + task.remaining }
      if date.kind == .mustFinish { latest = count(task, date.at) }
    }
    return latest
  }

  /// The latest finish, in the predecessor's count, that a link leaves for a finish of its successor.
  private func allowed(_ wait: Wait, successor: Int) -> Int? {
    let (from, to) = (tasks[wait.from], tasks[wait.to])
    let byActual = settings.progressRule == .actualDates && wait.entersStart && to.isStarted
    if isSpent(wait), !byActual { return nil }
    if wait.leavesStart, from.isStarted, settings.dataDate == nil { return nil }
    var target = wait.entersStart ? successor - to.remaining : successor
    if byActual { target = count(to, to.activity.progress.actualStart.known) }
    // All instants between these two are one moment to the successor; its start stands at the last of them.
    let last = to.scale.start(target)
    let isStart = wait.entersStart || to.stands == .startMilestone
    let first = isStart ? last : to.scale.end(target)
    let lag = lag(wait)
    var (low, high) = (first, last)
    if lag != 0 {
      high = wait.lagCalendar.nextWork(wait.lagCalendar.walk(last, -lag))
      let lowCount = wait.lagCalendar.count(before: first) - lag
      low = first == last && lag > 0 ? high : wait.lagCalendar.end(lowCount)
    }
    let rest = wait.leavesStart ? from.remaining : 0
    let own = from.scale.count(before: finish[wait.from]) - rest
    return min(max(own, from.scale.count(before: low)), from.scale.count(before: high)) + rest
  }

  // MARK: Float

  func totalFloat(_ index: Int) -> Int { float(index, to: late[index]) }

  func freeFloat(_ index: Int) -> Int {
    if tasks[index].isFinished { return 0 }
    let bounds = waits.filter { $0.from == index }.compactMap { wait in
      allowed(wait, successor: tasks[wait.to].scale.count(before: finish[wait.to]))
    }
    return max(0, float(index, to: bounds.min() ?? late[index]))
  }

  private func float(_ index: Int, to late: Int) -> Int {
    let task = tasks[index]
    return task.stands == .finishMilestone
      ? task.calendar.minutes(from: finish[index], to: SlowCalendar.firstMinute + late)
      : late - task.scale.count(before: finish[index])
  }
}
