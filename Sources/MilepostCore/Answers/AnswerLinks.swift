import Foundation

/// Puts links by which people answer into bodies that are stored without them: the link is another for each endpoint.
package enum AnswerLinks {
  /// What can be answered; the rest is news.
  package static func isAnswerable(_ type: String) -> Bool {
    switch type {
    case "milestone.upcoming", "milestone.due", "milestone.overdue", "milestone.at_risk", "milestone.stale",
      "count.behind", "gate.vetoed", "endpoint.failing":
      true
    default: false
    }
  }

  /// The body of one alert with `data.link`; one that cannot be answered, and what is no body, stays as it is.
  package static func attached(_ link: String, to body: String) -> String {
    guard body.hasSuffix("}}"), let type = AnswerLinks.type(of: body), isAnswerable(type) else { return body }
    return body.dropLast(2) + field(link) + "}}"
  }

  /// The body of several alerts, each with a `link` of its own. `members` are the alerts' ids and own bodies.
  package static func attached(
    toGroup body: String, members: [(id: Int64, body: String)], link: (Int64) -> String
  ) -> String {
    guard let alerts = JSONSlice(body).raw("data").flatMap({ JSONSlice($0).raw("alerts") }) else { return body }
    let ids = Dictionary(
      members.flatMap { member in GroupMessage.entries(of: member.body).map { ($0, member.id) } },
      uniquingKeysWith: { first, _ in first })
    let entries = JSONSlice(alerts).items.map { entry in
      guard let id = ids[entry], let type = AnswerLinks.type(of: entry), isAnswerable(type) else { return entry }
      return entry.dropLast() + field(link(id)) + "}"
    }
    // What stands in a text is escaped: no text holds these bytes.
    guard let place = body.range(of: "\"alerts\":" + alerts) else { return body }
    return body.replacingCharacters(in: place, with: "\"alerts\":[" + entries.joined(separator: ",") + "]")
  }

  /// Links hold nothing that JSON would escape.
  private static func field(_ link: String) -> String { ",\"link\":\"\(link)\"" }

  /// Bodies begin with it.
  private static func type(of body: String) -> String? {
    let head = "{\"type\":\""
    guard body.hasPrefix(head) else { return nil }
    let rest = body.dropFirst(head.count)
    return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
  }
}
