import MilepostCore
import MilepostEngine

/// Something that somebody does in a simulated life.
enum Deed {
  case addProject(String, Books.Work)
  case addMilestone(project: String, draft: MilestoneDraft, policy: Promise.Policy?, kind: Books.Kind)
  /// A plan with one milestone that is new and, perhaps, another day for one that is there.
  case apply(project: String, draft: MilestoneDraft, policy: Promise.Policy, moved: Int64?, due: String)
  /// A plan of another program.
  case bringIn(Bringing)
  case move(id: Int64, due: String)
  case setPolicy(project: String, Promise.Policy)
  case setOwnPolicy(id: Int64, Promise.Policy)
  case setZone(project: String, CivilZone)
  case expect(id: Int64, String?)
  case reach(id: Int64)
  case reopen(id: Int64)
  case remove(id: Int64)
  case archive(project: String)
  case report(id: Int64, Double)
  /// What a check of a gate showed; nil takes it back.
  case check(id: Int64, String, Bool?)
  case addDoor(name: String, projects: [String], rate: Town.Rate?, concurrency: Int)
  case pause(String)
  case resume(String)
  case removeDoor(String)
  case acknowledge(Int64, hours: Int?)
  case snooze(Int64, hours: Int)
  case unacknowledge(Int64)
  /// - Parameter after: minutes until it begins; 0: at once.
  case silence([Condition], hours: Int, after: Int)
  case expire(Int64)
  case setWays(Way?)
  case addActivity(project: String, ActivityDraft)
  case startActivity(project: String, String)
  case progressActivity(project: String, String, String)
  case finishActivity(project: String, String)

  static let author = "sim"

  /// The entry that it leaves in the ledger.
  /// A subject that nobody knows before is nil.
  func entry(in books: Books) -> (action: String, subject: String?) {
    func path(_ id: Int64) -> String { books.points[id].map { "\($0.project)/\($0.key)" } ?? "" }
    return switch self {
    case .addProject(let key, _): ("project.add", key)
    case .addMilestone(let project, let draft, _, _), .apply(let project, let draft, _, _, _):
      ("milestone.add", "\(project)/\(draft.key ?? "")")
    case .bringIn(let bringing): bringing.entry(in: books) ?? ("", nil)
    case .move(let id, _), .setOwnPolicy(let id, _): ("milestone.edit", path(id))
    case .setPolicy(let project, _), .setZone(let project, _): ("project.edit", project)
    case .expect(let id, _): ("milestone.expect", path(id))
    case .reach(let id): ("milestone.reach", path(id))
    case .reopen(let id): ("milestone.reopen", path(id))
    case .remove(let id): ("milestone.remove", path(id))
    case .archive(let project): ("project.archive", project)
    case .report(let id, _): ("milestone.report", path(id))
    case .check(let id, _, _): ("gate.check", path(id))
    case .addDoor(let name, _, _, _): ("webhook.add", name)
    case .pause(let name): ("webhook.pause", name)
    case .resume(let name): ("webhook.resume", name)
    case .removeDoor(let name): ("webhook.remove", name)
    case .acknowledge(let id, _): ("alert.acknowledge", "\(id)")
    case .snooze(let id, _): ("alert.snooze", "\(id)")
    case .unacknowledge(let id): ("alert.unacknowledge", "\(id)")
    case .silence: ("silence.add", nil)
    case .expire(let id): ("silence.expire", "\(id)")
    case .setWays(let way): way == nil ? ("route.remove", nil) : ("route.add", nil)
    case .addActivity(let project, let draft): ("activity.add", "\(project)/\(draft.key ?? "")")
    case .startActivity(let project, let key): ("activity.start", "\(project)/\(key)")
    case .progressActivity(let project, let key, _): ("activity.progress", "\(project)/\(key)")
    case .finishActivity(let project, let key): ("activity.finish", "\(project)/\(key)")
    }
  }

  /// Whether things may be so already; then nothing is written down.
  func mayChangeNothing(in books: Books) -> Bool {
    switch self {
    case .move: true
    case .bringIn(let bringing): bringing.entry(in: books) == nil
    case .setOwnPolicy(let id, let policy): books.points[id]?.policy == policy
    case .setPolicy(let project, let policy): books.works[project]?.policy == policy
    case .setZone(let project, let zone): books.works[project]?.zone == zone
    case .pause(let name): books.doors[name]?.isPaused == true
    case .resume(let name): books.doors[name].map { !$0.isPaused && !$0.isDisabled } ?? false
    // An activity that was begun or ended the same day already.
    case .acknowledge, .check, .startActivity, .finishActivity: true
    case .setWays(let way): way == nil && books.ways == nil
    default: false
    }
  }

  /// Whether other ways, hours, zones or calendars hold afterwards.
  var turnsEra: Bool {
    switch self {
    case .setWays, .setZone, .setPolicy: true
    default: false
    }
  }

  /// The milestone that is spoken of.
  var milestone: Int64? {
    switch self {
    case .move(let id, _), .setOwnPolicy(let id, _), .expect(let id, _), .reach(let id), .reopen(let id),
      .remove(let id),
      .report(let id, _), .check(let id, _, _):
      id
    case .apply(_, _, _, let moved, _): moved
    default: nil
    }
  }

  /// Whether it may bring firings forward or back, so that one may be late without anybody's fault.
  var movesCalls: Bool {
    switch self {
    case .setPolicy, .setOwnPolicy, .setZone, .move, .reopen, .apply, .bringIn: true
    default: false
    }
  }
}

extension Promise.Policy {
  /// All of it said, so that nothing rests on what a project has.
  var draft: PolicyDraft {
    PolicyDraft(
      leadDays: leads, onDay: onDay, overdueEveryDays: every, alertMinute: minute, workingDaysOnly: workingDaysOnly)
  }

  static func random(using dice: inout Dice) -> Promise.Policy {
    Promise.Policy(
      leads: [60, 30, 14, 7, 3, 1].filter { _ in dice.once(in: 2) }, onDay: !dice.once(in: 5),
      every: dice.pick([0, 1, 3, 7, 7, 14, 30]), minute: dice.pick([0, 30, 150, 540, 540, 540, 1080, 1439]),
      workingDaysOnly: dice.once(in: 2))
  }
}
