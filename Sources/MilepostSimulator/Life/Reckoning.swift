import CFaultDisk
import MilepostCore
import MilepostStore

/// The end of a life: all troubles cease, what waits gets its time, and the books are compared.
extension Life {
  private static let patienceMs: Int64 = 40 * 86_400_000

  /// Nothing fails any more; time goes on until nothing waits for an endpoint that is there.
  func calm() async {
    disk.heal()
    limitEnds = .max
    town.isCalm = true
    if disk.isDown { await reboot() }
    await setClock(to: 0)
    for hush in books.hushes.values.sorted(by: { $0.id < $1.id }) where !hush.isOver {
      await attempt(.expire(hush.id))
    }
    for (name, door) in books.doors.sorted(by: { $0.key < $1.key }) where door.isPaused && !door.isRemoved {
      await attempt(.resume(name))
    }
    let end = clock.time + Self.patienceMs
    await look()
    while clock.time < end, books.violations.isEmpty {
      await deliver()
      guard let rounds else { return books.violation("no courier at the end") }
      if rounds.isIdle, look({ try self.witness.pendingCount() }) == 0 { return }
      guard let next = rounds.isCalled ? clock.time : rounds.next else {
        return books.violation("deliveries wait, and nobody will look at them again")
      }
      clock.time = max(next, clock.time)
    }
    books.violation("deliveries still wait after \(Self.patienceMs / 86_400_000) calm days")
  }

  func reckon() {
    observe()
    guard let damage = look({ try self.witness.damage() }),
      let ledger = look({ try self.witness.ledger(from: 1) }),
      let alerts = look({ try self.witness.alerts(after: 0) }),
      let deliveries = look({ try self.witness.deliveries() })
    else { return books.violation("the database cannot be read at the end") }
    books.require(damage.isEmpty, "SQLite finds: \(damage)")
    books.require(ledger.map(\.hash) == books.ledger, "the ledger is not what was seen to be written")
    let chain = look { try self.store?.read { try $0.verifyLedger() } }
    books.require(
      chain??.brokenAt == nil && chain??.entries == Int64(books.ledger.count), "the ledger's chain is broken")
    books.require(Set(alerts) == Set(books.alerts.entries), "alerts have gone, or come unseen")
    for alert in books.alerts.entries {
      let isKnown = alert.milestone == 0 ? !alert.subject.isEmpty : books.points[alert.milestone] != nil
      books.require(isKnown, "an alert of a milestone that nobody entered: \(alert)")
    }
    reckon(deliveries)
    books.require(tally.heldMost <= 4096, "the courier held \(tally.heldMost) at once")
    books.require(disk.counts.bytes < 256 << 20, "the database has grown to \(disk.counts.bytes) bytes")
  }
}
