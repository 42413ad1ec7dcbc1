import Foundation
import GRDB
import MilepostCore

@testable import MilepostStore

/// A store on a real file in a folder of its own, and things to put into it.
final class StoreHarness {
  let folder: String
  let path: String
  private(set) var store: Store

  static let now = Instant(milliseconds: 1_653_000_000_000)
  static let url = "https://example.com/hook?token=geheim"

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "milepost-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.folder = folder.path
    path = folder.appending(path: "milepost.db").path
    store = try Store(path: path)
  }

  deinit {
    try? store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// What a crash leaves to the next process: the file, and none of the memory.
  func reopen() throws {
    try store.close()
    store = try Store(path: path)
  }

  /// The file in the hands of somebody else's SQLite.
  func raw<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.inDatabase(body)
  }

  func addProject(_ key: String = "works") throws -> Project {
    try store.write { try $0.insert(Project(key: key, name: "工程", zone: "Asia/Shanghai", calendar: "china")) }
  }

  func addMilestone(_ key: String, in project: Project, check: Instant? = nil) throws -> Milestone {
    try store.write { try $0.insert(Self.milestone(key, in: project, check: check)) }
  }

  static func milestone(_ key: String, in project: Project, check: Instant? = nil) -> Milestone {
    Milestone(
      projectID: project.id, key: key, name: "节点", due: DueDate(written: "6月底", date: CivilDate(dayNumber: 19_173)),
      evaluatedThrough: now, nextCheck: check)
  }

  func addEndpoint(_ name: String) throws -> Endpoint {
    try store.write {
      try $0.insert(Endpoint(name: name, url: StoreHarness.url, secret: "whsec_geheimgeheimgeheimgeheimgeheimge"))
    }
  }

  /// So many alerts with one delivery each.
  func enqueue(_ count: Int, to endpoint: Endpoint, for milestone: Milestone, at: Instant = now) throws {
    try store.write { writer in
      for index in 0..<count {
        let alert = try writer.insert(Self.alert(milestone, "\(endpoint.name)-\(index)-\(at.milliseconds)"))
        _ = try writer.enqueue(
          Delivery(
            messageID: "msg_\(endpoint.name)_\(index)", endpointID: endpoint.id, alertID: alert?.id ?? 0,
            nextAttempt: at, createdAt: at))
      }
    }
  }

  func claim(_ limit: Int = 100, at now: Instant = now) throws -> ClaimedDeliveries {
    try store.write { try StoreHarness.claim(limit, at: now, $0) }
  }

  static func claim(_ limit: Int, at now: Instant, _ writer: StoreWriter) throws -> ClaimedDeliveries {
    var number = 0
    return try writer.claim(try writer.reader.endpoints(), at: now, limit: limit) {
      number += 1
      return "msg_fold_\(now.milliseconds)_\(number)"
    }
  }

  static func alert(_ milestone: Milestone, _ occurrence: String) -> Alert {
    Alert(
      milestoneID: milestone.id, rule: "due", occurrence: occurrence, type: "milestone.due", scheduledAt: now,
      firedAt: now, body: "{}")
  }

  static func settlement(_ leased: LeasedDelivery, _ outcome: Settlement.Outcome) -> Settlement {
    Settlement(
      deliveryID: leased.delivery.id, endpointID: leased.delivery.endpointID, attempts: leased.delivery.attempts + 1,
      uncounted: leased.delivery.uncounted, outcome: outcome, status: 200, error: nil, startedAt: now, durationMs: 5,
      responseHead: nil)
  }

  func ledgerEntry(_ number: Int) throws {
    try store.write {
      try $0.appendLedger(
        author: "uid:1000(li)", at: Self.now, action: "project.edit", subject: "works-\(number)", before: "{}",
        after: "{\"n\":\(number)}", reason: number % 2 == 0 ? nil : "因为")
    }
  }
}
