import Dispatch
import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization

/// The one place where store, rules and courier meet.
///
/// Every change and every tick runs on one serial queue, as one transaction of the store; what it made due is then
/// handed to the timer and to the courier. Nothing is held in memory that the store does not have.
package final class Engine: Sendable {
  package let store: Store
  package let clock: any EngineClock
  /// The machine's own time, in which deliveries go out, whatever clock deadlines go by.
  let wall: any EngineClock
  let courier: any Carrier
  let queue = DispatchQueue(label: "milepost.engine", qos: .userInitiated)
  let log: Logger
  let timer: DeadlineTimer
  /// Says that something was committed.
  package let bulletin: Bulletin
  /// Ticks fail.
  let trouble = Standing()
  /// A tick is to be tried again.
  let retry = Standing()
  /// What goes on part by part gives up: the store will be closed.
  let stopping = Standing()
  /// Since when alerts are stored of which the courier has not been told.
  let untold = Mutex<DispatchTime?>(nil)
  /// Where the ledger's newest entries stand in time.
  let latestEntry = Mutex(LatestEntry())
  /// How far a clock that was set back has been seen to.
  let rewound = Mutex<Rewound?>(nil)
  /// What runs on the queue or waits for it.
  let turns = DispatchGroup()
  let pruning = PruningWalk()
  private let random: any RandomSource
  /// Exchanges with the outbox fail.
  let outboxTrouble = Standing()
  /// What this process has seen of its own work.
  package let meters: Meters
  let lifeSign = LifeSign()
  /// Signs the links by which people answer.
  let answering: Answering
  let heartbeat: Heartbeat
  private let configurationNow: Mutex<EngineConfiguration>

  /// Refuses to stand when the default zone or calendar does not exist. `carrier` makes what stands in for the courier.
  package init(
    store: Store, calendars: CalendarLibrary, clock: any EngineClock, wall: any EngineClock = SystemClock(),
    settings: EngineSettings, zones: ZoneCache = ZoneCache(), log: Logger,
    random: any RandomSource = SystemRandom(),
    carrier: ((any DeliverySource) -> any Carrier)? = nil
  ) throws {
    _ = try zones.zone(named: settings.zone)
    _ = try calendars.calendar(named: settings.calendar)
    self.store = store
    self.clock = clock
    self.wall = wall
    self.log = log
    self.random = random
    configurationNow = Mutex(EngineConfiguration(settings: settings, calendars: calendars, zones: zones))
    timer = DeadlineTimer(queue: queue, clock: clock)
    let meters = Meters(startedAt: wall.now())
    self.meters = meters
    let answering = Answering(store: store, settings: settings.answers)
    self.answering = answering
    let courier: any Carrier
    let bell = Bell()
    let bulletin = Bulletin(countingFrom: wall.now().milliseconds)
    self.bulletin = bulletin
    let source = PublicSource(
      base: OutboxSource(
        store: store, wall: wall, log: log, trouble: outboxTrouble, meters: meters, answering: answering,
        random: random, bell: bell), bulletin: bulletin)
    if let carrier {
      courier = carrier(source)
    } else {
      courier = try Courier(
        settings: settings.courier, policy: settings.network, clock: { wall.now() }, source: source,
        onError: { [outboxTrouble] error in
          guard outboxTrouble.set() else { return }
          log.error("outbox not readable or writable, trying each second", metadata: .reason(error))
        })
    }
    self.courier = courier
    heartbeat = Heartbeat(courier: courier, clock: { wall.now() }, log: log)
    bell.heard(by: { [weak self] in self?.turn { $0.tellEndpointNews() } })
  }

  package var now: Instant { clock.now() }
  package var calendars: CalendarLibrary { configuration.calendars }
  package var zones: ZoneCache { configuration.zones }
  package var settings: EngineSettings { configuration.settings }
  var configuration: EngineConfiguration { configurationNow.withLock { $0 } }

  /// Looks at everything that came due while the service was away, arms the timer and lets the courier run.
  package func start() throws {
    timer.start(
      onDue: { [weak self] in self?.tick() },
      onSweep: { [weak self] in
        self?.sweep()
      })
    startHeld()
  }

  /// As `start`, but no timer runs: whoever holds the clock calls `check()`.
  package func startHeld() {
    courier.start()
    turn { engine in
      engine.recoverFromClockJump()
      engine.recheckOnNewGrounds()
      let pause = engine.pause()
      engine.keepHouse()
      engine.tick { engine.signOfLife(after: pause) }
    }
  }

  /// What is done now and then, on the engine's queue.
  package func keepHouse() {
    eraseOldSecrets()
    tellEndpointNews()
    pruneHistory()
  }

  /// Runs `body` on the engine's queue, in its turn.
  func turn(_ body: @escaping @Sendable (Engine) -> Void) {
    queue.async(group: turns) { [self] in body(self) }
  }

  /// Returns when nothing runs or waits on the engine's queue any more.
  package func settled() async {
    guard isBusy else { return }
    await withCheckedContinuation { continuation in turns.notify(queue: queue) { continuation.resume() } }
  }

  private var isBusy: Bool { turns.wait(timeout: .now()) == .timedOut }

  private func sweep() {
    let pause = pause()
    recoverFromClockJump()
    keepHouse()
    tick { [self] in
      meters.sweep(at: wall.now())
      signOfLife(after: pause)
    }
  }

  /// Stops the timer, lets deliveries under way finish within the bound, and records what they gave. `reason`: why it
  /// has to stop, for the listener to its heart; nil when somebody asked for it.
  package func stop(within milliseconds: Int, because reason: String? = nil) async {
    _ = stopping.set()
    timer.stop()
    await heartbeat.stop(because: reason)
    await courier.stop(within: milliseconds)
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        signOfLife(after: nil, isLast: true)
        continuation.resume()
      }
    }
  }

  /// Puts new settings, calendars and zones into force. Checks that moved with these are set anew in the background.
  package func reload(calendars: CalendarLibrary, settings: EngineSettings, zones: ZoneCache) throws {
    _ = try zones.zone(named: settings.zone)
    _ = try calendars.calendar(named: settings.calendar)
    configurationNow.withLock {
      $0.settings = settings
      $0.calendars = calendars
      $0.zones = zones
    }
    answering.apply(settings.answers)
    courier.apply(settings: settings.courier, policy: settings.network)
    turn { engine in
      engine.recheckOnNewGrounds()
      engine.tick()
    }
  }

  /// Looks now at what is due, and returns when every alert that was due is in the outbox.
  package func check() async {
    await withCheckedContinuation { continuation in
      turn { engine in
        engine.recoverFromClockJump()
        engine.tick { continuation.resume() }
      }
    }
  }

  /// Calls `done` when both the engine's queue and the courier's loop have answered: the service can still do its work.
  package func beat(_ done: @escaping @Sendable () -> Void) {
    queue.async { [courier] in courier.beat(done) }
  }

  /// Runs one change as one transaction on the engine's queue, then looks at what it made due.
  func change<Value: Sendable>(
    by author: String, _ body: @escaping @Sendable (UnitOfWork) throws -> Value
  ) async throws -> Value {
    let mark = RequestMark.current
    return try await withCheckedThrowingContinuation { continuation in
      turn { engine in
        continuation.resume(with: Result { try engine.commit(by: author, mark, body) })
      }
    }
  }

  private func commit<Value>(
    by author: String, _ mark: RequestMark?, _ body: (UnitOfWork) throws -> Value
  ) throws -> Value {
    dispatchPrecondition(condition: .onQueue(queue))
    let configuration = configuration
    let now = clock.now()
    var events: [UnitOfWork.Event] = []
    var halted: Set<Int64> = []
    let value = try store.write { writer in
      let work = unitOfWork(writer, at: now, by: author, configuration)
      if let precondition = mark?.precondition { try work.check(precondition) }
      let value = try body(work)
      try work.finish()
      if let repetition = mark?.repetition { try writer.remember(repetition, at: work.sentAt) }
      events = work.events
      halted = work.halted
      return value
    }
    for endpointID in halted { courier.withdraw(endpointID: endpointID) }
    for event in events { log.info("\(event.message)", metadata: event.metadata) }
    armAndWake()
    bulletin.post()
    return value
  }

  /// What one transaction works with.
  func unitOfWork(
    _ writer: StoreWriter, at now: Instant, by author: String = "service", _ configuration: EngineConfiguration
  ) -> UnitOfWork {
    UnitOfWork(
      writer: writer, now: now, sentAt: wall.now(), author: author, configuration: configuration, random: random)
  }
}
