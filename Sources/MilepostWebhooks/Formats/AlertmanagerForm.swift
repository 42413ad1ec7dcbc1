import MilepostCore

/// Alertmanager's webhook, version 4, so that what is made to receive its alerts receives these.
enum AlertmanagerForm: MessageForm {
  static func message(
    _ notice: Notice, url: String, secret: String, language: MessageLanguage, id: String, at now: Instant
  ) -> OutgoingMessage {
    let data = notice.data
    let text = NoticeText(notice, language)
    var labels = [("alertname", notice.type), ("severity", severity(text.light)), ("light", text.light)]
    if let project = data.project { labels.append(("project", project.key)) }
    if let milestone = data.milestone { labels.append(("milestone", milestone.key)) }
    var annotations = [("summary", text.title), ("description", text.sentence)]
    if let reason = text.reason { annotations.append(("reason", reason)) }
    let group = data.project?.key ?? "milepost"
    let isResolved = ["milestone.reached", "milestone.recovered"].contains(notice.type)
    var json = JSONText()
    json.field("version", "4")
    json.field("groupKey", "{}:{project=\"\(group)\"}")
    json.field("truncatedAlerts", 0)
    json.field("status", isResolved ? "resolved" : "firing")
    json.field("receiver", "milepost")
    json.pairs("groupLabels", [("project", group)])
    json.pairs("commonLabels", labels)
    json.pairs("commonAnnotations", annotations)
    json.field("externalURL", "")
    json.list("alerts", [notice]) { notice, alert in
      alert.field("status", isResolved ? "resolved" : "firing")
      alert.pairs("labels", labels)
      alert.pairs("annotations", annotations)
      alert.field("startsAt", notice.timestamp)
      alert.field("endsAt", isResolved ? notice.timestamp : "0001-01-01T00:00:00Z")
      alert.field("generatorURL", "")
      alert.field("fingerprint", fingerprint(labels))
    }
    return OutgoingMessage(url: url, body: json.closed)
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
