import MilepostCore
import MilepostEngine

/// What people do next, as the dice will have it.
extension Life {
  private static let projectsMax = 3
  private static let pointsMax = 8
  private static let doorsMax = 3

  func chooseDeed() -> Deed? {
    let projects = books.works.filter { !$0.value.isArchived }.keys.sorted()
    let points = books.points.values.filter { !removed.contains($0.id) && books.works[$0.project]?.isArchived == false }
      .sorted { $0.id < $1.id }
    let open = points.filter(\.isOpen)
    let doors = books.doors.filter { !$0.value.isRemoved }.keys.sorted()
    if doors.isEmpty { return newDoor(projects) }
    if projects.isEmpty { return newProject() }
    let project = dice.pick(projects)
    guard !open.isEmpty else { return newMilestone(in: project) }
    let point = dice.pick(open)
    switch dice.roll(1...142) {
    case 1...18: return open.count < Self.pointsMax ? newMilestone(in: project) : reach(point)
    case 19...22: return newPlan(in: project, point)
    case 23...34: return point.isRecurring ? reach(point) : .move(id: point.id, due: due())
    case 35...39: return .setPolicy(project: project, .random(using: &dice))
    case 40...43: return .setOwnPolicy(id: point.id, .random(using: &dice))
    case 44...46: return zone().map { .setZone(project: project, $0) }
    case 47...53: return point.isRecurring ? nil : .expect(id: point.id, dice.once(in: 5) ? nil : due(from: 0))
    case 54...64: return reach(point)
    case 65...67: return points.first { !$0.isOpen && $0.kind == .date }.map { .reopen(id: $0.id) }
    case 68...69: return .remove(id: point.id)
    case 70: return dice.once(in: 3) ? .archive(project: project) : nil
    case 71...73: return projects.count < Self.projectsMax ? newProject() : nil
    case 74...76: return doors.count < Self.doorsMax ? newDoor(projects) : nil
    case 77...79: return .pause(dice.pick(doors))
    case 80...84: return .resume(dice.pick(doors))
    case 85: return .removeDoor(dice.pick(doors))
    case 86...95: return hand()
    case 96...105: return silence(project, point)
    case 106...113: return ways(doors, projects, points)
    case 114...125: return bringing(into: project, mayAdd: open.count < Self.pointsMax)
    default: return work(in: project)
    }
  }

  func newProject() -> Deed? {
    number += 1
    return zone().map { zone in
      .addProject(
        "p-\(number)",
        Books.Work(zone: zone, calendar: dice.pick(["weekdays", "site"]), policy: .random(using: &dice)))
    }
  }

  func newDoor(_ projects: [String]) -> Deed {
    number += 1
    let rates = [Town.Rate(count: 1, seconds: 60), .init(count: 4, seconds: 600), .init(count: 20, seconds: 60)]
    return .addDoor(
      name: "door-\(number)", projects: dice.once(in: 3) && !projects.isEmpty ? [dice.pick(projects)] : [],
      rate: dice.once(in: 2) ? dice.pick(rates) : nil, concurrency: dice.pick([1, 2, 8]))
  }

  func newMilestone(in project: String) -> Deed {
    number += 1
    let policy: Promise.Policy? = dice.once(in: 4) ? .random(using: &dice) : nil
    var draft = MilestoneDraft(key: "m-\(number)", name: "Point \(number)", policy: policy?.draft)
    var kind = Books.Kind.date
    switch dice.roll(1...12) {
    case 1, 2:
      kind = .count
      draft.count = CountDraft(target: 10, unit: "座")
    case 3, 4:
      kind = .gate(["a": nil, "b": nil])
      draft.gate = GateDraft(checks: [.init(key: "a", name: "A"), .init(key: "b", name: "B")])
    case 5, 6:
      let rhythm = dice.pick(
        [Rhythm.weekly(dice.roll(1...7)), .everyDays(dice.roll(5...40)), .monthly(31)]
          + [.monthly(-1), .monthly(dice.roll(1...30)), .leapDay])
      kind = .recurring(rhythm)
      let today = books.works[project]?.zone.day(at: clock.now().milliseconds) ?? CivilDate(dayNumber: 0)
      draft.repeats = RepeatDraft(rule: rhythm.rule, start: today.description)
    default: break
    }
    if draft.repeats == nil {
      draft.due = due()
      draft.after = links(in: project)
    }
    return .addMilestone(project: project, draft: draft, policy: policy, kind: kind)
  }

  /// A day from a fortnight ago to half a year ahead, now and then 29 February or a number of working days.
  func due(from first: Int = -14) -> String {
    if dice.once(in: 8) { return "+\(dice.roll(1...60))wd" }
    let today = CivilDate(dayNumber: Int32(clock.now().milliseconds / 86_400_000))
    let day = today.adding(days: dice.roll(first + 1...dice.pick([10, 40, 200])))
    let leap = CivilDate(year: day.components.year, month: 2, day: 29)
    return dice.once(in: 6) ? leap.flatMap { $0 > today ? $0.description : nil } ?? day.description : day.description
  }

  private func zone() -> CivilZone? {
    let name = dice.pick(Self.zoneNames)
    if zones[name] == nil { zones[name] = CivilZone(name) }
    return zones[name]
  }

  private func links(in project: String) -> [String]? {
    guard isLinked, let activities = activities[project], !activities.isEmpty, dice.once(in: 2) else { return nil }
    return [dice.pick(activities)]
  }

  private func work(in project: String) -> Deed? {
    guard isLinked else { return nil }
    let known = activities[project] ?? []
    guard !known.isEmpty, !dice.once(in: 3) else {
      guard known.count < Self.pointsMax else { return nil }
      number += 1
      return .addActivity(
        project: project,
        ActivityDraft(
          key: "a-\(number)", name: "Work \(number)", duration: "\(dice.roll(1...60))\(dice.pick(["wd", "d"]))",
          after: known.last.map { [$0] }))
    }
    let key = dice.pick(known)
    return switch dice.roll(1...3) {
    case 1: .startActivity(project: project, key)
    case 2: .progressActivity(project: project, key, "\(dice.roll(1...40))wd")
    default: .finishActivity(project: project, key)
    }
  }
}
