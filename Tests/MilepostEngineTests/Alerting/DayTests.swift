import Foundation
import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// A day of a big office: many projects, several routes, people who answer and who do not.
@Suite(.serialized) struct DayTests {
  /// `MILEPOST_DAY_PROJECTS=1000` for the whole office: a minute of one core.
  private static let projects =
    ProcessInfo.processInfo.environment["MILEPOST_DAY_PROJECTS"].flatMap { Int($0) } ?? 100
  private static let milestones = 20
  private static let day = "2022-05-23"
  private static let stepMinutes = 20
  private static let rates = ["office": "6/10m", "log": "4/1m", "boss": "3/1m", "director": "2/5m"]

  private func plan() throws -> PlanDocument {
    let start = try #require(CivilDate(DayTests.day))
    return PlanDocument(
      projects: (0..<DayTests.projects).map { number in
        PlanDocument.ProjectPlan(
          project: ProjectDraft(
            key: "p\(number)", name: "项目\(number)", owner: number % 3 == 0 ? "li" : "wang", zone: "Asia/Shanghai",
            labels: ["district": "d\(number % 10)"],
            policy: PolicyDraft(leadDays: [7], alertMinute: 420 + number % 5 * 60, workingDaysOnly: false)),
          milestones: (0..<DayTests.milestones).map { index in
            // A few are late, a few come due in the day, most are far off.
            let days = [0, 1, 7, 8, -3, 30, 60, 90, 120, 200][(number + index * 7) % 10] + (index > 9 ? 400 : 0)
            return MilestoneDraft(key: "m\(index)", name: "节点\(index)", due: start.adding(days: days).description)
          })
      })
  }

  private func routes() -> [RouteForm] {
    func route(_ name: String, _ edit: (inout RouteForm) -> Void) -> RouteForm {
      var form = RouteForm()
      form.name = name
      edit(&form)
      return form
    }
    return [
      route("default") {
        $0.to = ["office"]
        $0.groupBy = ["district"]
        $0.groupWait = "1m"
        $0.groupInterval = "1h"
        $0.quiet = ["20:00-08:00"]
      },
      route("all") {
        $0.to = ["log"]
        $0.continues = true
        $0.digest = "daily 18:00"
        $0.quiet = []
      },
      route("late") {
        $0.match = ["type=\"milestone.overdue\"", "owner=li"]
        $0.to = ["boss"]
        $0.escalate = [.init(after: "4h", to: ["director"])]
      },
      route("rest") { _ in },
    ]
  }

  /// Takes what the outbox hands out, as receivers that answer at once would, and keeps when each message came.
  private final class Mailroom {
    struct Message {
      var endpoint: String
      var at: Instant
      var alerts: [Int64]
    }

    private(set) var messages: [Message] = []
    private var folds = 0

    /// Everything that may go out from `start` until `end`, each at its time.
    func carry(of store: Store, from start: Instant, until end: Instant) throws {
      var now = start
      while now < end {
        let claimed = try claim(in: store, at: now)
        try store.write { writer in
          try writer.settle(
            claimed.deliveries.map { leased in
              Settlement(
                deliveryID: leased.delivery.id, endpointID: leased.delivery.endpointID, attempts: 1,
                outcome: .delivered,
                status: 204, error: nil, startedAt: now, durationMs: 1, responseHead: nil)
            }, at: now)
        }
        guard let next = claimed.nextAttempt else { return }
        now = max(next, claimed.deliveries.isEmpty ? now.adding(milliseconds: 1000) : now)
      }
    }

