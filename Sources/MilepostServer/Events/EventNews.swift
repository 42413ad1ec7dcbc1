import MilepostCore
import MilepostStore

/// Where things stand, and which projects have changed since somebody last heard: what one event says.
struct EventNews: Hashable, Sendable {
  /// The ledger's last sequence; the event's id.
  var ledger: Int64
  /// The last alert's number.
  var alert: Int64
  /// Keys of projects that changed; nil: too many to say, or something that belongs to none.
  var projects: Set<String>?

  static let entriesMax = 500
}

extension EventNews {
  /// What changed after a sequence of the ledger and an alert; nil of either: nothing is known of before.
  init(_ reader: StoreReader, after ledger: Int64?, alert: Int64?) throws {
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

  /// One event of the stream (HTML Living Standard, 9.2.6).
  func text(_ name: String) -> String {
    let list = projects.map { "[" + $0.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]" } ?? "null"
    return "id: \(ledger)\nevent: \(name)\ndata: {\"ledger\":\(ledger),\"alert\":\(alert),\"projects\":\(list)}\n\n"
  }
}
