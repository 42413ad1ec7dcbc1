import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

/// Which deliveries may go out: order, breakers and limits.
@Suite struct ClaimTests {
  private let now = StoreHarness.now

  private func at(_ seconds: Double) -> Instant { now.adding(milliseconds: Int64(seconds * 1000)) }

  private func endpoint(
    _ harness: StoreHarness, _ format: MessageFormat = .standard, rate: String? = nil, name: String = "site"
  ) throws -> Endpoint {
    var options = EndpointOptions()
    options.rate = try rate.map { try RateLimit($0, place: "rate") }
    let made = Endpoint(
      name: name, url: StoreHarness.url, secret: "whsec_x", format: format, options: options.isEmpty ? nil : options)
    return try harness.store.write { try $0.insert(made) }
  }

  /// One delivery of each milestone, in this order; returns their ids.
  private func enqueue(
    _ harness: StoreHarness, _ milestones: [Milestone], to endpoint: Endpoint, at: Instant = StoreHarness.now
  ) throws -> [Int64] {
    try harness.store.write { writer in
      try milestones.enumerated().map { index, milestone in
        let occurrence = "\(endpoint.name)-\(milestone.key)-\(UUID().uuidString)"
        var draft = StoreHarness.alert(milestone, occurrence)
        draft.body = #"{"type":"milestone.due","timestamp":"x","data":{"key":"\#(milestone.key)","n":\#(index)}}"#
        let alert = try writer.insert(draft)
        return try writer.enqueue(
          Delivery(
            messageID: "msg_\(occurrence)", endpointID: endpoint.id, alertID: alert?.id, milestoneID: milestone.id,
            nextAttempt: at, createdAt: at)
        ).id
      }
    }
  }

  private func settle(_ harness: StoreHarness, _ leased: [LeasedDelivery], _ outcome: Settlement.Outcome) throws {
    try harness.store.write { try $0.settle(leased.map { StoreHarness.settlement($0, outcome) }, at: now) }
  }

