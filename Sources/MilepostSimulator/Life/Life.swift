import CFaultDisk
import Logging
import MilepostCore
import MilepostEngine
import MilepostStore
import MilepostWebhooks
import Synchronization

/// One life of a service, from its first start to the end of its years: the real engine, store and rules on a clock, a
/// disk and a network that are made up. All that is left to chance comes from one seed. Used by one task.
final class Life {
  static let path = "/milepost.db"
  static let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
  private static let dayMs: Int64 = 86_400_000
  /// Moments at which nothing moves on, one after the other, before that counts as a fault.
  private static let standstillMax = 200
  private static let turnsMax = 100

  let seed: UInt64
  let mutation: Mutation?
  let clock: SimulatedClock
  let disk: FaultDisk
  let witness: Witness
  let isLinked: Bool
  private let ids: SeededRandom
  private let end: Int64
  var dice: Dice
  var town: Town
  var books = Books()
  var tally = Tally()
  var engine: Engine?
  var store: Store?
  var rounds: Rounds?
  var calendars: [String: WorkCalendar] = [:]
  /// As they were before the last publication.
  var earlier: [String: WorkCalendar] = [:]
  /// Days off were published, and it is not sure that the service has moved the days that hang on them.
  private(set) var mayMoveDues = false
  /// What was to go out before that.
  private(set) var waiting: Set<Witness.Pair> = []
  var zones: [String: CivilZone] = [:]
  var activities: [String: [String]] = [:]
  var removed: Set<Int64> = []
  /// Plans in another program, by project, and milestones that stand as they do because such a plan says so.
  var plans: [String: [ForeignPlan.Row]] = [:]
  var fromPlans: Set<Int64> = []
  /// What is other of zones than the system has it.
  var rules: [String: [Amendment]] = [:]
  var number = 0
  var isTold = false
  /// Somebody's deed is under way: what comes is judged once it is known whether it was done.
  var isActing = false
  /// By the machine's clock: when it began.
  var actedAt: Int64 = 0
  /// The service was disturbed since the last look that succeeded.
  var isShaken = true
  /// What people's own deeds have left in the ledger since the last one began.
  var entries: [Witness.Entry] = []
  /// By the machine's clock: what was to come before may come late.
  var calmSince: Int64 = .min
  var names: [Int64: String] = [:]
  var limitEnds: Int64 = .max
  var clockIsRight: Int64 = .max
  var sleepsUntil: Int64 = 0
  private(set) var lookAgain: Int64?
  /// The engine's next wake, by the machine's clock, as long as nothing has happened that could move it.
  var knownWake: Instant??
  private var failures = 0
  private var standstill = 0
  private var nextDeed: Int64 = 0
  var nextTrouble: Int64 = 0
  private var nextMood: Int64 = 0
  var nextRules: Int64 = 0
  private var nextPublication: Int64

  /// Nil when there is no memory for it.
  init?(seed: UInt64, years: Int, mutation: Mutation?) {
    self.seed = seed
    self.mutation = mutation
    dice = Dice(seed: seed, stream: 1)
    town = Town(dice: Dice(seed: seed, stream: 2))
    ids = SeededRandom(Dice(seed: seed, stream: 3))
    guard let disk = FaultDisk(name: "disk-\(seed)-\(years)", seed: Dice(seed: seed, stream: 4).first) else {
      return nil
    }
    self.disk = disk
    witness = Witness(path: Life.path, disk: disk.name)
    isLinked = dice.once(in: 3)
    // Any day from 2020 to 2027.
    let start = (18_262 + dice.roll(0...2900 as ClosedRange<Int64>)) * Life.dayMs + dice.roll(0...Life.dayMs)
    clock = SimulatedClock(at: start)
    end = start + Int64(years) * 365 * Life.dayMs
    nextPublication = start + dice.roll(0...365 * Life.dayMs)
    tally.years = years
    if mutation == .forgetSyncs { disk.forgetSyncs() }
  }

