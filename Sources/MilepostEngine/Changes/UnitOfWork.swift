import Logging
import MilepostCore
import MilepostStore

/// What one transaction works with: the store's writer, the time it happens at, who asked for it, and the projects and
/// endpoints it has already read.
///
/// Lives within one call of `Store.write` on one thread.
final class UnitOfWork {
  /// A line for the log, written once the transaction stands.
  struct Event: Sendable {
    var message: String
    var metadata: Logger.Metadata
  }

  let writer: StoreWriter
  /// The time by which deadlines are judged.
  let now: Instant
  /// The machine's time: deliveries go out in it even when deadlines are rehearsed.
  let sentAt: Instant
  let author: String
  let configuration: EngineConfiguration
  /// The last reason that somebody gave for a change in this transaction.
  private(set) var reason: String?
  private(set) var events: [Event] = []
  /// Endpoints to which nothing more is to start for now.
  private(set) var halted: Set<Int64> = []
  private var contexts: [Int64: ProjectContext] = [:]
  private var endpoints: [Endpoint]?
  private var knownRouting: Routing?
  /// Milestones at risk by what drives them, by project; until something is counted anew.
  var risks: [Int64: [String: [Milestone]]] = [:]
  /// Projects whose links changed, to be looked up once all changes are in.
  private var relinked: Set<Int64> = []
  /// Projects whose forecasts may have moved, and milestones that were touched, to be counted once all changes are in.
  private var stirred: Set<Int64> = []
  private var touched: [Int64: Int64] = [:]
  private let random: any RandomSource

  init(
    writer: StoreWriter, now: Instant, sentAt: Instant, author: String, configuration: EngineConfiguration,
    random: any RandomSource
  ) {
    self.writer = writer
    self.now = now
    self.sentAt = sentAt
    self.author = author
    self.configuration = configuration
    self.random = random
  }

  var reader: StoreReader { writer.reader }

  /// To be called before the transaction commits: what can only be judged when all changes are in.
  func finish() throws {
    for projectID in relinked.sorted() { try relink(projectID: projectID) }
    relinked = []
    let (projects, milestones) = (stirred, touched)
    (stirred, touched) = ([], [:])
    try reforecast(projects, touched: milestones)
  }

  func linksChanged(in projectID: Int64) {
    relinked.insert(projectID)
    stirred.insert(projectID)
  }

  /// Something that a project's schedule rests on changed.
  func scheduleChanged(in projectID: Int64) { stirred.insert(projectID) }

  /// A milestone's own dates changed.
  func datesChanged(of milestone: Milestone) {
    stirred.insert(milestone.projectID)
    touched[milestone.id] = milestone.projectID
  }

  /// Writes the ledger entry and the log line of a change.
  func record(_ action: String, _ subject: String, before: String, after: String, reason: String? = nil) throws {
    self.reason = reason ?? self.reason
    try writer.appendLedger(
      author: author, at: now, action: action, subject: subject, before: before, after: after, reason: reason)
    events.append(Event(message: "\(action)", metadata: ["subject": "\(subject)", "author": "\(author)"]))
  }

  // MARK: What is read once

  func context(of projectID: Int64) throws -> ProjectContext {
    if let known = contexts[projectID] { return known }
    guard let project = try reader.project(id: projectID) else {
      throw Refusal(.unknownProject, en: "The project is gone.", zh: "项目已不存在。")
    }
    return remember(project)
  }

  @discardableResult
  func remember(_ project: Project) -> ProjectContext {
    let context = ProjectContext(project, configuration: configuration, now: now)
    contexts[project.id] = context
    return context
  }

  /// All that are not switched off.
  func endpointsInUse() throws -> [Endpoint] {
    if let endpoints { return endpoints }
    let inUse = try reader.endpoints().filter { $0.state != .disabled }
    endpoints = inUse
    return inUse
  }

  func endpoints(for project: Project) throws -> [Endpoint] {
    try endpointsInUse().filter { $0.projects.isEmpty || $0.projects.contains(project.key) }
  }

  func forgetEndpoints() {
    endpoints = nil
    knownRouting?.forgetTargets()
  }

  /// Routes and silences as this transaction found them.
  func routing() throws -> Routing {
    if let knownRouting { return knownRouting }
    let routing = try Routing(reader: reader, now: now)
    knownRouting = routing
    return routing
  }

  func forgetRouting() { knownRouting = nil }

  /// Has the courier give back what it holds for the endpoint, once the transaction stands.
  func halt(endpointID: Int64) { halted.insert(endpointID) }

  /// `msg_` and 128 random bits: no two deliveries share one, and none can be guessed.
  func newMessageID() -> String { MessageID.make { random.next() } }
}

/// A project with its zone, calendar and today.
struct ProjectContext {
  let project: Project
  let zone: Zone
  let calendar: WorkCalendar
  let today: CivilDate

  /// A zone or calendar that is no longer there must not silence a project's alerts: UTC and Monday to Friday stand in.
  init(_ project: Project, configuration: EngineConfiguration, now: Instant) {
    self.project = project
    zone = (try? configuration.zones.zone(named: project.zone)) ?? .utc
    calendar = (try? configuration.calendars.calendar(named: project.calendar)) ?? .weekdays
    today = zone.civilDate(at: now)
  }

  func schedule(of milestone: Milestone) -> AlertSchedule {
    AlertSchedule(
      due: milestone.due.date, policy: policy(of: milestone), zone: zone, calendar: calendar)
  }

  func outlook(of milestone: Milestone) -> MilestoneOutlook {
    MilestoneOutlook(
      milestone, today: today, calendar: calendar, rule: project.lights.rule,
      lastWord: zone.civilDate(at: milestone.lastWord))
  }

  func policy(of milestone: Milestone) -> AlertPolicy { milestone.policy ?? project.policy }

  /// When the next day is to be put into the project's schedule: at the hour at which its people are told things.
  func nextForecast(after now: Instant) -> Instant {
    var day = today
    while true {
      let worked = project.policy.workingDaysOnly ? calendar.workingDay(onOrAfter: day) : day
      let at = zone.instant(of: worked, minute: project.policy.alertMinute)
      if at > now { return at }
      day = worked.adding(days: 1)
    }
  }
}
