/// A sentence in the two languages of Milepost.
public struct TextView: Codable, Equatable, Sendable {
  public var en: String
  public var zh: String

  public init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }
}

/// Work, or a milestone, on the way to another.
public struct StepView: Codable, Equatable, Sendable {
  /// `project/key`.
  public var path: String
  public var name: String
  public var nameEn: String
  /// `milestone` or `activity`.
  public var noun: String
  public var start: String
  public var finish: String
  public var done: Bool
  /// The last day on which it may end so that the milestone's due date holds; missing once it is done.
  public var lastSafe: String?
  /// Working days it may slip before the milestone misses its due date.
  public var floatDays: Int?

  public init(
    path: String, name: String, nameEn: String, noun: String, start: String, finish: String, done: Bool,
    lastSafe: String?, floatDays: Int?
  ) {
    self.path = path
    self.name = name
    self.nameEn = nameEn
    self.noun = noun
    self.start = start
    self.finish = finish
    self.done = done
    self.lastSafe = lastSafe
    self.floatDays = floatDays
  }
}

/// `GET …/milestones/{key}/path`: why a milestone is forecast for its date.
public struct PathView: Codable, Equatable, Sendable {
  public var milestone: MilestoneView
  /// The day worked back from, when it is not the due date.
  public var by: String?
  /// Working days left free before it.
  public var buffer: String?
  /// The chain that drives the date, the first step first.
  public var driving: [StepView]
  /// All that it waits for, by last safe date.
  public var predecessors: [StepView]

  public init(
    milestone: MilestoneView, by: String? = nil, buffer: String? = nil, driving: [StepView],
    predecessors: [StepView]
  ) {
    self.milestone = milestone
    self.by = by
    self.buffer = buffer
    self.driving = driving
    self.predecessors = predecessors
  }
}

/// `GET …/milestones/{key}/forecasts`: one forecast, from a moment on.
public struct ForecastView: Codable, Equatable, Sendable {
  public var at: String
  /// The same moment in the project's zone.
  public var atLocal: String
  public var forecast: String
  public var due: String
  /// Who or what moved it.
  public var cause: String
  /// Why, as far as somebody said.
  public var reason: String?
  /// What drove it, `project/key`.
  public var driver: String?

  public init(
    at: String, atLocal: String, forecast: String, due: String, cause: String, reason: String? = nil,
    driver: String? = nil
  ) {
    self.at = at
    self.atLocal = atLocal
    self.forecast = forecast
    self.due = due
    self.cause = cause
    self.reason = reason
    self.driver = driver
  }
}

/// `POST /v1/projects/{project}/whatif`: one thing that might happen. Exactly one of `slip`, `shorten`, `lag` and
/// `unlink` names what; the others stay away.
public struct SuppositionInput: Codable, Equatable, Sendable {
  /// The key of what comes later.
  public var slip: String?
  /// The key of what gets shorter.
  public var shorten: String?
  /// For `slip` and `shorten`: by how much, `10wd`.
  public var by: String?
  /// The key of what waits, for a link's new lag or its end.
  public var lag: String?
  public var unlink: String?
  /// The link, as in `after`: `site-works SS+5wd`.
  public var after: String?

  public init(
    slip: String? = nil, shorten: String? = nil, by: String? = nil, lag: String? = nil, unlink: String? = nil,
    after: String? = nil
  ) {
    self.slip = slip
    self.shorten = shorten
    self.by = by
    self.lag = lag
    self.unlink = unlink
    self.after = after
  }
}

public struct WhatIfInput: Codable, Equatable, Sendable {
  public var changes: [SuppositionInput]

  public init(changes: [SuppositionInput]) { self.changes = changes }
}

public struct MoveView: Codable, Equatable, Sendable {
  public var path: String
  public var name: String
  public var nameEn: String
  public var noun: String
  public var from: String
  public var to: String
  /// Calendar days; negative is earlier.
  public var days: Int
  /// What was promised, of a milestone.
  public var due: String?
  /// The promise held before, and would not.
  public var breaks: Bool

  public init(
    path: String, name: String, nameEn: String, noun: String, from: String, to: String, days: Int, due: String?,
    breaks: Bool
  ) {
    self.path = path
    self.name = name
    self.nameEn = nameEn
    self.noun = noun
    self.from = from
    self.to = to
    self.days = days
    self.due = due
    self.breaks = breaks
  }
}

/// `GET /v1/projects/{project}/schedule`: how a project stands.
public struct ScheduleView: Codable, Equatable, Sendable {
  public var project: String
  /// The one sentence of the day; missing when nothing is open.
  public var outlook: TextView?
  /// The last milestone that is still open, and what is forecast for it.
  public var target: String?
  public var forecast: String?
  /// Working days left until its due date; negative is late.
  public var spareDays: Int?
  /// The end of everything, as things stand.
  public var finish: String
  /// The chain that leads to that end, the first step first.
  public var longestPath: [StepView]
  /// Links that what really happened has broken: `before → after`.
  public var outOfSequence: [String]
  /// What rests on a year whose holidays are not published yet.
  public var provisional: [String]

  public init(
    project: String, outlook: TextView?, target: String?, forecast: String?, spareDays: Int?, finish: String,
    longestPath: [StepView], outOfSequence: [String], provisional: [String]
  ) {
    self.project = project
    self.outlook = outlook
    self.target = target
    self.forecast = forecast
    self.spareDays = spareDays
    self.finish = finish
    self.longestPath = longestPath
    self.outOfSequence = outOfSequence
    self.provisional = provisional
  }
}

/// What would move; nothing has.
public struct WhatIfView: Codable, Equatable, Sendable {
  public var moves: [MoveView]

  public init(moves: [MoveView]) { self.moves = moves }
}
