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
  /// What it is by now, and at the end of which day (default: today).
  public var value: Double?
  public var valueOn: String?

  public init(
    from: Double? = nil, target: Double? = nil, unit: String? = nil, unitEn: String? = nil, start: String? = nil,
    tolerance: Double? = nil, value: Double? = nil, valueOn: String? = nil
  ) {
    self.from = from
    self.target = target
    self.unit = unit
    self.unitEn = unitEn
    self.start = start
    self.tolerance = tolerance
    self.value = value
    self.valueOn = valueOn
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

/// Checks that must all pass.
public struct GateInput: Codable, Equatable, Sendable {
  public struct Check: Codable, Equatable, Sendable {
    public var key: String
    public var name: String
    public var nameEn: String?

    public init(key: String, name: String, nameEn: String? = nil) {
      self.key = key
      self.name = name
      self.nameEn = nameEn
    }
  }

  public var checks: [Check]?
  /// `free` (default), or `strict`: each only when those before it have passed.
  public var order: String?
  /// Closed by somebody who passed none of the checks.
  public var secondPerson: Bool?

  public init(checks: [Check]? = nil, order: String? = nil, secondPerson: Bool? = nil) {
    self.checks = checks
    self.order = order
    self.secondPerson = secondPerson
  }
}

/// `POST …/check`.
public struct CheckInput: Codable, Equatable, Sendable {
  public var check: String
  /// `passed`, `failed`, or `open` to take an entry back.
  public var result: String
  /// Who checked; missing: the caller.
  public var by: String?
  public var date: String?
  public var evidence: String?

  public init(check: String, result: String, by: String? = nil, date: String? = nil, evidence: String? = nil) {
    self.check = check
    self.result = result
    self.by = by
    self.date = date
    self.evidence = evidence
  }
}

/// `POST …/step`: what was done about a finding.
public struct StepInput: Codable, Equatable, Sendable {
  /// `assign`, `fix`, `reject`, `check` or `close`.
  public var step: String
  public var by: String?
  public var date: String?
  /// For `assign`: to whom, and by when.
  public var to: String?
  public var due: String?
  /// For `fix` and `check` what shows it, for `reject` why.
  public var note: String?

  public init(
    step: String, by: String? = nil, date: String? = nil, to: String? = nil, due: String? = nil, note: String? = nil
  ) {
    self.step = step
    self.by = by
    self.date = date
    self.to = to
    self.due = due
    self.note = note
  }
}

public struct GateCheckView: Codable, Equatable, Sendable {
  public var key: String
  public var name: String
  public var nameEn: String?
  /// `open`, `passed` or `failed`.
  public var result: String
  public var by: String?
  public var on: String?
  public var evidence: String?

  public init(
    key: String, name: String, nameEn: String?, result: String, by: String?, on: String?, evidence: String?
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.result = result
    self.by = by
    self.on = on
    self.evidence = evidence
  }
}

public struct GateView: Codable, Equatable, Sendable {
  /// `reached`, `vetoed`, `waiting` or `to_be_closed`.
  public var verdict: String
  public var sentence: TextView
  public var order: String
  public var secondPerson: Bool
  public var closedBy: String?
  public var closedOn: String?
  public var checks: [GateCheckView]

  public init(
    verdict: String, sentence: TextView, order: String, secondPerson: Bool, closedBy: String?, closedOn: String?,
    checks: [GateCheckView]
  ) {
    self.verdict = verdict
    self.sentence = sentence
    self.order = order
    self.secondPerson = secondPerson
    self.closedBy = closedBy
    self.closedOn = closedOn
    self.checks = checks
  }
}

public struct FindingStepView: Codable, Equatable, Sendable {
  public var step: String
  public var by: String
  public var on: String
  public var note: String?

  public init(step: String, by: String, on: String, note: String?) {
    self.step = step
    self.by = by
    self.on = on
    self.note = note
  }
}

public struct FindingView: Codable, Equatable, Sendable {
  /// `found`, `assigned`, `put_right`, `checked` or `closed`.
  public var state: String
  public var sentence: TextView
  public var assignedTo: String?
  public var steps: [FindingStepView]

  public init(state: String, sentence: TextView, assignedTo: String?, steps: [FindingStepView]) {
    self.state = state
    self.sentence = sentence
    self.assignedTo = assignedTo
    self.steps = steps
  }
}
