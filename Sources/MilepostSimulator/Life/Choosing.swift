import MilepostCore
import MilepostEngine

/// What people do next, as the dice will have it.
extension Life {
  private static let zones = [
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu",
    "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "UTC",
  ]
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
    switch dice.roll(1...100) {
    case 1...22: return open.count < Self.pointsMax ? newMilestone(in: project) : .reach(id: point.id)
    case 23...34: return .move(id: point.id, due: due())
    case 35...39: return .setPolicy(project: project, .random(using: &dice))
    case 40...43: return .setOwnPolicy(id: point.id, .random(using: &dice))
    case 44...46: return zone().map { .setZone(project: project, $0) }
    case 47...53: return .expect(id: point.id, dice.once(in: 5) ? nil : due(from: 0))
    case 54...64: return point.isPlain ? .reach(id: point.id) : .report(id: point.id, Double(dice.roll(0...10)))
    case 65...67:
      return points.first { !$0.isOpen && $0.isPlain }.map { .reopen(id: $0.id) }
    case 68...69: return .remove(id: point.id)
    case 70: return dice.once(in: 3) ? .archive(project: project) : nil
    case 71...73: return projects.count < Self.projectsMax ? newProject() : nil
    case 74...76: return doors.count < Self.doorsMax ? newDoor(projects) : nil
    case 77...79: return .pause(dice.pick(doors))
    case 80...84: return .resume(dice.pick(doors))
    case 85: return .removeDoor(dice.pick(doors))
    case 86...90: return books.alerts.entries.last.map { .acknowledge($0.id) }
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
    return .addDoor(
      name: "door-\(number)", projects: dice.once(in: 3) && !projects.isEmpty ? [dice.pick(projects)] : [])
  }

  func newMilestone(in project: String) -> Deed {
    number += 1
    let isCount = dice.once(in: 6)
    let policy: Promise.Policy? = dice.once(in: 4) ? .random(using: &dice) : nil
    var draft = MilestoneDraft(
      key: "m-\(number)", name: "Point \(number)", due: due(), after: links(in: project), policy: policy?.draft)
    if isCount { draft.count = CountDraft(target: 10, unit: "座") }
    return .addMilestone(project: project, draft: draft, policy: policy, isPlain: !isCount)
  }

  /// A day from a fortnight ago to half a year ahead, now and then 29 February or a number of working days.
  private func due(from first: Int = -14) -> String {
    if dice.once(in: 8) { return "+\(dice.roll(1...60))wd" }
    let today = CivilDate(dayNumber: Int32(clock.now().milliseconds / 86_400_000))
    let day = today.adding(days: dice.roll(first + 1...dice.pick([10, 40, 200])))
    let leap = CivilDate(year: day.components.year, month: 2, day: 29)
    return dice.once(in: 6) ? leap.flatMap { $0 > today ? $0.description : nil } ?? day.description : day.description
  }

  private func zone() -> CivilZone? {
    let name = dice.pick(Self.zones)
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
