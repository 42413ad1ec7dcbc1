import Dispatch
import Foundation
import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization

@testable import MilepostEngine

/// A clock that stands still until a test moves it.
final class HeldClock: EngineClock {
  let isRehearsal = false
  private let instant: Mutex<Instant>

  init(_ start: Instant) { instant = Mutex(start) }

  func now() -> Instant { instant.withLock { $0 } }
  func set(_ value: Instant) { instant.withLock { $0 = value } }
  func wallTime(for instant: Instant) -> DispatchWallTime? { nil }
}

/// The real engine on a real database file, on a clock that the test holds.
final class EngineHarness {
  let path: String
  let clock: HeldClock
  private let calendars: CalendarLibrary
  private(set) var engine: Engine

  /// - Parameter wallIsHeld: deliveries, too, are dated by the clock that the test holds.
  init(
    start: String = "2022-05-20", zone: String = "Asia/Shanghai", calendars: CalendarLibrary = .init(),
    wallIsHeld: Bool = false
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "milepost-engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "milepost.db").path
    clock = HeldClock(try EngineHarness.moment(start, zone: zone))
    self.calendars = calendars
    engine = try EngineHarness.open(path, clock: clock, wall: wallIsHeld ? clock : SystemClock(), calendars: calendars)
    try engine.start()
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

  /// Stops the engine and starts another one on the same file, with these rules of zones.
  func restart(zones: ZoneCache = ZoneCache()) async throws {
    try await stop()
    engine = try EngineHarness.open(path, clock: clock, calendars: calendars, zones: zones)
    try engine.start()
  }

  /// Puts others into force, as `systemctl reload` does.
  func reload(_ calendars: CalendarLibrary, zones: ZoneCache? = nil) throws {
    try engine.reload(calendars: calendars, settings: engine.settings, zones: zones ?? engine.zones)
  }

  func stop() async throws {
    await engine.stop(within: 2000)
    try engine.store.close()
  }

  /// Moves the clock to a local time and lets the engine look.
  func advance(to date: String, _ minute: Int = 540, zone: String = "Asia/Shanghai") async throws {
    clock.set(try EngineHarness.moment(date, minute, zone: zone))
    await engine.check()
  }

  func alerts() throws -> [Alert] {
    try engine.store.read { try $0.alerts(states: Alert.State.allCases, beforeID: nil, limit: 10_000) }.reversed()
  }

  /// `rule occurrence` of every alert that the timer fired, the oldest first.
  func fired() throws -> [String] {
    try alerts().filter { !$0.rule.hasPrefix("event:") }.map { "\($0.rule) \($0.occurrence)" }
  }

  func addKindergarten(policy: PolicyDraft? = PolicyDraft(leadDays: [30, 7], workingDaysOnly: false)) async throws {
    _ = try await engine.addProject(
      ProjectDraft(key: "henggang", name: "横港中心幼儿园", zone: "Asia/Shanghai", policy: policy), by: "test")
    _ = try await engine.addMilestone(
      "henggang", MilestoneDraft(key: "completion", name: "全部工程完工", due: "2022-06-30"), by: "test")
  }

  static func moment(_ date: String, _ minute: Int = 540, zone: String = "Asia/Shanghai") throws -> Instant {
    guard let day = CivilDate(date) else { throw Refusal(.invalidDate, en: date, zh: date) }
    return try SystemZones().zone(named: zone).instant(of: day, minute: minute)
  }

  private static func open(
    _ path: String, clock: HeldClock, wall: any EngineClock = SystemClock(), calendars: CalendarLibrary,
    zones: ZoneCache = ZoneCache()
  ) throws -> Engine {
    var log = Logger(label: "test")
    log.logLevel = .critical
    return try Engine(
      store: Store(path: path), calendars: calendars, clock: clock, wall: wall,
      settings: EngineSettings(
        zone: "Asia/Shanghai", network: NetworkPolicy(allow: ["127.0.0.0/8"], deny: [])), zones: zones, log: log)
  }
}
