/// Work with a duration that drives the forecast of milestones. It raises no alert of its own.
package struct PlanActivity: Hashable, Sendable {
  package var id: Int64
  package var projectID: Int64
  /// Unique in its project, milestones included.
  package var key: String
  package var name: String
  package var nameEn: String?
  package var owner: String?
  package var duration: WorkDuration
  /// The calendar in which it is worked; nil: the project's.
  package var calendar: String?
  package var after: [PlanLink]
  package var constraints: [PlanConstraint]
  package var started: CivilDate?
  package var finished: CivilDate?
  /// What was left on the morning of `remainingOn`, if somebody said so.
  package var remaining: WorkDuration?
  /// From then on, and without any word from its start on, the work is taken to go as planned.
  package var remainingOn: CivilDate?
  package var revision: Int64

  package init(
    id: Int64 = 0, projectID: Int64, key: String, name: String, nameEn: String? = nil, owner: String? = nil,
    duration: WorkDuration, calendar: String? = nil, after: [PlanLink] = [], constraints: [PlanConstraint] = [],
    started: CivilDate? = nil, finished: CivilDate? = nil, remaining: WorkDuration? = nil,
    remainingOn: CivilDate? = nil,
    revision: Int64 = 1
  ) {
    self.id = id
    self.projectID = projectID
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
    self.revision = revision
  }
}

/// A date that bears on an activity beside its links.
package struct PlanConstraint: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case startNoEarlier = "start_no_earlier"
    case finishNoEarlier = "finish_no_earlier"
    case startNoLater = "start_no_later"
    case finishNoLater = "finish_no_later"
    /// Stand against all links.
    case mustStart = "must_start"
    case mustFinish = "must_finish"
  }

  package var kind: Kind
  package var date: CivilDate

  package init(_ kind: Kind, _ date: CivilDate) {
    self.kind = kind
    self.date = date
  }

  /// As the network counts it: a start from the day's first minute, a finish up to its last.
  package var dateConstraint: DateConstraint {
    switch kind {
    case .startNoEarlier: DateConstraint(.startNoEarlier, CivilMinute(date))
    case .finishNoEarlier: DateConstraint(.finishNoEarlier, .end(of: date))
    case .startNoLater: DateConstraint(.startNoLater, .end(of: date))
    case .finishNoLater: DateConstraint(.finishNoLater, .end(of: date))
    case .mustStart: DateConstraint(.mustStart, CivilMinute(date))
    case .mustFinish: DateConstraint(.mustFinish, .end(of: date))
    }
  }
}
