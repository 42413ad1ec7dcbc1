import MilepostCore
import Testing

@testable import MilepostStore

/// What was handed to nobody yet, page by page.
@Suite struct UntriedTests {
  private func pages(_ harness: StoreHarness, of limit: Int) throws -> [Int64] {
    var (ids, place) = ([Int64](), UntriedPlace(endpointID: 0, deliveryID: 0))
    for _ in 0..<100 {
      let page = try harness.store.read { try $0.untriedAlerts(behind: place, limit: limit) }
      ids += page.ids
      guard let through = page.through else { return ids }
      place = through
    }
    Issue.record("it does not come to an end")
    return ids
  }

  @Test("Every alert comes once for each of its messages, however small the pages", arguments: 1...8)
  func pages(limit: Int) throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let endpoints = try ["site", "office", "idle", "boss"].map { try harness.addEndpoint($0) }
    for (endpoint, count) in zip(endpoints, [3, 7, 0, 1]) { try harness.enqueue(count, to: endpoint, for: milestone) }
    // One that tells two, one that is on its way, one that was tried.
    let pair = try harness.store.write { writer in
      let pair = try ["x", "y"].map { try writer.insert(StoreHarness.alert(milestone, $0))?.id ?? 0 }
      _ = try writer.enqueue(
        Delivery(
          messageID: "msg_pair", endpointID: endpoints[3].id, alertID: nil, body: "{}", nextAttempt: StoreHarness.now,
          createdAt: StoreHarness.now), telling: pair)
      return pair
    }
    let tried = try #require(try harness.claim(1).deliveries.first)
    try harness.store.write { writer in
      try writer.settle(
        [StoreHarness.settlement(tried, .retry(at: StoreHarness.now))], at: StoreHarness.now)
    }
    let all = try harness.store.read { reader in
      try endpoints.flatMap { try reader.deliveries(endpointID: $0.id, state: .pending, beforeID: nil, limit: 100) }
        .filter { $0.attempts == 0 }.compactMap(\.alertID)
    }
    #expect(try pages(harness, of: limit).sorted() == (all + pair).sorted())
    #expect(all.count == 10)
  }

  @Test("What was handed out when the service died is among them")
  func afterCrash() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    try harness.enqueue(5, to: try harness.addEndpoint("site"), for: milestone)
    let before = try pages(harness, of: 100)
    _ = try harness.claim(2)
    try harness.reopen()
    #expect(before.count == 5)
    #expect(try pages(harness, of: 2).sorted() == before.sorted())
  }
}
