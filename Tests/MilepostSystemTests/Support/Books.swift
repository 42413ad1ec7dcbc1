import Foundation
import GRDB
import Testing

/// The promise, as it can be read off the database and the receiver together.
enum Books {
  /// Waits until every delivery of `count` is recorded, by looking again at each arrival and at most ten times a second.
  static func settle(_ service: Service, _ receivers: [Receiver], deliveries count: Int? = nil, seconds: Double) throws
  {
    let deadline = Deadline(seconds: seconds)
    while true {
      let total = try service.count("delivery")
      let pending = try service.count("delivery WHERE state = 'pending'")
      if pending == 0, total == count ?? total { return }
      guard !deadline.hasPassed else {
        let waiting = try service.rows("SELECT attempts, last_status, last_error FROM delivery WHERE state = 'pending'")
        throw Failed("\(pending) of \(total) deliveries still wait after \(seconds) s: \(waiting.prefix(3))")
      }
      let requests = receivers[0].book.requests
      _ = receivers[0].wait(seconds: 0.1) { $0.requests > requests }
    }
  }

  /// Every alert has its delivery, every delivery was received, each id has one body, and the file is whole.
  static func check(_ service: Service, _ receivers: [Receiver]) throws {
    var (taken, bodies): ([String: Int], [String: Set<String>]) = ([:], [:])
    for book in receivers.map(\.book) {
      taken.merge(book.taken, uniquingKeysWith: +)
      bodies.merge(book.bodies) { $0.union($1) }
    }
    let sent = try service.rows(
      """
      SELECT message_id, coalesce(delivery.body, alert.body) AS body, delivery.state
      FROM delivery LEFT JOIN alert ON alert.id = delivery.alert_id
      """)
    for row in sent {
      let id: String = row["message_id"]
      #expect(row["state"] == "delivered", "\(id) is not recorded as delivered")
      #expect(taken[id] != nil, "\(id) is recorded as delivered and was never received")
      #expect(bodies[id] == [row["body"]], "\(id) came with another body than its alert's")
    }
    let strangers = Set(bodies.keys).subtracting(sent.map { $0["message_id"] as String })
    #expect(strangers.isEmpty, "what came is not in the outbox")
    #expect(try service.count("alert") == sent.count, "an alert has no delivery, or two")
    try checkFile(service)
  }

  static func checkFile(_ service: Service) throws {
    #expect(try service.rows("PRAGMA integrity_check").map { $0[0] as String } == ["ok"])
    #expect(try service.rows("PRAGMA foreign_key_check").isEmpty)
    let verified = try service.milepost("ledger", "verify")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
  }
}
