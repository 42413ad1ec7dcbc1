import Foundation
import MilepostAPI
import MilepostCore

/// An alert as a row: when, what, the sentence that its people got, and how it stands.
struct AlertLine {
  var id: Int64
  var at: String
  var event: String
  var style: String
  var state: String
  var isOpen: Bool
  var by: String?
  var sentence: String?
  var milestone: String?
  var href: String?
  var project: String?

  init(
    _ alert: Alert, milestone: Milestone?, project: Project?, zone: Zone, language: ViewLanguage
  ) {
    let names = PageNames(language: language)
    id = alert.id
    at = LocalTime.text(alert.firedAt, in: zone)
    event = names.event(alert.type)
    style = AlertLine.style(alert.type)
    state = names.alertState(alert.state)
    isOpen = alert.state == .open || alert.state == .snoozed
    by = alert.acknowledgedBy.map(AlertLine.person)
    sentence = AlertLine.message(of: alert).map(language.pick)
    self.milestone = milestone.map { language.pick($0.name, en: $0.nameEn) }
    href = milestone.flatMap { milestone in project.map { PagePath.milestone(milestone.key, of: $0.key) } }
    self.project = project.map { language.pick($0.name, en: $0.nameEn) }
  }

  /// `uid:1000(li)` is Li to people.
  static func person(_ author: String) -> String {
    guard author.hasPrefix("uid:"), let open = author.firstIndex(of: "("), author.hasSuffix(")") else { return author }
    let name = author[author.index(after: open)...].dropLast()
    return name.isEmpty ? author : String(name)
  }

  private static func style(_ type: String) -> String {
    switch type {
    case "milestone.overdue", "gate.vetoed", "endpoint.failing": "red"
    case "milestone.at_risk", "count.behind": "orange"
    case "milestone.due", "milestone.upcoming", "milestone.stale": "yellow"
    case "milestone.reached", "milestone.recovered", "endpoint.recovered": "green"
    default: "plain"
    }
  }

  struct Body: Decodable {
    struct Inner: Decodable { var message: Bilingual? }
    var data: Inner
  }

  static func message(of alert: Alert) -> Bilingual? {
    try? JSONDecoder().decode(Body.self, from: Data(alert.body.utf8)).data.message
  }
}

/// A message to a receiver, as a row.
struct SentLine {
  var at: String
  var event: String
  var receiver: String
  var state: String
  var style: String
  var tries: Int
  var answer: String?

  init(_ sent: ProjectFacts.Sent, zone: Zone, language: ViewLanguage) {
    let (delivery, names) = (sent.delivery, PageNames(language: language))
    at = LocalTime.text(delivery.createdAt, in: zone)
    event = names.event(sent.type)
    receiver = sent.endpoint
    state = names.delivery(delivery.state)
    style = delivery.state == .dead ? "bad" : delivery.state == .delivered ? "good" : "fine"
    tries = delivery.attempts
    answer = delivery.lastError ?? delivery.lastStatus.map { AnswerStatus.text($0) }
  }
}

/// An entry of the ledger, as a row.
struct LedgerLine {
  var sequence: Int64
  var at: String
  var who: String
  var what: String
  var subject: String
  var why: String?

  init(_ entry: LedgerEntry, zone: Zone, language: ViewLanguage) {
    sequence = entry.sequence
    at = LocalTime.text(entry.at, in: zone)
    who = AlertLine.person(entry.author)
    what = PageNames(language: language).action(entry.action)
    subject = entry.subject
    why = entry.reason
  }
}
