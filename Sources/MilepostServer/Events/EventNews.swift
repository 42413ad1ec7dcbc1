import MilepostCore
import MilepostStore

/// Where things stand, and which projects have changed since somebody last heard: what one event says.
struct EventNews: Hashable, Sendable {
  /// The ledger's last sequence; the event's id.
  var ledger: Int64
  /// The last alert's number.
  var alert: Int64
  /// Grows with every result of a delivery; another on each start of the service.
  var deliveries: Int64
  /// Keys of projects that changed; nil: too many to say, or something that belongs to none.
  var projects: Set<String>?

  static let entriesMax = 500
}

extension EventNews {
  /// What changed after a sequence of the ledger and an alert; nil of either: nothing is known of before.
  ///
  /// - Parameters:
  ///   - deliveries: the count of results, taken before the store is read.
  ///   - delivered: of which messages there were results; nil: too many to say.
  init(
    _ reader: StoreReader, after ledger: Int64?, alert: Int64?, deliveries: Int64, delivered: Set<Int64>? = []
  ) throws {
    self.deliveries = deliveries
    self.ledger = try reader.ledgerHead()?.sequence ?? 0
    self.alert = try reader.alertHead()
    var projects: Set<String>? = []
    if let ledger, ledger < self.ledger {
      let entries = try reader.ledger(after: ledger, limit: EventNews.entriesMax + 1)
      var names = Names(reader)
      let keys = try entries.map { try EventNews.project(of: $0, &names) }
      let isWhole = entries.count <= EventNews.entriesMax && !keys.contains(nil)
      projects = isWhole ? Set(keys.compactMap(\.self)) : nil
    }
    if let alert, alert < self.alert, let known = projects {
      let keys = try reader.projectKeys(ofAlertsAfter: alert, limit: EventNews.entriesMax)
      projects = keys.map { known.union($0) }
    }
    if let known = projects, delivered?.isEmpty != true {
      projects = try delivered.flatMap { try reader.projectKeys(ofDeliveries: Array($0)) }.map(known.union)
    }
    self.projects = projects
  }

  private static func project(of entry: LedgerEntry, _ names: inout Names) throws -> String? {
    let noun = entry.action.prefix { $0 != "." }
    switch noun {
    case "project", "milestone", "activity", "baseline", "gate", "finding", "count", "calendar":
      return String(entry.subject.prefix { $0 != "/" })
    case "alert":
      guard let id = Int64(entry.subject), let alert = try names.reader.alert(id: id) else { return nil }
      return try alert.milestoneID.flatMap { try names.milestone(id: $0)?.project.key }
    default: return nil
    }
  }

  /// As somebody sees it who may see some projects only; nil when nothing that they see has changed.
  func seen(by reach: ProjectReach) -> EventNews? {
    guard case .only(let keys) = reach else { return self }
    var news = self
    news.projects = projects.map { $0.intersection(keys) }
    return news.projects?.isEmpty == true ? nil : news
  }

  /// Where things stand, and no more.
  var ofNothing: EventNews { EventNews(ledger: ledger, alert: alert, deliveries: deliveries, projects: []) }

  /// One event of the stream (HTML Living Standard, 9.2.6).
  func text(_ name: String) -> String {
    let list = projects.map { "[" + $0.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]" } ?? "null"
    let heads = "\"ledger\":\(ledger),\"alert\":\(alert),\"deliveries\":\(deliveries)"
    return "id: \(ledger)\nevent: \(name)\ndata: {\(heads),\"projects\":\(list)}\n\n"
  }
}
