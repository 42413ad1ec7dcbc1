import MilepostCore

/// Alertmanager's webhook, version 4, so that what is made to receive its alerts receives these.
enum AlertmanagerForm: MessageForm {
  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let alerts = (notice.members.isEmpty ? [notice] : notice.members).map { Entry($0, language) }
    var json = JSONText()
    json.field("version", "4")
    let group = common(alerts.map(\.identity))
    let groupKey = group.map { "\($0)=\(JSONText.quoted($1))" }.joined(separator: ", ")
    json.field("groupKey", "{}:{\(groupKey)}")
    json.field("truncatedAlerts", 0)
    json.field("status", alerts.allSatisfy(\.isResolved) ? "resolved" : "firing")
    json.field("receiver", "milepost")
    json.pairs("groupLabels", group)
    json.pairs("commonLabels", common(alerts.map(\.labels)))
    json.pairs("commonAnnotations", common(alerts.map(\.annotations)))
    json.field("externalURL", "")
    json.list("alerts", alerts) { entry, alert in
      alert.field("status", entry.isResolved ? "resolved" : "firing")
      alert.pairs("labels", entry.labels)
      alert.pairs("annotations", entry.annotations)
      alert.field("startsAt", entry.timestamp)
      alert.field("endsAt", entry.isResolved ? entry.timestamp : "0001-01-01T00:00:00Z")
      alert.field("generatorURL", entry.link ?? "")
      alert.field("fingerprint", fingerprint(entry.identity))
    }
    return OutgoingMessage(url: url, body: json.closed)
  }

  /// One alert in Alertmanager's terms.
  private struct Entry {
    let labels: [(String, String)]
    let annotations: [(String, String)]
    /// The labels that stay while it lasts: what ends has the fingerprint of what began, so that a receiver that keeps
    /// incidents closes its own. A milestone has one.
    let identity: [(String, String)]
    let timestamp: String
    let isResolved: Bool
    let link: String?

    init(_ notice: Notice, _ language: MessageLanguage) {
      let data = notice.data
      let text = NoticeText(notice, language)
      var labels = [("alertname", notice.type), ("severity", severity(text.light)), ("light", text.light)]
      if let project = data.project { labels.append(("project", project.key)) }
      if let milestone = data.milestone { labels.append(("milestone", milestone.key)) }
      if let subject = data.subject { labels.append(("subject", subject)) }
      var annotations = [("summary", text.title), ("description", text.sentence)]
      if let reason = text.reason { annotations.append(("reason", reason)) }
      self.labels = labels
      let lasting = ["milestone", "subject"].contains { name in labels.contains { $0.0 == name } }
      identity = labels.filter { name, _ in
        ["project", "milestone", "subject"].contains(name) || name == "alertname" && !lasting
      }
      self.annotations = annotations
      timestamp = notice.timestamp
      link = text.link
      isResolved = notice.type == "milestone.reached" || AlertKind.isRecovery(notice.type)
    }
  }

  /// What all of them have, with the same value.
  private static func common(_ sets: [[(String, String)]]) -> [(String, String)] {
    guard let first = sets.first else { return [] }
    let others = sets.dropFirst().map { Dictionary($0) { first, _ in first } }
    return first.filter { pair in others.allSatisfy { $0[pair.0] == pair.1 } }
  }

  private static func severity(_ light: String) -> String {
    switch light {
    case "red": "critical"
    case "orange", "yellow": "warning"
    default: "info"
    }
  }

  /// FNV-1a over the sorted labels, as Prometheus's common library does.
  static func fingerprint(_ labels: [(String, String)]) -> String {
    var hash = StableHash()
    for (name, value) in labels.sorted(by: { $0.0 < $1.0 }) {
      hash.add(name)
      hash.add(value)
    }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
