/// A named fact about a project, shown as written.
public struct FactView: Codable, Equatable, Sendable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// When people are told. A missing field takes the project's value, or the service's.
public struct PolicyView: Codable, Equatable, Sendable {
  /// Days before the due date.
  public var lead: [Int]?
  public var onDay: Bool?
  /// Days between overdue alerts; 0: none.
  public var overdueEvery: Int?
  /// Local time, `HH:MM`.
  public var alertHour: String?
  public var workingDaysOnly: Bool?
  /// Tell when the forecast says that the due date will be missed.
  public var atRisk: Bool?
  /// At risk is a float of fewer working days than this.
  public var riskFloat: Int?
  /// Once at risk, tell again when the forecast has moved on by so many working days; 0: never.
  public var riskMove: Int?
  /// Tell when nobody has said a word for so many days; 0: never.
  public var staleAfter: Int?
  /// How often to tell how the project stands: `off`, `daily`, `weekly` or `monthly`.
  public var digest: String?

  public init(
    lead: [Int]? = nil, onDay: Bool? = nil, overdueEvery: Int? = nil, alertHour: String? = nil,
    workingDaysOnly: Bool? = nil, atRisk: Bool? = nil, riskFloat: Int? = nil, riskMove: Int? = nil,
    staleAfter: Int? = nil, digest: String? = nil
  ) {
    self.lead = lead
    self.onDay = onDay
    self.overdueEvery = overdueEvery
    self.alertHour = alertHour
    self.workingDaysOnly = workingDaysOnly
    self.atRisk = atRisk
    self.riskFloat = riskFloat
    self.riskMove = riskMove
    self.staleAfter = staleAfter
    self.digest = digest
  }
}

/// What `POST /v1/projects` and `PATCH /v1/projects/{key}` take; `PATCH` changes only what is given, and `""` clears
/// an optional text.
public struct ProjectInput: Codable, Equatable, Sendable {
  public var key: String?
  public var name: String?
  public var nameEn: String?
  public var owner: String?
  public var zone: String?
  public var calendar: String?
  public var labels: [String: String]?
  public var facts: [FactView]?
  public var alerts: PolicyView?
  /// What becomes of work that began before its links allowed it: `retained_logic` (the rest waits for all
  /// predecessors), `progress_override` (broken links no longer count) or `actual_dates`.
  public var progressRule: String?
  /// The table by which lights are chosen: `standard`, `points`, `shortfall`, `days`, `memory`,
  /// `silence` or `unstarted`, or rows of one's own.
  public var lights: String?

  public init(
    key: String? = nil, name: String? = nil, nameEn: String? = nil, owner: String? = nil, zone: String? = nil,
    calendar: String? = nil, labels: [String: String]? = nil, facts: [FactView]? = nil, alerts: PolicyView? = nil,
    progressRule: String? = nil, lights: String? = nil
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.zone = zone
    self.calendar = calendar
    self.labels = labels
    self.facts = facts
    self.alerts = alerts
    self.progressRule = progressRule
    self.lights = lights
  }
}

public struct ProjectView: Codable, Equatable, Sendable {
  public var key: String
  public var name: String
  public var nameEn: String?
  public var owner: String?
  public var zone: String
  public var calendar: String
  public var labels: [String: String]
  public var facts: [FactView]
  public var alerts: PolicyView
  public var archived: Bool
  public var milestones: Int
  public var open: Int
  public var overdue: Int
  /// `green`, `yellow`, `red`, or `grey` when everything is reached.
  public var light: String
  public var lights: String?
  public var progressRule: String?
  public var revision: Int64

  public init(
    key: String, name: String, nameEn: String?, owner: String?, zone: String, calendar: String,
    labels: [String: String], facts: [FactView], alerts: PolicyView, archived: Bool, milestones: Int, open: Int,
    overdue: Int, light: String, lights: String? = nil, progressRule: String? = nil, revision: Int64
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.zone = zone
    self.calendar = calendar
    self.labels = labels
    self.facts = facts
    self.alerts = alerts
    self.archived = archived
    self.milestones = milestones
    self.open = open
    self.overdue = overdue
    self.light = light
    self.lights = lights
    self.progressRule = progressRule
    self.revision = revision
  }
}