  func live() async {
    publish(isFirst: true)
    await open()
    nextTrouble = clock.time + dice.wait(mean: 10 * Life.dayMs)
    nextRules = clock.time + dice.wait(mean: 200 * Life.dayMs)
    while clock.time < end, books.violations.isEmpty { await step() }
    if books.violations.isEmpty { await calm() }
    if books.violations.isEmpty { reckon() }
    tally.take(from: self)
    witness.close()
    engine = nil
    try? store?.close()
    store = nil
  }

  /// Moves time to the next thing that happens, and has it happen.
  private func step() async {
    let wake = nextWake()
    let moments = [
      nextDeed, nextTrouble, nextMood, nextPublication, nextRules, limitEnds, clockIsRight, wake, rounds?.next,
    ]
    let next = max(clock.time, moments.compactMap(\.self).min() ?? end)
    standstill = next == clock.time ? standstill + 1 : 0
    if standstill > Life.standstillMax { return books.violation("nothing moves on at \(next): wake \(wake ?? 0)") }
    clock.time = next
    if limitEnds <= next { (limitEnds, _) = (.max, disk.limit(nil)) }
    if clockIsRight <= next { await setClock(to: 0) }
    if nextMood <= next { changeMood() }
    if nextPublication <= next { await publishNext() }
    if nextRules <= next { await changeRules() }
    if nextTrouble <= next {
      nextTrouble = next + dice.wait(mean: 12 * Life.dayMs)
      await trouble()
    }
    if nextDeed <= next {
      // What came due before somebody changes the rules is judged by those that held.
      if let lookAgain, lookAgain <= clock.time { await look() }
      nextDeed = next + dice.wait(mean: 6 * Life.dayMs)
      if let deed = chooseDeed() { await attempt(deed) }
    }
    if let wake, wake <= clock.time { await look() }
    await deliver()
    if disk.isDown { await reboot() }
  }

  func tell(_ what: @autoclosure () -> String) {
    if isTold { print("\(clock.now().rfc3339) \(what())") }
  }

  /// True time at which the engine's own timer would wake it.
  private func nextWake() -> Int64? {
    if let lookAgain { return lookAgain }
    guard let store else { return nil }
    do {
      // Attempts to deliver move no deadline: most steps need not ask.
      let known = try knownWake ?? store.read { try $0.wakes() }.earliest
      knownWake = .some(known)
      return known.map { max(clock.time(of: $0), sleepsUntil) }
    } catch {
      return disk.isDown ? nil : clock.time + 1000
    }
  }

  /// Has the engine look at what is due, and judges what came of it.
  func look() async {
    guard let engine, !disk.isDown else { return }
    if mutation == .missedWakes, sleepsUntil <= clock.time, dice.once(in: 10) {
      sleepsUntil = clock.time + Life.dayMs
      return
    }
    if mutation != nil { sabotage() }
    let faults = disk.counts.faults
    // It tries each second; here it is asked less and less often, and what came due meanwhile is late by that.
    if failures > 0 { calmSince = clock.now().milliseconds }
    knownWake = nil
    books.loosen(now: clock.now().milliseconds, time: clock.time)
    let waiting = waitingForSilences()
    await engine.check()
    await engine.settled()
    tally.looks += 1
    guard !disk.isDown else { return }
    observe()
    if disk.counts.faults == faults, !disk.isDown {
      (lookAgain, failures, mayMoveDues) = (nil, 0, false)
      let now = clock.now().milliseconds
      beginSilences(with: waiting)
      books.judgeSilence(now: now, in: calendars, isShaken: isShaken)
      books.judgeWaits(now: now, isShaken: isShaken)
      books.judgeLevels(now: now, isShaken: isShaken)
      books.judgeEnds(now: now, time: clock.time, isShaken: isShaken)
      isShaken = false
    } else {
      isShaken = true
      calmSince = clock.now().milliseconds
      failures = min(failures + 1, 9)
      lookAgain = clock.time + 1000 << failures
    }
  }

