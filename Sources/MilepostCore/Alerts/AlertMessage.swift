/// What an alert says: the body of the `standard` webhook, rendered once, the same on every try and to every endpoint.
package struct AlertMessage: Sendable {
  package var type: String
  package var project: Project
  package var milestone: Milestone
  package var outlook: MilestoneOutlook
  /// The first moment at which the milestone is late.
  package var endsAt: Instant
  package var firedAt: Instant
  package var sentence: Bilingual
  /// Why it fired; nil for what a person reported.
  package var firing: Cause?
  /// What the schedule has to say to it.
  package var story: RiskStory?

  package struct Cause: Sendable {
    package var rule: String
    package var occurrence: String
    /// When the rule said that it should fire.
    package var scheduledAt: Instant
    /// How long after its moment it fired, in milliseconds.
    package var lateMs: Int64
    package var covered: Covered

    package init(
      rule: String, occurrence: String, scheduledAt: Instant, lateMs: Int64 = 0, covered: Covered = Covered()
    ) {
      self.rule = rule
      self.occurrence = occurrence
      self.scheduledAt = scheduledAt
      self.lateMs = lateMs
      self.covered = covered
    }

    package init(firing: Firing, lateMs: Int64, covered: Covered) {
      self.init(
        rule: firing.rule, occurrence: firing.occurrence, scheduledAt: firing.at, lateMs: lateMs, covered: covered)
    }
  }

  package init(
    type: String, project: Project, milestone: Milestone, outlook: MilestoneOutlook, endsAt: Instant,
    firedAt: Instant, sentence: Bilingual, firing: Cause? = nil, story: RiskStory? = nil
  ) {
    self.type = type
    self.project = project
    self.milestone = milestone
    self.outlook = outlook
    self.endsAt = endsAt
    self.firedAt = firedAt
    self.sentence = sentence
    self.firing = firing
    self.story = story
  }

  /// `{"type", "timestamp", "data"}` of Standard Webhooks.
  package var body: String {
    var json = JSONText()
    json.field("type", type)
    json.field("timestamp", firedAt.rfc3339)
    json.object("data") { data in
      data.object("project") { AlertMessage.name(project.key, project.name, project.nameEn, in: &$0) }
      data.object("milestone") { AlertMessage.name(milestone.key, milestone.name, milestone.nameEn, in: &$0) }
      data.object("due") { due in
        due.field("date", milestone.due.date.description)
        due.field("written", milestone.due.written)
        due.field("ends_at", endsAt.rfc3339)
      }
      data.field("forecast", outlook.forecast.description)
      data.field("actual", milestone.actual?.description)
      data.field("float_days", outlook.floatDays)
      data.field("days_overdue", outlook.daysOverdue)
      data.field("light", outlook.light.rawValue)
      if let firing { data.object("alert") { AlertMessage.cause(firing, in: &$0) } }
      if let story { AlertMessage.tell(story, in: &data) }
      data.object("message") { message in
        message.field("en", sentence.en)
        message.field("zh", sentence.zh)
      }
    }
    return json.closed
  }

  private static func name(_ key: String, _ name: String, _ nameEn: String?, in json: inout JSONText) {
    json.field("key", key)
    json.field("name", name)
    json.field("name_en", nameEn)
  }

  private static func tell(_ story: RiskStory, in json: inout JSONText) {
    if let reason = story.reason {
      json.object("reason") { text in
        text.field("en", reason.en)
        text.field("zh", reason.zh)
      }
    }
    json.list("driving_path", story.drivingPath) { step, entry in
      entry.field("path", step.path)
      entry.field("name", step.name.zh)
      entry.field("name_en", step.name.en)
      entry.field("forecast", step.finish.description)
      entry.field("last_safe", step.lastSafeFinish?.description)
    }
    json.list("also", story.others) { other, entry in
      name(other.key, other.name.zh, other.name.en, in: &entry)
      entry.field("due", other.due.description)
      entry.field("forecast", other.forecast.description)
      entry.field("float_days", other.floatDays)
    }
  }

  private static func cause(_ cause: Cause, in json: inout JSONText) {
    json.field("rule", cause.rule)
    json.field("occurrence", cause.occurrence)
    json.field("scheduled_at", cause.scheduledAt.rfc3339)
    json.field("late_ms", cause.lateMs)
    json.field("covers", cause.covered.rules)
    json.field("covers_overdue", cause.covered.overdue)
  }
}
