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
    var kind = Kind.date
    /// By the machine's clock: what came before is not made up for.
    var since: Int64
    /// What held until the last change, by which an alert of that moment may be judged.
    var was: [Promise] = []
    /// Of what recurs: days that were reported.
    var reached: Set<CivilDate> = []
    /// Of a gate that a check stands in the way of: since when.
    var vetoedAt: Int64?

    var isPlain: Bool { kind.isPlain }
  }

  enum Kind: Equatable {
    case date
    case count
    /// Checks with what they showed last; nil: nothing yet.
    case gate([String: Bool?])
    case recurring(Rhythm)

    /// Foretold to the minute; of counts only what holds for all.
    var isPlain: Bool {
      switch self {
      case .date, .gate: true
      case .count, .recurring: false
      }
    }
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
  /// Nil: no routes.
  var ways: Way?
  var calendars: [String: WorkCalendar] = [:]
  /// Grows whenever other hours or ways hold: what waits may go another way than it came.
  var era = 0
  var waits: [Wait] = []
  /// Alerts that waited when it became unsure what becomes of them: to whom they may go is not known.
  var loose: Set<Int64> = []
  /// Alerts of which something that waited was taken back, because they were over.
  var takenBack: Set<Int64> = []
  /// Of each milestone, by way.
  var chains: [Int64: [String: Chain]] = [:]
  /// Milestones of which it is not known since when they climb.
  var murky: Set<Int64> = []
  /// The newest row of the outbox that was looked at.
  var lastWriting: Int64 = 0
  /// Levels that were told of each milestone since it began to climb, with the endpoints that they were told to.
  var levelsTold: [Int64: Set<String>] = [:]
  var hushes: [Int64: Hush] = [:]
  /// Alerts of which a silence, when it began, may have taken messages back.
  var heldUp: Set<Int64> = []
  /// Of each milestone the newest alert of its dates, as long as it is sure to stand.
  var current: [Int64: Int64] = [:]
  /// Alerts that are sure to stand no more.
  var gone: Set<Int64> = []
  /// Times since which milestones were done with, as far as is known.
  var endings: [Int64: [Ending]] = [:]
  /// Messages that the courier held when the service died: they may have gone out.
  var handed: Set<String> = []
  var hands: [Int64: Hand] = [:]
  /// Until when an alert rests, by the machine's clock.
  var rests: [Int64: Int64] = [:]
  /// Entries of the ledger that were seen: sequence by sequence, the hash.
  var ledger: [[UInt8]] = []
  /// The machine's clock at the last look that succeeded.
  var lookedAt: Int64 = .min
  /// The latest that it ever was at such a look.
  var furthest: Int64 = .min
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
  struct Entry: Hashable {
    var id: Int64
    /// 0: the service's own, which `subject` names.
    var milestone: Int64
    var subject: String
    var rule: String
    var occurrence: String
    var type: String
    var scheduledAt: Int64
    var firedAt: Int64

    /// Of what the calendar says of a date.
    var isOfDates: Bool { rule == "overdue" || rule == "due" || rule.hasPrefix("lead:") }

    var key: String { AlertBook.key(milestone, "\(subject)\(rule)", occurrence) }
  }

  private(set) var entries: [Entry] = []
  private var places: [Int64: Int] = [:]
  var tellings: [Int64: Telling] = [:]
  private var keys: Set<String> = []
  /// Of each milestone and due date the highest rank told so far.
  private var told: [String: Promise.Rank] = [:]
  /// When it was last told that it is late: under another rhythm, set at that very moment, it need not be told again.
  private var toldLateAt: [String: Int64] = [:]
  var lastID: Int64 = 0

  static func key(_ milestone: Int64, _ rule: String, _ occurrence: String) -> String {
    "\(milestone) \(rule) \(occurrence)"
  }

  /// False when it has been there before.
  mutating func add(_ entry: Entry) -> Bool {
    places[entry.id] = entries.count
    entries.append(entry)
    lastID = max(lastID, entry.id)
    return keys.insert(entry.key).inserted
  }

  func isKnown(_ milestone: Int64, _ rule: String, _ occurrence: String) -> Bool {
    keys.contains(Self.key(milestone, rule, occurrence))
  }

  func entry(_ id: Int64) -> Entry? { places[id].map { entries[$0] } }

  mutating func noteRank(_ rank: Promise.Rank, milestone: Int64, due: CivilDate, firedAt: Int64) {
    let name = "\(milestone) \(due)"
    told[name] = max(told[name] ?? rank, rank)
    if rank.urgency == 2 { toldLateAt[name] = max(toldLateAt[name] ?? firedAt, firedAt) }
  }

  /// Whether people were told of a call, by its own alert or by one that stands for it.
  func isTold(_ call: Promise.Call, milestone: Int64, due: CivilDate) -> Bool {
    if isKnown(milestone, call.rule, call.occurrence) { return true }
    let name = "\(milestone) \(due)"
    if call.rank.urgency == 2, let at = toldLateAt[name], at >= call.at { return true }
    return told[name].map { $0 >= call.rank } ?? false
  }
}