  @Test("Of one milestone only the oldest goes out, whatever becomes of it, and after a crash as well")
  func order() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let (a, b) = (try harness.addMilestone("a", in: project), try harness.addMilestone("b", in: project))
    let site = try endpoint(harness)
    let ids = try enqueue(harness, [a, a, b, a], to: site)
    let first = try harness.claim().deliveries
    #expect(first.map(\.delivery.id) == [ids[0], ids[2]])
    #expect(try harness.claim().deliveries.isEmpty, "what is under way holds the others back too")
    try harness.reopen()
    #expect(try harness.claim().deliveries.map(\.delivery.id) == [ids[0], ids[2]])
    try settle(harness, first, .retry(at: at(60)))
    #expect(try harness.claim(at: at(59)).deliveries.isEmpty, "it waits for its time, and the others for it")
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.id) == [ids[0], ids[2]])
    try settle(harness, again, .dead)
    let second = try harness.claim(at: at(60)).deliveries
    #expect(second.map(\.delivery.id) == [ids[1]])
    try settle(harness, second, .delivered)
    #expect(try harness.claim(at: at(60)).deliveries.map(\.delivery.id) == [ids[3]])
  }

  @Test("A milestone's order is each endpoint's own, and a replay keeps it")
  func orderPerEndpoint() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let (site, office) = (try endpoint(harness), try endpoint(harness, name: "office"))
    let mine = try enqueue(harness, [milestone, milestone], to: site)
    let theirs = try enqueue(harness, [milestone], to: office)
    var claimed = try harness.claim().deliveries
    #expect(Set(claimed.map(\.delivery.id)) == [mine[0], theirs[0]])
    try settle(harness, claimed, .delivered)
    claimed = try harness.claim().deliveries
    try settle(harness, claimed, .delivered)
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
    let site = try endpoint(harness)
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
        try settle(harness, claimed, .delivered)
      }
    }
    #expect(sent == 10_000)
    #expect(took < .seconds(20))
  }

  @Test("Over the limit, what waits is folded into one message: every alert is in it or on record, none is lost")
  func folds() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let milestones = try (0..<30).map { try harness.addMilestone("m\($0)", in: project) }
    let site = try endpoint(harness, rate: "20/1m")
    let ids = try enqueue(harness, milestones, to: site)
    // A bucket of five: four by themselves, and the rest as one.
    let claimed = try harness.claim()
    #expect(claimed.deliveries.map(\.delivery.id).prefix(4) == ids.prefix(4))
    #expect(claimed.deliveries.count == 5)
    let group = try #require(claimed.deliveries.last)
    #expect(group.delivery.alertID == nil && group.body.contains("\"alert.group\""))
    for milestone in milestones.dropFirst(4) { #expect(group.body.contains("\"key\":\"\(milestone.key)\"")) }
    let folded = try harness.store.read {
      try $0.deliveries(endpointID: site.id, state: .folded, beforeID: nil, limit: 100)
    }
    #expect(Set(folded.map(\.id)) == Set(ids.dropFirst(4)))
    #expect(folded.allSatisfy { $0.foldedInto == group.delivery.id && $0.finishedAt != nil })
    #expect(try harness.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery_alert") } == 26)
    try settle(harness, claimed.deliveries, .delivered)
    #expect(try harness.claim(at: at(3)).deliveries.isEmpty)
  }

  @Test("Two messages about one alert of the service are folded like others: the outbox goes on")
  func foldsAlertTwice() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("m", in: harness.addProject())
    let site = try endpoint(harness, rate: "1/1m")
    var draft = StoreHarness.alert(milestone, "off")
    (draft.milestoneID, draft.subject) = (nil, "endpoint:office")
    let message = #"{"type":"endpoint.failing","timestamp":"x","data":{"n":1}}"#
    // The alert, and levels of it, before any could go out.
    try harness.store.write { writer in
      let alert = try writer.insert(draft)
      for index in 0..<3 {
        let delivery = Delivery(
          messageID: "msg_\(index)", endpointID: site.id, alertID: alert?.id, body: message, nextAttempt: now,
          createdAt: now)
        _ = try writer.enqueue(delivery)
      }
    }
    let claimed = try harness.claim().deliveries
    let folded = try harness.store.read {
      try $0.deliveries(endpointID: site.id, state: .folded, beforeID: nil, limit: 10)
    }
    #expect(folded.count >= 2)
    #expect(folded.allSatisfy { $0.foldedInto == claimed.last?.delivery.id })
  }

  @Test("A backlog longer than a message may be goes out whole, message by message, within the limit")
  func longBacklog() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let count = GroupMessage.alertsMax * 3 + 7
    let site = try endpoint(harness, rate: "20/1m")
    _ = try enqueue(harness, try (0..<count).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
    var (second, messages) = (0.0, 0)
    while second < 60 {
      let claimed = try harness.claim(at: at(second)).deliveries
      messages += claimed.count
      try settle(harness, claimed, .delivered)
      second += 1
    }
    #expect(messages <= 25)
    let waiting = try harness.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery WHERE state = 'pending'") }
    #expect(waiting == 0)
  }

  @Test("What the courier gave back untried is handed out again, and so is what it was given behind it")
  func givenBack() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness)
    let ids = try enqueue(harness, try (0..<6).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
    let all = try harness.claim().deliveries
    #expect(all.map(\.delivery.id) == ids)
    try settle(harness, [all[4], all[1]], .released)
    #expect(try harness.claim().deliveries.map(\.delivery.id) == [ids[1], ids[4]])
    try settle(harness, Array(all.prefix(2)), .retry(at: at(60)))
    let new = try enqueue(harness, [try harness.addMilestone("new", in: project)], to: site)
    #expect(try harness.claim().deliveries.map(\.delivery.id) == new)
  }

  @Test("A restart gives no endpoint more than its limit; when there is a token again, that is when it goes on")
  func durable() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness, .slack)
    _ = try enqueue(harness, [try harness.addMilestone("a", in: project)], to: site)
    let claimed = try harness.claim()
    #expect(claimed.deliveries.count == 1)
    try settle(harness, claimed.deliveries, .delivered)
    _ = try enqueue(harness, [try harness.addMilestone("b", in: project)], to: site)
    try harness.reopen()
    let early = try harness.claim(at: at(0.5))
    #expect(early.deliveries.isEmpty && early.nextAttempt == at(1))
    #expect(try harness.claim(at: at(1)).deliveries.count == 1)
  }

  @Test("What may have been sent before a crash goes out by itself again, under its own id, and is not folded")
  func crashUnderLimits() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness, rate: "4/1m")
    let milestones = try "abcd".map { try harness.addMilestone(String($0), in: project) }
    let first = try enqueue(harness, [milestones[0]], to: site)
    let sent = try harness.claim().deliveries
    #expect(sent.map(\.delivery.id) == first)
    try harness.reopen()
    _ = try enqueue(harness, Array(milestones.dropFirst()), to: site)
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.messageID) == sent.map(\.delivery.messageID))
    try settle(harness, again, .released)
    let last = try harness.claim(at: at(120)).deliveries
    #expect(last.map(\.delivery.messageID) == sent.map(\.delivery.messageID), "it may still have arrived before")
  }

  @Test("What was tried once is never folded: its receiver may have it")
  func triedIsNotFolded() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness, .slack)
    let ids = try enqueue(harness, try (0..<4).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
    // One token: all four would be one message; the first has been tried before.
    try harness.raw { try $0.execute(sql: "UPDATE delivery SET attempts = 1 WHERE id = ?", arguments: [ids[0]]) }
    let first = try harness.claim()
    #expect(first.deliveries.map(\.delivery.id) == [ids[0]])
    let second = try harness.claim(at: at(1))
    #expect(second.deliveries.count == 1 && second.deliveries[0].delivery.alertID == nil)
  }

  @Test("What was folded keeps its place: a later one of its milestone that waited already does not overtake it")
  func foldedOrder() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let (a, b) = (try harness.addMilestone("a", in: project), try harness.addMilestone("b", in: project))
    let site = try endpoint(harness, .slack)
    let ids = try enqueue(harness, [a, b, a], to: site)
    let group = try harness.claim()
    #expect(group.deliveries.count == 1 && group.deliveries[0].delivery.alertID == nil, "the oldest of each")
    try settle(harness, group.deliveries, .retry(at: at(60)))
    #expect(try harness.claim(at: at(10)).deliveries.isEmpty, "it would overtake the group")
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.id) == group.deliveries.map(\.delivery.id))
    try settle(harness, again, .delivered)
    #expect(try harness.claim(at: at(70)).deliveries.map(\.delivery.id) == [ids[2]])
  }

  @Test("A message for several overtakes no older one of its milestones, and is not overtaken")
  func groupOrder() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let (a, b) = (try harness.addMilestone("a", in: project), try harness.addMilestone("b", in: project))
    let site = try endpoint(harness, .slack)
    _ = try enqueue(harness, [a, b], to: site)
    let group = try harness.claim()
    #expect(group.deliveries.count == 1 && group.deliveries[0].delivery.alertID == nil)
    try settle(harness, group.deliveries, .retry(at: at(60)))
    let later = try enqueue(harness, [a], to: site)
    #expect(try harness.claim(at: at(10)).deliveries.isEmpty, "it would overtake the group")
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.id) == [group.deliveries[0].delivery.id])
    try settle(harness, again, .delivered)
    #expect(try harness.claim(at: at(70)).deliveries.map(\.delivery.id) == later)
  }

  @Test("While a breaker is open one probe goes out at a time, at its time, and it takes the oldest along")
  func probes() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness)
    let ids = try enqueue(harness, try (0..<5).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
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
    let site = try endpoint(harness)
    let milestones = try (0..<4).map { try harness.addMilestone("m\($0)", in: project) }
    let ids = try enqueue(harness, Array(milestones.prefix(3)), to: site)
    try settle(harness, try harness.claim().deliveries, .retry(at: at(5000)))
    let new = try enqueue(harness, [milestones[3]], to: site)
    #expect(try harness.claim(at: at(9)).deliveries.map(\.delivery.id) == new)
    try harness.store.write { try $0.hasten(endpointID: site.id, at: at(10)) }
    #expect(try harness.claim(at: at(10)).deliveries.map(\.delivery.id) == ids)
  }

  @Test("A clock that was set back holds back nothing that is new, nor turns its order round")
  func clockSetBack() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness)
    let milestone = try harness.addMilestone("a", in: project)
    let first = try enqueue(harness, [milestone], to: site, at: at(9000))
    let second = try enqueue(harness, [milestone], to: site, at: now)
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
    let site = try endpoint(harness)
    let milestone = try harness.addMilestone("a", in: try harness.addProject())
    let ids = try enqueue(harness, [milestone, milestone], to: site)
    for _ in ids { try settle(harness, try harness.claim().deliveries, .delivered) }
    let all = ReplaySelection(since: now, until: at(1))
    #expect(try harness.store.write { try $0.replay(endpointID: site.id, all, at: at(5)) } == 2)
    let older = try harness.claim(at: at(5)).deliveries
    #expect(older.map(\.delivery.id) == [ids[0]])
    try settle(harness, older, .retry(at: at(100)))
    #expect(try harness.claim(at: at(50)).deliveries.isEmpty)
    let last = try harness.claim(at: at(100)).deliveries
    #expect(last.map(\.delivery.id) == [ids[0]])
    try settle(harness, last, .delivered)
    #expect(try harness.claim(at: at(100)).deliveries.map(\.delivery.id) == [ids[1]])
    let tries = try harness.store.read { try $0.attempts(deliveryID: ids[0]) }
    #expect(tries.map(\.number) == [1, 2, 3], "the try of before the replay, the one that failed, the last")
  }

  @Test("What was finished long ago is forgotten, with its tries, in small steps; the rest stays")
  func prunes() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try endpoint(harness, rate: "4/1m")
    let milestones = try (0..<6).map { try harness.addMilestone("m\($0)", in: project) }
    _ = try enqueue(harness, milestones, to: site)
    try settle(harness, try harness.claim().deliveries, .delivered)
    let young = try enqueue(harness, [milestones[0]], to: site, at: at(100_000))
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
