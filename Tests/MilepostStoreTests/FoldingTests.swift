import Foundation
import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

/// Limits of endpoints, and what is folded into one message because of them.
@Suite struct FoldingTests {
  private let now = StoreHarness.now

  private func at(_ seconds: Double) -> Instant { now.adding(milliseconds: Int64(seconds * 1000)) }

  @Test("Over the limit, what waits is folded into one message: every alert is in it or on record, none is lost")
  func folds() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let milestones = try (0..<30).map { try harness.addMilestone("m\($0)", in: project) }
    let site = try harness.addSite(rate: "20/1m")
    let ids = try harness.enqueue(milestones, to: site)
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
    try harness.settle(claimed.deliveries, .delivered)
    #expect(try harness.claim(at: at(3)).deliveries.isEmpty)
  }

  @Test("Two messages about one alert of the service are folded like others: the outbox goes on")
  func foldsAlertTwice() throws {
    let harness = try StoreHarness()
    let milestone = try harness.addMilestone("m", in: harness.addProject())
    let site = try harness.addSite(rate: "1/1m")
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
    let site = try harness.addSite(rate: "20/1m")
    _ = try harness.enqueue(try (0..<count).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
    var (second, messages) = (0.0, 0)
    while second < 60 {
      let claimed = try harness.claim(at: at(second)).deliveries
      messages += claimed.count
      try harness.settle(claimed, .delivered)
      second += 1
    }
    #expect(messages <= 25)
    let waiting = try harness.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery WHERE state = 'pending'") }
    #expect(waiting == 0)
  }

  @Test("A restart gives no endpoint more than its limit; when there is a token again, that is when it goes on")
  func durable() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite(.slack)
    _ = try harness.enqueue([try harness.addMilestone("a", in: project)], to: site)
    let claimed = try harness.claim()
    #expect(claimed.deliveries.count == 1)
    try harness.settle(claimed.deliveries, .delivered)
    _ = try harness.enqueue([try harness.addMilestone("b", in: project)], to: site)
    try harness.reopen()
    let early = try harness.claim(at: at(0.5))
    #expect(early.deliveries.isEmpty && early.nextAttempt == at(1))
    #expect(try harness.claim(at: at(1)).deliveries.count == 1)
  }

  @Test("What may have been sent before a crash goes out by itself again, under its own id, and is not folded")
  func crashUnderLimits() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite(rate: "4/1m")
    let milestones = try "abcd".map { try harness.addMilestone(String($0), in: project) }
    let first = try harness.enqueue([milestones[0]], to: site)
    let sent = try harness.claim().deliveries
    #expect(sent.map(\.delivery.id) == first)
    try harness.reopen()
    _ = try harness.enqueue(Array(milestones.dropFirst()), to: site)
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.messageID) == sent.map(\.delivery.messageID))
    try harness.settle(again, .released)
    let last = try harness.claim(at: at(120)).deliveries
    #expect(last.map(\.delivery.messageID) == sent.map(\.delivery.messageID), "it may still have arrived before")
  }

  @Test("What was tried once is never folded: its receiver may have it")
  func triedIsNotFolded() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let site = try harness.addSite(.slack)
    let ids = try harness.enqueue(try (0..<4).map { try harness.addMilestone("m\($0)", in: project) }, to: site)
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
    let site = try harness.addSite(.slack)
    let ids = try harness.enqueue([a, b, a], to: site)
    let group = try harness.claim()
    #expect(group.deliveries.count == 1 && group.deliveries[0].delivery.alertID == nil, "the oldest of each")
    try harness.settle(group.deliveries, .retry(at: at(60)))
    #expect(try harness.claim(at: at(10)).deliveries.isEmpty, "it would overtake the group")
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.id) == group.deliveries.map(\.delivery.id))
    try harness.settle(again, .delivered)
    #expect(try harness.claim(at: at(70)).deliveries.map(\.delivery.id) == [ids[2]])
  }

  @Test("A message for several overtakes no older one of its milestones, and is not overtaken")
  func groupOrder() throws {
    let harness = try StoreHarness()
    let project = try harness.addProject()
    let (a, b) = (try harness.addMilestone("a", in: project), try harness.addMilestone("b", in: project))
    let site = try harness.addSite(.slack)
    _ = try harness.enqueue([a, b], to: site)
    let group = try harness.claim()
    #expect(group.deliveries.count == 1 && group.deliveries[0].delivery.alertID == nil)
    try harness.settle(group.deliveries, .retry(at: at(60)))
    let later = try harness.enqueue([a], to: site)
    #expect(try harness.claim(at: at(10)).deliveries.isEmpty, "it would overtake the group")
    let again = try harness.claim(at: at(60)).deliveries
    #expect(again.map(\.delivery.id) == [group.deliveries[0].delivery.id])
    try harness.settle(again, .delivered)
    #expect(try harness.claim(at: at(70)).deliveries.map(\.delivery.id) == later)
  }
}
