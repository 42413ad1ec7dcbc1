import Dispatch
import Foundation
import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization
import Testing

@testable import MilepostEngine

/// Endpoints that fail, on a clock that the test holds: the real store and engine, and a hand in the courier's place.
@Suite(.timeLimit(.minutes(1))) struct EndpointHealthTests {
  @Test("An endpoint that fails is left alone but for probes, another is told, and its messages keep their tries")
  func opens() async throws {
    let bench = try await Bench()
    let site = try await bench.add("site")
    let witness = try await bench.add("witness")
    try await bench.plan(12)
    var jobs = try bench.exchange([])
    #expect(jobs.count { $0.endpointID == site } == 12)
    let mine = jobs.filter { $0.endpointID == site }
    let halted = try bench.batch(
      mine.map { bench.failed($0) } + jobs.filter { $0.endpointID == witness }.map { bench.delivered($0) }
    ).halted
    #expect(halted == [site])
    bench.wall.advance(4)
    #expect(try bench.exchange([]).isEmpty)
    bench.wall.advance(1)
    let probe = try bench.exchange([])
    #expect(probe.count == 1 && probe[0].isProbe && probe[0].id == mine[0].id)
    bench.wall.advance(30)
    _ = try bench.exchange([bench.failed(probe[0])])
    await bench.engine.settled()
    let told = try bench.types(witness)
    #expect(told.contains("endpoint.failing"))
    #expect(!(try bench.types(site).contains("endpoint.failing")), "never through itself while another is there")
    for _ in 0..<30 {
      bench.wall.advance(61)
      jobs = try bench.exchange([]).filter { $0.endpointID == site }
      #expect(jobs.count == 1 && jobs[0].isProbe)
      _ = try bench.exchange(jobs.map { bench.failed($0) })
    }
    let waiting = try bench.deliveries(site)
    #expect(waiting.allSatisfy { $0.state == .pending && $0.attempts == 1 }, "thirty probes cost no tries")
    #expect(try bench.types(witness).count { $0 == "endpoint.failing" } == 1)

    bench.wall.advance(61)
    jobs = try bench.exchange([]).filter { $0.endpointID == site }
    let back = try bench.batch(jobs.map { bench.delivered($0) })
    let rest = back.jobs.filter { $0.endpointID == site }
    #expect(rest.map(\.id) == mine.dropFirst().map(\.id), "all that waited goes out now, in order")
    await bench.engine.settled()
    #expect(try bench.types(witness).contains("endpoint.recovered"))
    #expect(try bench.endpoint(site).breaker == nil)
    await bench.engine.stop(within: 100)
  }

  @Test("What stands is written down: a restart opens no breaker and forgets none")
  func durable() async throws {
    let bench = try await Bench()
    let site = try await bench.add("site")
    try await bench.plan(12)
    _ = try bench.exchange(try bench.exchange([]).map { bench.failed($0) })
    #expect(try bench.endpoint(site).breaker?.isOpen == true)
    try await bench.restart()
    #expect(try bench.exchange([]).isEmpty)
    bench.wall.advance(5)
    #expect(try bench.exchange([]).count == 1)
    await bench.engine.stop(within: 100)
  }

  @Test("After five days of nothing but failures it is switched off, and that is told; switched on, a probe goes first")
  func disables() async throws {
    let bench = try await Bench()
    let site = try await bench.add("site")
    let witness = try await bench.add("witness")
    try await bench.plan(12)
    _ = try bench.exchange(
      try bench.exchange([]).map { $0.endpointID == site ? bench.failed($0) : bench.delivered($0) })
    for _ in 0..<121 {
      bench.wall.advance(3600)
      _ = try bench.exchange(
        try bench.exchange([]).map { $0.endpointID == site ? bench.failed($0) : bench.delivered($0) })
    }
    await bench.engine.settled()
    let endpoint = try bench.endpoint(site)
    #expect(endpoint.state == .disabled && endpoint.reason?.contains("nothing but failures") == true)
    #expect(try bench.deliveries(site).allSatisfy { $0.state == .pending }, "nothing is given up")
    #expect(try bench.types(witness).count { $0 == "endpoint.failing" } == 2)
    _ = try await bench.engine.setEndpoint("site", state: .active, by: "test")
    let probe = try bench.exchange([]).filter { $0.endpointID == site }
    #expect(probe.count == 1 && probe[0].isProbe)
    _ = try bench.exchange(probe.map { bench.delivered($0) })
    await bench.engine.settled()
    #expect(try bench.types(witness).contains("endpoint.recovered"))
    await bench.engine.stop(within: 100)
  }

  @Test("Being asked to wait holds back that endpoint alone, costs no try and opens nothing")
  func throttled() async throws {
    let bench = try await Bench()
    let site = try await bench.add("site")
    let other = try await bench.add("other")
    try await bench.plan(20)
    let jobs = try bench.exchange([])
    let results = jobs.map { job in
      job.endpointID == site ? bench.failed(job, status: 429, holdMs: 60_000) : bench.delivered(job)
    }
    let answer = try bench.batch(results)
    #expect(answer.jobs.isEmpty && answer.halted == [site], "what the courier holds for it comes back untried")
    #expect(try bench.endpoint(site).breaker == nil)
    bench.wall.advance(59)
    #expect(try bench.exchange([]).isEmpty)
    try await bench.plan(21)
    #expect(try bench.exchange([]).map(\.endpointID) == [other], "the other is not held back")
    bench.wall.advance(2)
    #expect(try bench.exchange([]).count == 21)
    #expect(try bench.deliveries(site).allSatisfy { $0.attempts == 0 })
    await bench.engine.stop(within: 100)
  }

  @Test("An old secret is erased when its time is over")
  func secrets() async throws {
    let bench = try await Bench()
    let site = try await bench.add("site")
    let old = try bench.endpoint(site).secret
    let rotated = try await bench.engine.rotateSecret("site", overlapMs: 3_600_000, by: "test")
    #expect(rotated.secret != old && rotated.endpoint.options?.retiring?.secret == old)
    bench.wall.advance(3599)
    bench.engine.eraseOldSecrets()
    #expect(try bench.endpoint(site).options?.retiring != nil)
    bench.wall.advance(2)
    bench.engine.eraseOldSecrets()
    #expect(try bench.endpoint(site).options == nil)
    await bench.engine.stop(within: 100)
    try bench.engine.store.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.path))
    #expect(bytes.range(of: Data(old.utf8)) == nil)
    let new = try #require(rotated.secret)
    #expect(bytes.range(of: Data(new.utf8)) != nil)
  }
}

