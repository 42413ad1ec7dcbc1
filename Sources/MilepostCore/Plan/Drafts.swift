/// What a person wrote about a project; nil means "not said". `""` clears an optional text.
package struct ProjectDraft: Hashable, Sendable {
  package var key: String?
  package var name: String?
  package var nameEn: String?
  package var owner: String?
  package var zone: String?
  package var calendar: String?
  package var labels: [String: String]?
  package var facts: [Project.Fact]?
  package var policy: PolicyDraft?
  package var progressRule: String?
  package var lights: String?

  package init(
    key: String? = nil, name: String? = nil, nameEn: String? = nil, owner: String? = nil, zone: String? = nil,
    calendar: String? = nil, labels: [String: String]? = nil, facts: [Project.Fact]? = nil,
    policy: PolicyDraft? = nil, progressRule: String? = nil, lights: String? = nil
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.zone = zone
    self.calendar = calendar
    self.labels = labels
    self.facts = facts
    self.policy = policy
    self.progressRule = progressRule
    self.lights = lights
  }
}

/// What a person wrote about a milestone; nil means "not said".
package struct MilestoneDraft: Hashable, Sendable {
  package var key: String?
  package var name: String?
  package var nameEn: String?
  /// A due expression, as typed.
  package var due: String?
  /// The same for one that is new; one that is there keeps what was promised.
  package var dueIfNew: String?
  package var labels: [String: String]?
  package var after: [String]?
  package var policy: PolicyDraft?
  /// As typed: `10wd`, or `10wd` and a name for it.
  package var buffer: String?
  package var count: CountDraft?
  package var repeats: RepeatDraft?
  package var gate: GateDraft?
  /// The day on which it was reached, as typed.
  package var reached: String?
  /// True for something found wrong, which is followed until it is closed; its name says what.
  package var isFinding: Bool?

  package init(
    key: String? = nil, name: String? = nil, nameEn: String? = nil, due: String? = nil,
    dueIfNew: String? = nil, labels: [String: String]? = nil, after: [String]? = nil, policy: PolicyDraft? = nil,
    buffer: String? = nil,
    count: CountDraft? = nil, repeats: RepeatDraft? = nil, gate: GateDraft? = nil, isFinding: Bool? = nil,
    reached: String? = nil
  ) {
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.due = due
    self.dueIfNew = dueIfNew
    self.labels = labels
    self.after = after
    self.policy = policy
    self.buffer = buffer
    self.count = count
    self.repeats = repeats
    self.gate = gate
    self.isFinding = isFinding
    self.reached = reached
  }
}

/// What a person wrote about alerts; nil means "as the project, or the service, has it".
package struct PolicyDraft: Hashable, Sendable {
  package var leadDays: [Int]?
  package var onDay: Bool?
  package var overdueEveryDays: Int?
  package var alertMinute: Int?
  package var workingDaysOnly: Bool?
  package var atRisk: Bool?
  package var riskFloatDays: Int?
  package var riskMoveDays: Int?
  package var staleDays: Int?
  package var digest: String?

  package init(
    leadDays: [Int]? = nil, onDay: Bool? = nil, overdueEveryDays: Int? = nil, alertMinute: Int? = nil,
    workingDaysOnly: Bool? = nil, atRisk: Bool? = nil, riskFloatDays: Int? = nil, riskMoveDays: Int? = nil,
    staleDays: Int? = nil, digest: String? = nil
  ) {
    self.leadDays = leadDays
    self.onDay = onDay
    self.overdueEveryDays = overdueEveryDays
    self.alertMinute = alertMinute
    self.workingDaysOnly = workingDaysOnly
    self.atRisk = atRisk
    self.riskFloatDays = riskFloatDays
    self.riskMoveDays = riskMoveDays
    self.staleDays = staleDays
    self.digest = digest
  }
}

package struct EndpointDraft: Hashable, Sendable {
  package var name: String
  package var url: String
  /// Nil: the service makes one.
  package var secret: String?
  package var projects: [String]
  /// Nil: `standard`.
  package var format: String?
  /// Nil: the service's.
  package var language: String?
  package var options: EndpointOptionsDraft

  package init(
    name: String, url: String, secret: String? = nil, projects: [String] = [], format: String? = nil,
    language: String? = nil, options: EndpointOptionsDraft = EndpointOptionsDraft()
  ) {
    self.format = format
    self.language = language
    self.name = name
    self.url = url
    self.secret = secret
    self.projects = projects
    self.options = options
  }
}

/// What is to change about an endpoint; nil: stays.
package struct EndpointEdit: Hashable, Sendable {
  package var url: String?
  package var secret: String?
  package var projects: [String]?
  package var language: String?
  package var options = EndpointOptionsDraft()

  package init() {}
}

/// A plan file: projects, their work and their milestones, as people want them to be.
package struct PlanDocument: Hashable, Sendable {
  package struct ProjectPlan: Hashable, Sendable {
    package var project: ProjectDraft
    /// Calendars of the project's own.
    package var calendars: [ShiftCalendar]
    package var activities: [ActivityDraft]
    package var milestones: [MilestoneDraft]

    package init(
      project: ProjectDraft, calendars: [ShiftCalendar] = [], activities: [ActivityDraft] = [],
      milestones: [MilestoneDraft]
    ) {
      self.project = project
      self.calendars = calendars
      self.activities = activities
      self.milestones = milestones
    }
  }

  package var projects: [ProjectPlan]

  package init(projects: [ProjectPlan]) { self.projects = projects }
}

/// One difference between a plan and what stands.
package struct PlanDifference: Hashable, Sendable {
  package enum Action: String, Sendable { case add, change, none }
  package enum Noun: String, Sendable { case project, milestone, activity, calendar }

  package var action: Action
  package var noun: Noun
  package var subject: String
  /// `field: was → is`, for a change.
  package var fields: [String]

  package init(action: Action, noun: Noun, subject: String, fields: [String] = []) {
    self.action = action
    self.noun = noun
    self.subject = subject
    self.fields = fields
  }
}
