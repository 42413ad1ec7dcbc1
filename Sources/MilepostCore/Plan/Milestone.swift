/// A point that must be reached.
package struct Milestone: Hashable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case date, count, recurring, gate, finding
  }

  package var id: Int64
  package var projectID: Int64
  /// Unique in its project; the same form as a project's key.
  package var key: String
  package var name: String
  package var nameEn: String?
  /// Nil: a date, and nothing else.
  package var detail: MilestoneDetail?
  package var due: DueDate
  /// The date that a person now expects, if anybody said so.
  package var expected: CivilDate?
  /// The date reached; nil while the milestone is open.
  package var actual: CivilDate?
  /// A note, a link or a photo's hash that shows that it was reached.
  package var evidence: String?
  package var labels: [String: String]
  /// What it waits for.
  package var after: [PlanLink]
  /// Nil: the project's policy.
  package var policy: AlertPolicy?
  /// Working time that is to be left free before the due date.
  package var buffer: PlanBuffer?
  /// What the schedule says; nil where nothing is linked, and once it is reached.
  package var projection: Projection?
  /// The forecast that its people were told when it came to be at risk, or further at risk; nil while it is not.
  package var riskDate: CivilDate?
  /// It has been late, or forecast to be.
  package var wasRed: Bool
  /// When somebody last said something of it.
  package var lastWord: Instant
  /// Every firing up to this moment has been dealt with; none of them fires again.
  package var evaluatedThrough: Instant
  /// When the timer must look at this milestone; nil: never, as things stand.
  package var nextCheck: Instant?
  package var revision: Int64

  package init(
    id: Int64 = 0, projectID: Int64, key: String, name: String, nameEn: String? = nil, detail: MilestoneDetail? = nil,
    due: DueDate, expected: CivilDate? = nil, actual: CivilDate? = nil, evidence: String? = nil,
    labels: [String: String] = [:], after: [PlanLink] = [], policy: AlertPolicy? = nil,
    buffer: PlanBuffer? = nil, projection: Projection? = nil, riskDate: CivilDate? = nil, wasRed: Bool = false,
    lastWord: Instant? = nil,
    evaluatedThrough: Instant,
    nextCheck: Instant? = nil,
    revision: Int64 = 1
  ) {
    self.id = id
    self.projectID = projectID
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.detail = detail
    self.due = due
    self.expected = expected
    self.actual = actual
    self.evidence = evidence
    self.labels = labels
    self.after = after
    self.policy = policy
    self.buffer = buffer
    self.projection = projection
    self.riskDate = riskDate
    self.wasRed = wasRed
    self.lastWord = lastWord ?? evaluatedThrough
    self.evaluatedThrough = evaluatedThrough
    self.nextCheck = nextCheck
    self.revision = revision
  }
}

extension Milestone {
  package var kind: Kind { detail?.kind ?? .date }
}

/// A promised date, with what people wrote beside what it means.
package struct DueDate: Hashable, Codable, Sendable {
  /// As it was typed, for example `6月底`.
  package var written: String
  /// The day at whose end, in the project's zone, the promise is broken.
  package var date: CivilDate
  /// True when the date rests on a year whose holidays are not published yet.
  package var provisional: Bool
  /// The day on which it was written, from which words such as `+10wd` count; nil where it is not known.
  package var writtenOn: CivilDate?

  package init(written: String, date: CivilDate, provisional: Bool = false, writtenOn: CivilDate? = nil) {
    self.written = written
    self.date = date
    self.provisional = provisional
    self.writtenOn = writtenOn
  }
}
