import CFaultDisk
import MilepostCore
import MilepostEngine
import MilepostStore

/// What goes wrong.
extension Life {
  private static let minuteMs: Int64 = 60_000
  private static let hourMs: Int64 = 3_600_000

  func trouble() async {
    if mutation == .editLedger || mutation == .cutLedger { sabotageLedger() }
    let luck = dice.roll(1...100)
    tell("trouble \(luck)")
    switch luck {
    case 1...30: disk.plan(FAULT_CRASH, after: dice.roll(0...120))
    case 31...38: await reboot(afterPowerLoss: false)
    case 39...48: await reboot(afterPowerLoss: true)
    case 49...54: disk.plan(FAULT_IO, after: dice.roll(0...60), times: dice.roll(1...4))
    case 55...59: disk.plan(FAULT_TORN, after: dice.roll(0...60), times: dice.roll(1...2))
    case 60...64: disk.plan(FAULT_FULL, after: dice.roll(0...60), times: dice.roll(1...10))
    case 65...68: disk.plan(FAULT_READ, after: dice.roll(0...60), times: dice.roll(1...3))
    case 69...74:
      disk.limit(Int64(disk.counts.bytes) + dice.roll(0...40_000))
      limitEnds = clock.time + dice.roll(Self.minuteMs...2 * Self.hourMs)
    case 75...88:
      let reach = dice.pick([2 * Self.minuteMs, Self.hourMs, 26 * Self.hourMs, 480 * Self.hourMs])
      await setClock(to: dice.roll(-reach...reach))
      clockIsRight = clock.time + dice.roll(Self.minuteMs...reach * 2)
    case 89...97: await restart()
    default: if let name = town.names.last, dice.once(in: 4) { town.leave(name) }
    }
  }

  /// The machine's clock is set; the sweep sees it within a minute.
  func setClock(to error: Int64) async {
    clock.error = error
    books.turnEra()
    town.forgetTimes()
    if error == 0 { clockIsRight = .max }
    clock.time += dice.roll(0...60_000)
    calmSince = max(clock.now().milliseconds, calmSince)
    rounds?.clockWasSet()
    tally.jumps += 1
    await look()
    calmSince = clock.now().milliseconds
  }

  /// The machine stops where it is, stays away for a while, and starts again.
  func reboot(afterPowerLoss: Bool? = nil) async {
    let hasLostPower = afterPowerLoss ?? dice.once(in: 2)
    tell("down, power lost: \(hasLostPower)")
    books.handed.formUnion(rounds?.heldMessages ?? [])
    witness.close()
    (engine, rounds) = (nil, nil)
    if !disk.isDown {
      // Whoever is cut off in the middle closes nothing.
      disk.plan(FAULT_CRASH, after: 0)
    }
    try? store?.close()
    store = nil
    disk.boot(afterPowerLoss: hasLostPower)
    disk.heal()
    limitEnds = .max
    clock.time += dice.pick([1000, Self.minuteMs, Self.minuteMs, Self.hourMs, 30 * Self.hourMs, 220 * Self.hourMs])
    await open()
    tally.crashes += 1
    checkDurability()
    observe()
  }

  func restart() async {
    books.handed.formUnion(rounds?.heldMessages ?? [])
    if let engine { await engine.stop(within: 0) }
    witness.close()
    (engine, rounds) = (nil, nil)
    try? store?.close()
    store = nil
    if disk.isDown { return await reboot() }
    clock.time += dice.roll(100...60_000)
    await open()
    tally.restarts += 1
    checkDurability()
    observe()
  }

  /// What was seen to stand in the ledger stands there still, after whatever has happened.
  private func checkDurability() {
    guard let last = books.ledger.last else { return }
    // Down again already: it is asked after the next start.
    guard let there = look({ try self.witness.ledger(from: self.books.ledger.count) }) else { return }
    books.require(there.first?.hash == last, "what stood in the ledger at \(books.ledger.count) is lost or another")
  }

  /// Asks the disk past its troubles: nil only when it is down.
  func look<Value>(_ question: () throws -> Value) -> Value? {
    for _ in 0..<4 {
      if let value = try? question() { return value }
      guard !disk.isDown else { return nil }
      disk.heal()
      limitEnds = .max
      witness.close()
    }
    books.violation("the database does not answer questions")
    return nil
  }

  /// Reads what is new in the database, and judges it.
  func observe() {
    guard let fresh = look({ try self.witness.ledger(from: self.books.ledger.count + 1) }) else { return }
    for entry in fresh {
      books.ledger.append(entry.hash)
      // In the order in which it came to pass: one that is switched on may be switched off by its first answer.
      switch entry.action {
      case "webhook.disable":
        books.doors[entry.subject]?.isDisabled = true
        town.close(entry.subject)
      case "webhook.pause": books.doors[entry.subject]?.isDisabled = false
      case "webhook.resume":
        books.doors[entry.subject]?.isDisabled = false
        town.reopen(entry.subject)
      default: break
      }
    }
    if mayMoveDues { refreshDues() }
    if !fresh.isEmpty || names.isEmpty { names = look { try self.witness.endpointNames() } ?? names }
    entries += fresh.filter { $0.author == Deed.author }
    if !isActing { judgeFresh() }
  }

  func judgeFresh() {
    defer { judgeWritings() }
    guard let fresh = look({ try self.witness.alerts(after: self.books.alerts.lastID) }), !fresh.isEmpty else { return }
    if isTold {
      for alert in fresh {
        tell("alert \(alert.id) of \(alert.milestone)\(alert.subject): \(alert.rule) \(alert.occurrence)")
      }
    }
    books.judge(fresh, in: calendars, known: earlier, calmSince: calmSince, isShaken: isShaken)
  }

  /// Rows of the outbox are looked at while there is something to be known of their hours.
  private func judgeWritings() {
    guard books.ways != nil, let fresh = look({ try self.witness.writings(after: self.books.lastWriting) }) else {
      return
    }
    books.lastWriting = max(books.lastWriting, fresh.last?.id ?? 0)
    books.judge(fresh, calmSince: calmSince, isShaken: isShaken)
  }
}