/// The engine with a hand in the courier's place.
private final class Bench {
  let path: String
  let wall = HeldWall(Instant(milliseconds: 1_653_008_460_000))
  private(set) var engine: Engine
  private let hand = Hand()

  init() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "milepost-health-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "milepost.db").path
    engine = try Bench.open(path, wall, hand)
    engine.startHeld()
    await engine.settled()
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

  private static func open(_ path: String, _ wall: HeldWall, _ hand: Hand) throws -> Engine {
    var log = Logger(label: "test")
    log.logLevel = .critical
    return try Engine(
      store: Store(path: path), calendars: CalendarLibrary(), clock: wall, wall: wall,
      settings: EngineSettings(zone: "Asia/Shanghai", network: NetworkPolicy(allow: ["127.0.0.0/8"], deny: [])),
      log: log, carrier: { hand.take($0) })
  }

  func restart() async throws {
    await engine.stop(within: 100)
    try engine.store.close()
    engine = try Bench.open(path, wall, hand)
    engine.startHeld()
    await engine.settled()
  }

  func add(_ name: String) async throws -> Int64 {
    try await engine.addEndpoint(EndpointDraft(name: name, url: "http://127.0.0.1:9/"), by: "test").id
  }

  /// So many milestones that are overdue.
  func plan(_ count: Int) async throws {
    let milestones = (0..<count).map { MilestoneDraft(key: "m\($0)", name: "节点", due: "2022-05-19") }
    let project = ProjectDraft(
      key: "works", name: "工程", zone: "Asia/Shanghai",
      policy: PolicyDraft(leadDays: [], onDay: false, overdueEveryDays: 0, workingDaysOnly: false))
    _ = try await engine.apply(
      PlanDocument(projects: [.init(project: project, milestones: milestones)]), dryRun: false, by: "test")
    for index in 0..<count where try reachable("m\(index)") {
      _ = try await engine.reach("works", "m\(index)", date: nil, evidence: nil, by: "test")
    }
  }

