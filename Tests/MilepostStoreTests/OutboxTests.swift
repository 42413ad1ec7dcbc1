import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

@Suite struct OutboxTests {
  private let now = StoreHarness.now

  private func lease(_ harness: StoreHarness, _ limit: Int = 100, after ms: Int64 = 0) throws -> [LeasedDelivery] {
    try harness.claim(limit, at: now.adding(milliseconds: ms)).deliveries
  }

  @Test("Nothing is handed out twice, and after a crash everything again under the same ids")
  func crash() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let endpoint = try harness.addEndpoint("site")
    try harness.enqueue(50, to: endpoint, for: milestone)
    let first = try lease(harness, 20)
    let second = try lease(harness, 100)
    #expect(first.count == 20 && second.count == 30)
    #expect(try lease(harness).isEmpty)
    let ids = Set((first + second).map(\.delivery.messageID))
    #expect(ids.count == 50)
    try harness.reopen()
    #expect(Set(try lease(harness).map(\.delivery.messageID)) == ids)
  }

  @Test("Each endpoint gets its share, however much waits for another")
  func shares() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    try harness.enqueue(2000, to: try harness.addEndpoint("greedy"), for: milestone)
    let small = try harness.addEndpoint("small")
    try harness.enqueue(10, to: small, for: milestone, at: now.adding(milliseconds: 1))
    let leased = try lease(harness, 64, after: 1)
    #expect(leased.count == 64)
    #expect(leased.count { $0.delivery.endpointID == small.id } == 10)
  }

  @Test("No endpoint holds more than its part of what is under way")
  func heldMax() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    try harness.enqueue(2000, to: try harness.addEndpoint("dead"), for: milestone)
    var held = 0
    for _ in 0..<10 { held += try lease(harness, 300).count }
    #expect(held == 1024)
  }

  @Test("What was tried is recorded, waits for its time, and is let go of")
  func settle() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let endpoint = try harness.addEndpoint("site")
    try harness.enqueue(4, to: endpoint, for: milestone)
    let leased = try lease(harness)
    let later = now.adding(milliseconds: 5000)
    let outcomes: [Settlement.Outcome] = [.delivered, .retry(at: later), .dead, .released]
    try harness.store.write { writer in
      try writer.settle(zip(leased, outcomes).map(StoreHarness.settlement), at: now)
    }
    let counts = try harness.store.read { try $0.deliveryCounts(endpointID: endpoint.id) }
    #expect(counts == (2, 1, 1))
    // Given back as it was: at once, and as the same try.
    let again = try lease(harness)
    #expect(again.map(\.delivery.id) == [leased[3].delivery.id] && again[0].delivery.attempts == 0)
    #expect(try harness.claim(100, at: now).nextAttempt == later)
    let retried = try lease(harness, after: 5000)
    #expect(retried.map(\.delivery.id) == [leased[1].delivery.id] && retried[0].delivery.attempts == 1)
    let tries = try harness.store.read { reader in try leased.map { try reader.attempts(deliveryID: $0.delivery.id) } }
    #expect(tries.map(\.count) == [1, 1, 1, 0] && tries.joined().allSatisfy { $0.number == 1 })
  }

  @Test("A paused endpoint's deliveries wait, and count no next attempt")
  func paused() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    var endpoint = try harness.addEndpoint("site")
    try harness.enqueue(3, to: endpoint, for: milestone)
    endpoint.state = .paused
    let paused = endpoint
    endpoint = try harness.store.write { try $0.update(paused) }
    #expect(try lease(harness).isEmpty)
    #expect(try harness.claim(100, at: Instant(milliseconds: 0)).nextAttempt == nil)
    endpoint.state = .active
    let active = endpoint
    _ = try harness.store.write { try $0.update(active) }
    #expect(try lease(harness).count == 3)
  }

  @Test("What was given up is sent again under its own id; one message, whatever became of it")
  func replay() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let endpoint = try harness.addEndpoint("site")
    try harness.enqueue(3, to: endpoint, for: milestone)
    let leased = try lease(harness)
    try harness.store.write { writer in
      try writer.settle(
        [StoreHarness.settlement(leased[0], .delivered), StoreHarness.settlement(leased[1], .dead)], at: now)
    }
    #expect(try harness.store.write { try $0.replay(endpointID: endpoint.id, ReplaySelection(), at: now) } == 1)
    #expect(try lease(harness).map(\.delivery.messageID) == [leased[1].delivery.messageID])
    let done = leased[0].delivery.messageID
    #expect(
      try harness.store.write { try $0.replay(endpointID: endpoint.id, ReplaySelection(messageID: done), at: now) } == 1
    )
    #expect(try lease(harness).map(\.delivery.messageID) == [done])
  }

  @Test("A webhook's options leave the memory when they change, and when it is removed")
  func forgottenOptions() throws {
    func remembered(_ text: String) -> Bool { EndpointRow.options.texts.contains { $0.contains(text) } }
    let harness = try StoreHarness()
    var endpoint = try harness.addEndpoint("site")
    for secret in ["streng-geheim-1", "streng-geheim-2"] {
      endpoint.options = EndpointOptions()
      endpoint.options?.headers = [.init(name: "x-key", value: secret)]
      endpoint = try harness.store.write { [endpoint] in try $0.update(endpoint) }
      // Other tests use the same memory at the same time.
      var isKnown = remembered(secret)
      for _ in 0..<5000 where !isKnown {
        _ = try harness.store.read { try $0.endpoint(name: "site") }
        isKnown = remembered(secret)
      }
      #expect(isKnown)
      #expect(secret.hasSuffix("1") || !remembered("streng-geheim-1"))
      _ = try harness.store.read { try $0.endpoints() }
    }
    try harness.store.write { [endpoint] in try $0.remove(endpointID: endpoint.id, at: now) }
    #expect(!remembered("streng-geheim"))
    try harness.store.close()
  }

  @Test("A webhook that is removed leaves no address and no secret in the file, and its results break nothing")
  func removed() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let endpoint = try harness.addEndpoint("site")
    try harness.enqueue(2, to: endpoint, for: milestone)
    let leased = try lease(harness)
    try harness.store.write { try $0.remove(endpointID: endpoint.id, at: now) }
    try harness.store.write { try $0.settle([StoreHarness.settlement(leased[0], .delivered)], at: now) }
    #expect(try harness.store.read { try $0.deliveryCounts(endpointID: endpoint.id) } == (0, 0, 2))
    #expect(try harness.store.read { try $0.endpoint(name: "site") } == nil)
    _ = try harness.addEndpoint("site")
    try harness.store.write { try $0.remove(endpointID: endpoint.id + 1, at: now) }
    try harness.store.close()
    for file in try FileManager.default.contentsOfDirectory(atPath: harness.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: harness.folder + "/" + file))
      #expect(bytes.range(of: Data("geheim".utf8)) == nil, "\(file)")
    }
  }
}