  func deliver() async {
    for _ in 0..<Life.turnsMax {
      guard !disk.isDown else { return }
      let isGone = rounds?.work(&town, names: names) ?? false
      if rounds?.hasFailed == true {
        rounds?.hasFailed = false
        town.forgetWishes()
      }
      for complaint in town.complaints { books.violation(complaint) }
      guard let engine, let rounds, isGone || rounds.isToGoOn || rounds.hasHalted else { return }
      // What results say of an endpoint is told on the engine's queue.
      await engine.settled()
      if rounds.isCalled { knownWake = nil }
      if isGone || rounds.isCalled || rounds.hasHalted, !disk.isDown { observe() }
    }
  }

  /// Starts the service on the disk as it is.
  func open() async {
    (knownWake, isShaken) = (nil, true)
    town.forgetWishes()
    books.loosen(now: clock.now().milliseconds, time: clock.time)
    for attempt in 0..<5 {
      do {
        let store = try Store(path: Life.path, disk: disk.name)
        self.store = store
        let office = Mutex<PostOffice?>(nil)
        let settings = EngineSettings(network: try NetworkPolicy(allow: [], deny: []))
        let engine = try Engine(
          store: store, calendars: library, clock: clock, wall: clock, settings: settings, zones: zoneCache, log: log,
          random: ids
        ) { source in
          let made = PostOffice(source: source)
          office.withLock { $0 = made }
          return made
        }
        self.engine = engine
        rounds = office.withLock { $0 }.map {
          Rounds(office: $0, clock: clock, dice: Dice(seed: dice.next()), mutation: mutation)
        }
        engine.startHeld()
        await engine.settled()
        calmSince = clock.now().milliseconds
        lookAgain = clock.time
        return
      } catch {
        (engine, rounds) = (nil, nil)
        try? store?.close()
        store = nil
        if attempt == 4 { books.violation("it does not start any more: \(error)") }
        if disk.isDown { disk.boot(afterPowerLoss: false) }
        disk.heal()
      }
    }
  }

  var library: CalendarLibrary {
    CalendarLibrary(
      calendars.values.filter { $0.name != WorkCalendar.weekdays.name && mutation != .forgetHolidays }
        + (mutation == .forgetHolidays ? [WorkCalendar(name: "site")] : []))
  }

  /// Of what goes wrong inside, told with the rest of a life.
  private var log: Logger {
    guard isTold else { return Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() } }
    var log = Logger(label: "simulation") { StreamLogHandler.standardOutput(label: $0) }
    log.logLevel = .warning
    return log
  }

  private func changeMood() {
    nextMood = clock.time + dice.wait(mean: 8 * Life.dayMs)
    guard let name = town.names.isEmpty ? nil : dice.pick(town.names) else { return }
    // Most begin when there is something to send.
    let start = dice.once(in: 3) ? clock.time : max(clock.time, nextWake() ?? clock.time)
    town.setMood(dice.pick(Town.Mood.bad), of: name, during: start..<start + dice.outage())
  }

  private func publishNext() async {
    nextPublication = clock.time + dice.wait(mean: 200 * Life.dayMs)
    publish(isFirst: false)
    tell("publication")
    guard let engine, let settings = try? EngineSettings(network: NetworkPolicy(allow: [], deny: [])) else { return }
    calmSince = clock.now().milliseconds
    waiting = look { try self.witness.pairs(isPending: true) } ?? []
    books.remember(in: earlier)
    books.turnEra()
    (knownWake, isShaken, mayMoveDues) = (nil, true, true)
    books.loosen(now: clock.now().milliseconds, time: clock.time)
    try? engine.reload(calendars: library, settings: settings, zones: engine.zones)
    await engine.settled()
    lookAgain = clock.time
    if !disk.isDown { observe() }
  }
}

extension Dice {
  fileprivate var first: UInt64 {
    var copy = self
    return copy.next()
  }
}