  private func reachable(_ key: String) throws -> Bool {
    try engine.store.read { reader in
      guard let project = try reader.project(key: "works") else { return false }
      return try reader.milestone(projectID: project.id, key: key)?.actual == nil
    }
  }

  func batch(_ results: [AttemptResult]) throws -> DeliveryBatch { try hand.exchange(results) }
  func exchange(_ results: [AttemptResult]) throws -> [DeliveryJob] { try batch(results).jobs }

  func delivered(_ job: DeliveryJob) -> AttemptResult { result(job, .delivered, status: 204) }

  func failed(_ job: DeliveryJob, status: Int = 503, holdMs: Int64? = nil) -> AttemptResult {
    var result = result(job, .retry(at: wall.now().adding(milliseconds: 1000)), status: status)
    result.error = "HTTP \(status)"
    (result.isThrottled, result.holdMs) = (holdMs != nil, holdMs)
    return result
  }

  private func result(_ job: DeliveryJob, _ decision: Decision, status: Int) -> AttemptResult {
    AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: decision, status: status, error: nil,
      startedAt: wall.now(), durationMs: 1, responseHead: nil, uncounted: job.uncounted, isProbe: job.isProbe)
  }

  func endpoint(_ id: Int64) throws -> Endpoint {
    try #require(try engine.store.read { try $0.endpoint(id: id) })
  }

  func deliveries(_ id: Int64) throws -> [Delivery] {
    try engine.store.read { try $0.deliveries(endpointID: id, state: nil, beforeID: nil, limit: 1000) }
  }

  func types(_ id: Int64) throws -> [String] {
    try engine.store.read { reader in
      try reader.deliveries(endpointID: id, state: nil, beforeID: nil, limit: 1000).compactMap {
        try $0.alertID.flatMap { try reader.alert(id: $0)?.type }
      }
    }
  }
}

private final class HeldWall: EngineClock {
  let isRehearsal = false
  private let instant: Mutex<Instant>

  init(_ start: Instant) { instant = Mutex(start) }

  func now() -> Instant { instant.withLock { $0 } }
  func advance(_ seconds: Int64) { instant.withLock { $0 = $0.adding(milliseconds: seconds * 1000) } }
  func wallTime(for instant: Instant) -> DispatchWallTime? { nil }
}

/// Sends nothing; the test says what came of it.
private final class Hand: Carrier {
  private let source = Mutex<(any DeliverySource)?>(nil)

  func take(_ source: any DeliverySource) -> any Carrier {
    self.source.withLock { $0 = source }
    return self
  }

  func exchange(_ results: [AttemptResult]) throws -> DeliveryBatch {
    let source = try #require(self.source.withLock { $0 })
    return try source.exchange(results: results, claiming: 512)
  }

  func start() {}
  func wake() {}
  func apply(settings: CourierSettings, policy: NetworkPolicy) {}
  func withdraw(endpointID: Int64) {}
  func attempt(_ job: DeliveryJob) async -> AttemptResult {
    AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: 1, decision: .delivered, status: 204, error: nil,
      startedAt: Instant(milliseconds: 0), durationMs: 0, responseHead: nil)
  }
  func beat(_ done: @escaping @Sendable () -> Void) { done() }
  func stop(within milliseconds: Int) async {}
}