    /// The engine's own courier leaves paused endpoints alone, so that what is claimed here is all there is.
    private func claim(in store: Store, at now: Instant) throws -> ClaimedDeliveries {
      try store.write { writer in
        var endpoints = try writer.reader.endpoints()
        for index in endpoints.indices { endpoints[index].state = .active }
        let claimed = try writer.claim(endpoints, at: now, limit: 1000) {
          folds += 1
          return "msg_fold_\(folds)"
        }
        let names = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.id, $0.name) })
        for leased in claimed.deliveries {
          let alerts =
            try leased.delivery.alertID.map { [$0] } ?? writer.reader.alertIDs(ofDelivery: leased.delivery.id)
          messages.append(Message(endpoint: names[leased.delivery.endpointID] ?? "", at: now, alerts: alerts))
        }
        return claimed
      }
    }
  }

  @Test(
    "A day of a big office: no alert is lost, none told twice, quiet hours and limits hold")
  func day() async throws {
    let harness = try EngineHarness(start: "2022-05-22", wallIsHeld: true)
    let (engine, mailroom) = (harness.engine, Mailroom())
    for (name, rate) in DayTests.rates.sorted(by: { $0.key < $1.key }) {
      var draft = EndpointDraft(name: name, url: "http://127.0.0.1:9/\(name)")
      draft.options.rate = rate
      _ = try await engine.addEndpoint(draft, by: "test")
      _ = try await engine.setEndpoint(name, state: .paused, by: "test")
    }
    _ = try await engine.applyRoutes(routes(), dryRun: false, by: "test")
    _ = try await engine.addSilence(
      SilenceDraft(match: ["district=\"d9\""], end: "2022-05-23 15:00", comment: "搬迁"), by: "test")
    _ = try await engine.apply(try plan(), dryRun: false, by: "test")
    func pass(_ day: String, _ minute: Int, minutes: Int) async throws {
      try await harness.advance(to: day, minute)
      let now = harness.clock.now()
      try mailroom.carry(of: engine.store, from: now, until: now.adding(milliseconds: Int64(minutes) * 60_000))
    }
    for minute in stride(from: 0, through: 1439, by: DayTests.stepMinutes) {
      try await pass(DayTests.day, minute, minutes: DayTests.stepMinutes)
      if minute == 600 {
        for number in stride(from: 0, to: DayTests.projects / 5, by: 3) {
          _ = try? await engine.reach("p\(number)", "m0", by: "li")
          let open = try engine.store.read { try $0.standingAlerts(limit: 3000) }
          if let alert = open.dropFirst(number * 3).first {
            _ = try? await engine.acknowledge(alert: alert.id, by: "li")
          }
        }
      }
    }
    for hour in 0...23 { try await pass("2022-05-24", hour * 60, minutes: 60) }
    try check(harness)
    try check(mailroom, harness)
    try await harness.stop()
  }

  private func check(_ harness: EngineHarness) throws {
    try harness.engine.store.read { reader in
      let names = Dictionary(uniqueKeysWithValues: try reader.endpoints().map { ($0.id, $0.name) })
      let alerts = try reader.alerts(states: Alert.State.allCases, beforeID: nil, limit: 200_000)
      #expect(alerts.count > DayTests.projects * 5)
      var (lost, twice) = (0, 0)
      for alert in alerts {
        // What was folded is told by the message that it was folded into.
        let deliveries = try reader.deliveries(alertID: alert.id).filter {
          $0.state != .folded && $0.body?.contains("Level 1") != true
        }
        let counts = Dictionary(deliveries.map { ($0.endpointID, 1) }, uniquingKeysWith: +)
        if counts.values.contains(where: { $0 > 1 }) { twice += 1 }
        let waits = try !reader.endpointsWaiting(alertIDs: [alert.id]).isEmpty
        // What is over before it was told needs no word; neither does what somebody has in hand, again.
        let isOver = alert.ended != nil || alert.state == .acknowledged
        let isSilencedNews = alert.isNews && deliveries.isEmpty
        if deliveries.isEmpty, !waits, !isOver, !isSilencedNews { lost += 1 }
      }
      #expect(lost == 0, "alerts that nobody was told of")
      #expect(twice == 0, "alerts told twice to one endpoint")
      let zone = try SystemZones().zone(named: "Asia/Shanghai")
      var messages: [String: Int] = [:]
      for delivery in try reader.deliveries(endpointID: nil, state: nil, beforeID: nil, limit: 200_000) {
        let (name, minute) = (names[delivery.endpointID] ?? "?", zone.minuteOfDay(at: delivery.createdAt))
        messages[name, default: 0] += 1
        #expect(name == "log" || (480..<1200).contains(minute), "\(name) at \(minute)")
      }
      // Ten districts, at most one message an hour each, in twelve hours of two days and the evening before.
      #expect(try #require(messages["office"]) <= 10 * 13 * 3)
      #expect(try #require(messages["boss"]) <= 10 * 13 * 3)
      #expect(try #require(messages["log"]) <= 3 * (20_000 / GroupMessage.alertsMax + 1))
      #expect(messages["director"] ?? 0 > 0)
    }
  }

  /// What receivers saw: never more than the limit in any stretch of its length, no alert twice, and every alert that
  /// was to be told.
  private func check(_ mailroom: Mailroom, _ harness: EngineHarness) throws {
    for (name, text) in DayTests.rates {
      let rate = try RateLimit(text, place: "rate")
      let mine = mailroom.messages.filter { $0.endpoint == name }
      let times = mine.map(\.at).sorted()
      #expect(times.count > rate.count, "\(name): the limit was never in the way")
      for (first, next) in zip(times, times.dropFirst(rate.count)) where next.since(first) < rate.periodMs {
        Issue.record("\(name): more than \(text) at \(next.rfc3339)")
      }
      let told = Dictionary(mine.flatMap(\.alerts).map { ($0, 1) }, uniquingKeysWith: +)
      #expect(told.values.allSatisfy { $0 == 1 }, "\(name) was told twice")
    }
    let pending = try harness.engine.store.read { reader in
      try reader.endpoints().map { try reader.deliveryCounts(endpointID: $0.id).pending }.reduce(0, +)
    }
    #expect(pending == 0, "never handed out")
    let heard = Set(mailroom.messages.flatMap(\.alerts))
    let sent = try harness.engine.store.read { reader in
      try reader.alerts(states: Alert.State.allCases, beforeID: nil, limit: 200_000).map(\.id)
        .filter { id in try !reader.deliveries(alertID: id).isEmpty }
    }
    #expect(Set(sent).subtracting(heard).isEmpty, "sent, and heard by nobody")
  }

  @Test("What comes on a Sunday is in Monday's digest, though what came on Friday was to wait longer")
  func digestAfterDaysOff() async throws {
    let harness = try await RoutingHarness(
      endpoints: ["office"], due: ["2022-05-27", "2022-05-29"],
      policy: PolicyDraft(leadDays: [], alertMinute: 1080, workingDaysOnly: false))
    try await harness.route("default", to: ["office"]) {
      $0.digest = "daily 07:30"
      $0.workingDays = true
    }
    for day in 27...29 { try await harness.advance("2022-05-\(day)", 1080) }
    try await harness.advance("2022-05-30", 449)
    #expect(try harness.sent() == [])
    try await harness.advance("2022-05-30", 450)
    #expect(try harness.sent() == ["office overdue,due"])
    try await harness.base.stop()
  }
}
