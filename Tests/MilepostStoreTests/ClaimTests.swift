import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

/// Which deliveries may go out: order and breakers.
@Suite struct ClaimTests {
  private let now = StoreHarness.now

  private func at(_ seconds: Double) -> Instant { now.adding(milliseconds: Int64(seconds * 1000)) }

  @Test("Of one milestone only the oldest goes out, whatever becomes of it, and after a crash as well")
  func order() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let (a, b) = (try harness.addMilestone("a", in: project), try harness.addMilestone("b", in: project))
    let site = try harness.addSite()
    let ids = try harness.enqueue([a, a, b, a], to: site)
    let first = try harness.claim().deliveries
    #expect(first.map(\.delivery.id) == [ids[0], ids[2]])
    #expect(try harness.claim().deliveries.isEmpty, "what is under way holds the others back too")
    try harness.reopen()
    #expect(try harness.claim().deliveries.map(\.delivery.id) == [ids[0], ids[2]])
    try harness.settle(first, .retry(at: at(60)))
    #expect(try harness.claim(at: at(59)).deliveries.isEmpty, "it waits for its time, and the others for it")
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.id) == [ids[0], ids[2]])
    try harness.settle(again, .dead)
    let second = try harness.claim(at: at(60)).deliveries
    #expect(second.map(\.delivery.id) == [ids[1]])
    try harness.settle(second, .delivered)
    #expect(try harness.claim(at: at(60)).deliveries.map(\.delivery.id) == [ids[3]])
  }

  @Test("A milestone's order is each endpoint's own, and a replay keeps it")
  func orderPerEndpoint() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let (site, office) = (try harness.addSite(), try harness.addSite(name: "office"))
    let mine = try harness.enqueue([milestone, milestone], to: site)
    let theirs = try harness.enqueue([milestone], to: office)
    var claimed = try harness.claim().deliveries
    #expect(Set(claimed.map(\.delivery.id)) == [mine[0], theirs[0]])
    try harness.settle(claimed, .delivered)
    claimed = try harness.claim().deliveries
    try harness.settle(claimed, .delivered)
    let span = ReplaySelection(since: now, until: at(1))
    #expect(try harness.store.write { try $0.replay(endpointID: site.id, span, at: at(5)) } == 2)
    let replayed = try harness.claim(at: at(5)).deliveries
    #expect(replayed.map(\.delivery.id) == [mine[0]])
    #expect(replayed[0].delivery.attempts == 0 && replayed[0].delivery.uncounted == 1, "its tries stay on record")
  }

  @Test("Ten thousand different milestones go out as before: all that there is room for, the oldest first")
  func storm() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite()
    try harness.store.write { writer in
      for index in 0..<10_000 {
        let milestone = try writer.insert(StoreHarness.milestone("m\(index)", in: project))
        let alert = try writer.insert(StoreHarness.alert(milestone, "x"))
        _ = try writer.enqueue(
          Delivery(
            messageID: "msg_\(index)", endpointID: site.id, alertID: alert?.id, milestoneID: milestone.id,
            nextAttempt: now, createdAt: now))
      }
    }
    let clock = ContinuousClock()
    var sent = 0
    let took = try clock.measure {
      while true {
        let claimed = try harness.claim(512).deliveries
        if claimed.isEmpty { break }
        #expect(claimed.first?.delivery.messageID == "msg_\(sent)")
        sent += claimed.count
        try harness.settle(claimed, .delivered)
      }
    }
    #expect(sent == 10_000)
    #expect(took < .seconds(20))
  }

  @Test("What the courier gave back untried is handed out again, and so is what it was given behind it")
  func givenBack() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite()
    let ids = try harness.enqueue(try (0..<6).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
    let all = try harness.claim().deliveries
    #expect(all.map(\.delivery.id) == ids)
    try harness.settle([all[4], all[1]], .released)
    #expect(try harness.claim().deliveries.map(\.delivery.id) == [ids[1], ids[4]])
    try harness.settle(Array(all.prefix(2)), .retry(at: at(60)))
    let new = try harness.enqueue([try harness.addMilestone("new", in: project)], to: site)
    #expect(try harness.claim().deliveries.map(\.delivery.id) == new)
  }

  @Test("While a breaker is open one probe goes out at a time, at its time, and it takes the oldest along")
  func probes() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite()
    let ids = try harness.enqueue(try (0..<5).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
    var breaker = Breaker(windowStart: now)
    (breaker.openedAt, breaker.nextProbe) = (now, at(5))
    try harness.store.write { [breaker] in try $0.keep(breaker: breaker, endpointID: site.id) }
    let closed = try harness.claim(at: at(4))
    #expect(closed.deliveries.isEmpty && closed.nextAttempt == at(5))
    try harness.reopen()
    let probe = try harness.claim(at: at(5)).deliveries
    #expect(probe.map(\.delivery.id) == [ids[0]] && probe[0].isProbe)
    #expect(try harness.claim(at: at(6)).deliveries.isEmpty, "one at a time")
  }

  @Test("When it closes, what was tried goes out at once and in order; what is new follows")
  func hastens() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite()
    let milestones = try (0..<4).map { try harness.addMilestone("m\($0)", in: project) }
    let ids = try harness.enqueue(Array(milestones.prefix(3)), to: site)
    try harness.settle(try harness.claim().deliveries, .retry(at: at(5000)))
    let new = try harness.enqueue([milestones[3]], to: site)
    #expect(try harness.claim(at: at(9)).deliveries.map(\.delivery.id) == new)
    try harness.store.write { try $0.hasten(endpointID: site.id, at: at(10)) }
    #expect(try harness.claim(at: at(10)).deliveries.map(\.delivery.id) == ids)
  }

  @Test("A clock that was set back holds back nothing that is new, nor turns its order round")
  func clockSetBack() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite()
    let milestone = try harness.addMilestone("a", in: project)
    let first = try harness.enqueue([milestone], to: site, at: at(9000))
    let second = try harness.enqueue([milestone], to: site, at: now)
    #expect(try harness.claim().deliveries.map(\.delivery.id) == first)
    #expect(try harness.claim(at: at(9000)).deliveries.isEmpty)
    try harness.store.write {
      try $0.settle(
        [
          Settlement(
            deliveryID: first[0], endpointID: site.id, attempts: 1, outcome: .delivered, status: 204, error: nil,
            startedAt: now, durationMs: 1, responseHead: nil)
        ], at: now)
    }
    #expect(try harness.claim().deliveries.map(\.delivery.id) == second)
  }

  @Test("An older one that is to be tried again holds back the newer, also when that was replayed and is due before")
  func olderRetry() throws {
    let harness = try StoreHarness()
    let site = try harness.addSite()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let ids = try harness.enqueue([milestone, milestone], to: site)
    for _ in ids { try harness.settle(try harness.claim().deliveries, .delivered) }
    let all = ReplaySelection(since: now, until: at(1))
    #expect(try harness.store.write { try $0.replay(endpointID: site.id, all, at: at(5)) } == 2)
    let older = try harness.claim(at: at(5)).deliveries
    #expect(older.map(\.delivery.id) == [ids[0]])
    try harness.settle(older, .retry(at: at(100)))
    #expect(try harness.claim(at: at(50)).deliveries.isEmpty)
    let last = try harness.claim(at: at(100)).deliveries
    #expect(last.map(\.delivery.id) == [ids[0]])
    try harness.settle(last, .delivered)
    #expect(try harness.claim(at: at(100)).deliveries.map(\.delivery.id) == [ids[1]])
    let tries = try harness.store.read { try $0.attempts(deliveryID: ids[0]) }
    #expect(tries.map(\.number) == [1, 2, 3], "the try of before the replay, the one that failed, the last")
  }

  @Test("What was finished long ago is forgotten, with its tries, in small steps; the rest stays")
  func prunes() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite(rate: "4/1m")
    let milestones = try (0..<6).map { try harness.addMilestone("m\($0)", in: project) }
    _ = try harness.enqueue(milestones, to: site)
    try harness.settle(try harness.claim().deliveries, .delivered)
    let young = try harness.enqueue([milestones[0]], to: site, at: at(100_000))
    let old = try harness.store.write { try $0.pruneDeliveries(finishedBefore: at(-1), afterID: 0) }
    #expect(old.pruned == 0 && old.nextID == nil)
    var total = 0
    for _ in 0..<3 {
      total += try harness.store.write { try $0.pruneDeliveries(finishedBefore: at(50_000), afterID: 0) }.pruned
    }
    #expect(total == 7)
    let left = try harness.store.read { try $0.deliveries(endpointID: site.id, state: nil, beforeID: nil, limit: 100) }
    #expect(left.map(\.id) == young)
    #expect(try harness.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempt") } == 0)
  }
}
