/// What `POST /v1/projects/{project}/milestones` and `PATCH …/{key}` take.
public struct MilestoneInput: Codable, Equatable, Sendable {
  public var key: String?
  public var name: String?
  public var nameEn: String?
  /// A date as people write it: `2022-06-30`, `6月底`, `Q3 2022`, `+10wd`.
  public var due: String?
  public var labels: [String: String]?
  /// What it waits for: `completion`, `site-works SS+5wd`, `other-project/handover`.
  public var after: [String]?
  public var alerts: PolicyView?
  /// Working days to be left free before the due date, and a name for them: `10wd 复检余量`.
  public var buffer: String?
  public var count: CountInput?
  public var repeats: RepeatInput?
  public var gate: GateInput?
  /// True for something found wrong, followed until it is closed; the name says what.
  public var finding: Bool?
  /// The day on which it was reached, of one that is registered afterwards.
  public var reached: String?

  public init(
    key: String? = nil, name: String? = nil, nameEn: String? = nil, due: String? = nil,
    labels: [String: String]? = nil, after: [String]? = nil, alerts: PolicyView? = nil,
    buffer: String? = nil, count: CountInput? = nil, repeats: RepeatInput? = nil,
    gate: GateInput? = nil, finding: Bool? = nil, reached: String? = nil
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.due = due
    self.labels = labels
    self.after = after
    self.alerts = alerts
    self.buffer = buffer
    self.count = count
    self.repeats = repeats
    self.gate = gate
    self.finding = finding
    self.reached = reached
  }
}

/// `POST …/expect`: the date now expected. A missing date withdraws what was said.
public struct ExpectInput: Codable, Equatable, Sendable {
  public var date: String?
  public var reason: String?

  public init(date: String?, reason: String? = nil) {
    self.date = date
    self.reason = reason
  }
}

/// `POST …/reach`. A missing date is today.
public struct ReachInput: Codable, Equatable, Sendable {
  public var date: String?
  public var evidence: String?

  public init(date: String? = nil, evidence: String? = nil) {
    self.date = date
    self.evidence = evidence
  }
}

/// `POST …/reopen`, `POST …/archive`, `DELETE …`: why.
public struct ReasonInput: Codable, Equatable, Sendable {
  public var reason: String?

  public init(reason: String? = nil) { self.reason = reason }
}

public struct DueView: Codable, Equatable, Sendable {
  /// As it was typed.
  public var written: String
  /// `yyyy-MM-dd`.
  public var date: String
  /// The first moment at which it is late, RFC 3339 UTC.
  public var endsAt: String
  public var provisional: Bool

  public init(written: String, date: String, endsAt: String, provisional: Bool) {
    self.written = written
    self.date = date
    self.endsAt = endsAt
    self.provisional = provisional
  }
}

public struct MilestoneView: Codable, Equatable, Sendable {
  public var project: String
  public var key: String
  public var name: String
  public var nameEn: String?
  public var kind: String
  /// `open`, `overdue` or `reached`.
  public var state: String
  public var due: DueView
  /// The date now expected: what the schedule says, else a person, else the due date; never before today.
  public var forecast: String
  public var expected: String?
  public var actual: String?
  public var evidence: String?
  /// Working days from the forecast to the due date; negative is late.
  public var floatDays: Int
  public var light: String
  public var after: [String]
  public var labels: [String: String]
  public var nextCheck: String?
  /// The same moment in the project's zone, `yyyy-MM-dd HH:mm`.
  public var nextCheckLocal: String?
  /// Calendar days from today, in the project's zone, to the due date; negative is late.
  public var daysLeft: Int?
  /// Why the forecast is what it is; missing where nothing is linked.
  public var reason: TextView?
  /// Working days by which it may slip before this promise, or one behind it, is broken.
  public var totalFloatDays: Int?
  /// Working days by which it may slip before anything else moves.
  public var freeFloatDays: Int?
  /// Where the chain that drives it begins, `project/key`.
  public var driver: String?
  /// The forecast rests on a year whose holidays are not published yet.
  public var forecastProvisional: Bool?
  /// Its people have been told that it is at risk.
  public var atRisk: Bool?
  public var buffer: String?
  /// Of a count.
  public var count: PaceView?
  /// Of what recurs.
  public var repeats: RepeatView?
  public var gate: GateView?
  public var finding: FindingView?
  public var revision: Int64

  public init(
    project: String, key: String, name: String, nameEn: String?, kind: String, state: String, due: DueView,
    forecast: String, expected: String?, actual: String?, evidence: String?, floatDays: Int, light: String,
    after: [String], labels: [String: String], nextCheck: String?, nextCheckLocal: String? = nil,
    daysLeft: Int? = nil, reason: TextView? = nil, totalFloatDays: Int? = nil, freeFloatDays: Int? = nil,
    driver: String? = nil, forecastProvisional: Bool? = nil, atRisk: Bool? = nil, buffer: String? = nil,
    count: PaceView? = nil, repeats: RepeatView? = nil, gate: GateView? = nil, finding: FindingView? = nil,
    revision: Int64
  ) {
    self.project = project
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.kind = kind
    self.state = state
    self.due = due
    self.forecast = forecast
    self.expected = expected
    self.actual = actual
    self.evidence = evidence
    self.floatDays = floatDays
    self.light = light
    self.after = after
    self.labels = labels
    self.nextCheck = nextCheck
    self.nextCheckLocal = nextCheckLocal
    self.daysLeft = daysLeft
    self.reason = reason
    self.totalFloatDays = totalFloatDays
    self.freeFloatDays = freeFloatDays
    self.driver = driver
    self.forecastProvisional = forecastProvisional
    self.atRisk = atRisk
    self.buffer = buffer
    self.count = count
    self.repeats = repeats
    self.gate = gate
    self.finding = finding
    self.revision = revision
  }
}
