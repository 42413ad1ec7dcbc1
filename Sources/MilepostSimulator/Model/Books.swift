import MilepostCore

/// What the people of a simulated life know to have said, and what must follow from it.
struct Books {
  struct Work {
    var zone: CivilZone
    var calendar: String
    var policy: Promise.Policy
    var isArchived = false
  }

  struct Point {
    var id: Int64
    var project: String
    var key: String
    var due: CivilDate
    var policy: Promise.Policy?
    var isOpen = true
    /// Plain dates are foretold to the minute; of other kinds only what holds for all.
    var isPlain: Bool
    /// By the machine's clock: what came before is not made up for.
    var since: Int64
    /// What held until the last change, by which an alert of that moment may be judged.
    var was: [Promise] = []
  }

  struct Door {
    var projects: [String]
    var isDisabled = false
    var isPaused = false
    var isRemoved = false
  }

  var works: [String: Work] = [:]
  var points: [Int64: Point] = [:]
  /// By name; a name that was given to another endpoint later has the later one.
  var doors: [String: Door] = [:]
  var alerts = AlertBook()
  /// Entries of the ledger that were seen: sequence by sequence, the hash.
  var ledger: [[UInt8]] = []
  /// The machine's clock at the last look that succeeded.
  var lookedAt: Int64 = .min
  /// Apart, so that words about the books may be found while something is required of them.
  private let verdicts = Verdicts()

  private final class Verdicts {
    var texts: [String] = []
  }

  var violations: [String] { verdicts.texts }

  func violation(_ text: String) {
    if verdicts.texts.count < 20 { verdicts.texts.append(text) }
  }

  func require(_ condition: Bool, _ text: @autoclosure () -> String) {
    if !condition { violation(text()) }
  }

  func promise(of point: Point, in calendars: [String: WorkCalendar]) -> Promise? {
    guard let work = works[point.project] else { return nil }
    return Promise(
      due: point.due, policy: point.policy ?? work.policy, zone: work.zone,
      calendar: calendars[work.calendar] ?? .weekdays)
  }

  func isLive(_ point: Point) -> Bool { point.isOpen && works[point.project]?.isArchived == false }

  /// Names of the endpoints that get what is told of a project now.
  func doors(for project: String) -> Set<String> {
    Set(
      doors.filter { _, door in
        !door.isDisabled && !door.isRemoved && (door.projects.isEmpty || door.projects.contains(project))
      }.keys)
  }

  /// Keeps how every promise stands, before something changes it.
  mutating func remember(in calendars: [String: WorkCalendar]) {
    for (id, point) in points {
      guard point.isPlain, let promise = promise(of: point, in: calendars), promise != point.was.last else { continue }
      points[id]?.was = point.was.suffix(3) + [promise]
    }
  }
}

/// Alerts as they were seen to come.
struct AlertBook {
  struct Entry {
    var id: Int64
    /// 0: the service's own, which `subject` names.
    var milestone: Int64
    var subject: String
    var rule: String
    var occurrence: String
    var type: String
    var scheduledAt: Int64
    var firedAt: Int64

    var key: String { AlertBook.key(milestone, "\(subject)\(rule)", occurrence) }
  }

  private(set) var entries: [Entry] = []
  /// The endpoints that must have it, by alert.
  var addressees: [Int64: Set<String>] = [:]
  /// Milestones whose lateness somebody may have in hand: its repetitions go to nobody then.
  var inHand: Set<Int64> = []
  private var keys: Set<String> = []
  /// Of each milestone and due date the highest rank told so far.
  private var told: [String: Promise.Rank] = [:]
  var lastID: Int64 = 0

  static func key(_ milestone: Int64, _ rule: String, _ occurrence: String) -> String {
    "\(milestone) \(rule) \(occurrence)"
  }

  /// False when it has been there before.
  mutating func add(_ entry: Entry) -> Bool {
    entries.append(entry)
    lastID = max(lastID, entry.id)
    return keys.insert(entry.key).inserted
  }

  mutating func noteRank(_ rank: Promise.Rank, milestone: Int64, due: CivilDate) {
    let name = "\(milestone) \(due)"
    told[name] = max(told[name] ?? rank, rank)
  }

  /// Whether people were told of a call, by its own alert or by one that stands for it.
  func isTold(_ call: Promise.Call, milestone: Int64, due: CivilDate) -> Bool {
    if keys.contains(Self.key(milestone, call.rule, call.occurrence)) { return true }
    return told["\(milestone) \(due)"].map { $0 >= call.rank } ?? false
  }
}
