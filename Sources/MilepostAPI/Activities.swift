/// What `POST /v1/projects/{project}/activities` and `PATCH …/{key}` take; `PATCH` changes only what is given.
public struct ActivityInput: Codable, Equatable, Sendable {
  public var key: String?
  public var name: String?
  public var nameEn: String?
  public var owner: String?
  /// `10wd`, `10d`, `4h`; `10个工作日`, `10天`, `4小时`.
  public var duration: String?
  public var calendar: String?
  /// Links: `site-works`, `site-works SS+5wd`, `other-project/handover`.
  public var after: [String]?
  /// Dates by kind: `start_no_earlier`, `finish_no_earlier`, `start_no_later`, `finish_no_later`, `must_start`,
  /// `must_finish`.
  public var constraints: [String: String]?
  public var started: String?
  public var finished: String?
  public var remaining: String?
  /// The day on whose morning so much was left (default: today); from then on the work is taken to go as planned.
  public var remainingOn: String?
  /// Why, for the ledger.
  public var reason: String?

  public init(
    key: String? = nil, name: String? = nil, nameEn: String? = nil, owner: String? = nil, duration: String? = nil,
    calendar: String? = nil, after: [String]? = nil, constraints: [String: String]? = nil, started: String? = nil,
    finished: String? = nil, remaining: String? = nil, remainingOn: String? = nil, reason: String? = nil
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.duration = duration
    self.calendar = calendar
    self.after = after
    self.constraints = constraints
    self.started = started
    self.finished = finished
    self.remaining = remaining
    self.remainingOn = remainingOn
    self.reason = reason
  }
}

/// `POST …/start` and `…/finish`; a missing date is today. `POST …/progress` takes what remains.
public struct ActivityReport: Codable, Equatable, Sendable {
  public var date: String?
  public var remaining: String?
  public var reason: String?

  public init(date: String? = nil, remaining: String? = nil, reason: String? = nil) {
    self.date = date
    self.remaining = remaining
    self.reason = reason
  }
}

public struct ActivityView: Codable, Equatable, Sendable {
  public var project: String
  public var key: String
  public var name: String
  public var nameEn: String?
  public var owner: String?
  public var duration: String
  public var calendar: String?
  public var after: [String]
  public var constraints: [String: String]
  /// `planned`, `started` or `finished`.
  public var state: String
  public var started: String?
  public var finished: String?
  public var remaining: String?
  public var remainingOn: String?
  /// When it starts, or started, as things stand.
  public var start: String
  /// When it ends, or ended, as things stand.
  public var finish: String
  /// The last day on which it may end so that every promise behind it holds.
  public var lastSafe: String
  /// Working days by which it may slip before a promise or the end moves; negative is late.
  public var totalFloatDays: Int
  public var freeFloatDays: Int
  public var critical: Bool
  public var revision: Int64

  public init(
    project: String, key: String, name: String, nameEn: String?, owner: String?, duration: String, calendar: String?,
    after: [String], constraints: [String: String], state: String, started: String?, finished: String?,
    remaining: String?, remainingOn: String? = nil, start: String, finish: String, lastSafe: String,
    totalFloatDays: Int, freeFloatDays: Int,
    critical: Bool, revision: Int64
  ) {
    self.project = project
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.duration = duration
    self.calendar = calendar
    self.after = after
    self.constraints = constraints
    self.state = state
    self.started = started
    self.finished = finished
    self.remaining = remaining
    self.remainingOn = remainingOn
    self.start = start
    self.finish = finish
    self.lastSafe = lastSafe
    self.totalFloatDays = totalFloatDays
    self.freeFloatDays = freeFloatDays
    self.critical = critical
    self.revision = revision
  }
}
