/// What the service tells of itself: the body of the `standard` webhook, without a project or a milestone.
package struct ServiceMessage: Sendable {
  package var type: String
  /// What it is about: `endpoint:NAME` or `service`.
  package var subject: String
  package var rule: String
  package var occurrence: String
  package var light: MilestoneOutlook.Light
  package var sentence: Bilingual
  /// What can be done about it.
  package var reason: Bilingual?

  package init(
    type: String, subject: String, rule: String, occurrence: String, light: MilestoneOutlook.Light,
    sentence: Bilingual, reason: Bilingual? = nil
  ) {
    self.type = type
    self.subject = subject
    self.rule = rule
    self.occurrence = occurrence
    self.light = light
    self.sentence = sentence
    self.reason = reason
  }

  package static let service = "service"
  package static func endpoint(_ name: String) -> String { "endpoint:\(name)" }

  package func body(at now: Instant) -> String {
    var json = JSONText()
    json.field("type", type)
    json.field("timestamp", now.rfc3339)
    json.object("data") { data in
      data.field("subject", subject)
      data.field("light", light.rawValue)
      data.pairs("alert", [("rule", rule), ("occurrence", occurrence)])
      if let reason { data.pairs("reason", [("en", reason.en), ("zh", reason.zh)]) }
      data.pairs("message", [("en", sentence.en), ("zh", sentence.zh)])
    }
    return json.closed
  }
}
