/// A number to be reached by the due date; what is not said stays.
public struct CountInput: Codable, Equatable, Sendable {
  /// What it is when nothing is done yet (default: 0); above the target it runs down.
  public var from: Double?
  public var target: Double?
  /// What is counted, for example 座.
  public var unit: String?
  public var unitEn: String?
  /// The first day on which something could be done (default: today).
  public var start: String?
  /// Percentage points behind which it may lie and still be on pace (default: 5).
  public var tolerance: Double?

  public init(
    from: Double? = nil, target: Double? = nil, unit: String? = nil, unitEn: String? = nil, start: String? = nil,
    tolerance: Double? = nil
  ) {
    self.from = from
    self.target = target
    self.unit = unit
    self.unitEn = unitEn
    self.start = start
    self.tolerance = tolerance
  }
}

/// What comes again; the due date follows from the rule.
public struct RepeatInput: Codable, Equatable, Sendable {
  /// An RRULE of RFC 5545, for example `FREQ=MONTHLY;BYMONTHDAY=-1`.
  public var rule: String?
  /// Where it begins (default: today).
  public var start: String?
  /// Days before and after its date on which each one can be reached (default: 0).
  public var early: Int?
  public var grace: Int?

  public init(rule: String? = nil, start: String? = nil, early: Int? = nil, grace: Int? = nil) {
    self.rule = rule
    self.start = start
    self.early = early
    self.grace = grace
  }
}

/// `POST …/report`: what a count is at the end of a day (default: today).
public struct ReportInput: Codable, Equatable, Sendable {
  public var value: Double
  public var date: String?
  public var reason: String?

  public init(value: Double, date: String? = nil, reason: String? = nil) {
    self.value = value
    self.date = date
    self.reason = reason
  }
}

public struct PaceView: Codable, Equatable, Sendable {
  public var from: Double
  public var target: Double
  public var unit: String
  public var unitEn: String?
  public var start: String
  /// As of the last report.
  public var value: Double
  public var reportedOn: String?
  /// Of the way; more than 100 when the target is exceeded.
  public var donePercent: Double
  /// In proportion to the time that has passed.
  public var expectedPercent: Double
  /// Percentage points; negative is ahead.
  public var pointsBehind: Double
  /// By more than is tolerated.
  public var behind: Bool
  public var sentence: TextView

  public init(
    from: Double, target: Double, unit: String, unitEn: String?, start: String, value: Double, reportedOn: String?,
    donePercent: Double, expectedPercent: Double, pointsBehind: Double, behind: Bool, sentence: TextView
  ) {
    self.from = from
    self.target = target
    self.unit = unit
    self.unitEn = unitEn
    self.start = start
    self.value = value
    self.reportedOn = reportedOn
    self.donePercent = donePercent
    self.expectedPercent = expectedPercent
    self.pointsBehind = pointsBehind
    self.behind = behind
    self.sentence = sentence
  }
}

public struct RepeatView: Codable, Equatable, Sendable {
  public var rule: String
  public var start: String
  public var early: Int
  public var grace: Int
  /// Occurrences so far.
  public var reached: Int
  /// Of those reached, how many after their date.
  public var late: Int
  public var missed: Int
  public var lastMissed: String?
  /// The first that is open; missing when the rule has ended.
  public var next: String?
  public var sentence: TextView

  public init(
    rule: String, start: String, early: Int, grace: Int, reached: Int, late: Int, missed: Int, lastMissed: String?,
    next: String?, sentence: TextView
  ) {
    self.rule = rule
    self.start = start
    self.early = early
    self.grace = grace
    self.reached = reached
    self.late = late
    self.missed = missed
    self.lastMissed = lastMissed
    self.next = next
    self.sentence = sentence
  }
}
