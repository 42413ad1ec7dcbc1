import GRDB
import GRDBSQLite
import MilepostCore
import Testing

@testable import MilepostStore

/// What the outbox costs goes by what waits in it, not by what it has delivered.
@Suite struct ClaimCostTests {
  private let harness: StoreHarness
  private let site: Endpoint
  private let project: Project
  private var count = 0

  init() throws {
    harness = try StoreHarness()
    project = try harness.addProject()
    site = try harness.store.write {
      try $0.insert(Endpoint(name: "site", url: StoreHarness.url, secret: "whsec_x"))
    }
  }

  private mutating func enqueue(_ number: Int) throws {
    try harness.store.write { writer in
      for _ in 0..<number {
        count += 1
        let milestone = try writer.insert(StoreHarness.milestone("m\(count)", in: project))
        let alert = try writer.insert(StoreHarness.alert(milestone, "x"))
        _ = try writer.enqueue(
          Delivery(
            messageID: "msg_\(count)", endpointID: site.id, alertID: alert?.id, milestoneID: milestone.id,
            nextAttempt: StoreHarness.now, createdAt: StoreHarness.now))
      }
    }
  }

  private func settle(_ leased: [LeasedDelivery], _ outcome: Settlement.Outcome) throws {
    try harness.store.write {
      try $0.settle(leased.map { StoreHarness.settlement($0, outcome) }, at: StoreHarness.now)
    }
  }

  private mutating func deliver(_ number: Int) throws {
    try enqueue(number)
    while true {
      let leased = try harness.claim(512).deliveries
      if leased.isEmpty { return }
      try settle(leased, .delivered)
    }
  }

  @Test("A claim, and what the service tells of itself, take as many steps after 3,000 deliveries as after 30")
  mutating func claims() throws {
    var steps: [[Int]] = []
    for history in [30, 3000] {
      try deliver(history)
      try enqueue(3)
      var leased: [LeasedDelivery] = []
      let claim = try self.steps { leased = try StoreHarness.claim(100, at: StoreHarness.now, $0).deliveries }
      #expect(leased.count == 3)
      try settle(leased, .retry(at: StoreHarness.now.adding(milliseconds: 1000)))
      let later = StoreHarness.now.adding(milliseconds: 2000)
      let again = try self.steps { leased = try StoreHarness.claim(100, at: later, $0).deliveries }
      #expect(leased.count == 3)
      let told = try self.steps { writer in
        _ = try writer.reader.earliestAttempt(of: [site], after: later)
        _ = try writer.reader.earliestPending(at: later)
        _ = try writer.reader.deliveryCounts(endpointID: site.id)
      }
      try settle(leased, .delivered)
      steps.append([claim, again, told])
    }
    for (few, many) in zip(steps[0], steps[1]) {
      #expect(few > 10 && many < few + few / 4, "\(steps)")
    }
  }

  /// Steps of SQLite's machine.
  private func steps(_ body: (StoreWriter) throws -> Void) throws -> Int {
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: 1) { counter in
      counter[0] = 0
      try harness.store.write { writer in
        let connection = writer.db.sqliteConnection
        sqlite3_progress_handler(
          connection, 1,
          { context in
            context?.assumingMemoryBound(to: Int.self).pointee += 1
            return 0
          }, counter.baseAddress)
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        try body(writer)
      }
      return counter[0]
    }
  }
}
