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
    for (name, door) in books.doors.sorted(by: { $0.key < $1.key }) where door.isPaused && !door.isRemoved {
      await attempt(.resume(name))
    }
    let end = clock.time + Self.patienceMs
    await look()
    while clock.time < end, books.violations.isEmpty {
      await deliver()
      guard let rounds else { return books.violation("no courier at the end") }
      if rounds.isIdle, look({ try self.witness.pendingCount() }) == 0 { return }
      guard let next = rounds.next else {
        return books.violation("deliveries wait, and nobody will look at them again")
      }
      clock.time = max(next, clock.time)
    }
    books.violation("deliveries still wait after \(Self.patienceMs / 86_400_000) calm days")
  }

  func reckon() {
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
    let seen = Set(books.alerts.entries.map { "\($0)" })
    books.require(Set(alerts.map { "\($0)" }) == seen, "alerts have gone, or come unseen")
    for alert in books.alerts.entries {
      let isKnown = alert.milestone == 0 ? !alert.subject.isEmpty : books.points[alert.milestone] != nil
      books.require(isKnown, "an alert of a milestone that nobody entered: \(alert)")
    }
    reckon(deliveries)
    books.require(tally.heldMost <= 4096, "the courier held \(tally.heldMost) at once")
    books.require(disk.counts.bytes < 256 << 20, "the database has grown to \(disk.counts.bytes) bytes")
  }

  private func reckon(_ deliveries: [Witness.Delivery]) {
    books.require(Set(deliveries.map(\.messageID)).count == deliveries.count, "two deliveries share an id")
    let byAlert = Dictionary(grouping: deliveries.filter { $0.alertID != nil }) { $0.alertID ?? 0 }
    for (alert, wanted) in books.alerts.addressees.sorted(by: { $0.key < $1.key }) {
      let there = Set((byAlert[alert] ?? []).map(\.endpoint))
      books.require(there == wanted, "alert \(alert) was to go to \(wanted.sorted()), and goes to \(there.sorted())")
    }
    var received: [String: Set<String>] = [:]
    for name in town.names { received[name] = Set(town.received(name).map(\.messageID)) }
    for delivery in deliveries {
      let hasCome = received[delivery.endpoint]?.contains(delivery.messageID) ?? false
      switch delivery.state {
      case "delivered": books.require(hasCome, "recorded as delivered, and never received: \(delivery)")
      case "dead":
        let why =
          delivery.isRemoved || delivery.endpointState == "disabled" || delivery.attempts >= 20
          || delivery.error == "HTTP 410"
        books.require(why, "given up without reason: \(delivery)")
      default: books.require(delivery.endpointState != "active" || delivery.isRemoved, "left lying: \(delivery)")
      }
    }
    reckonReceptions(deliveries)
  }

  private func reckonReceptions(_ deliveries: [Witness.Delivery]) {
    let known = Dictionary(deliveries.map { ($0.messageID, $0) }) { first, _ in first }
    let alerts = Dictionary(books.alerts.entries.map { ($0.id, $0) }) { first, _ in first }
    for name in town.names {
      var bodies: [String: String] = [:]
      var ids: [String: String] = [:]
      for reception in town.received(name) {
        guard let delivery = known[reception.messageID] else {
          books.violation("\(name) received \(reception.messageID), of which the database knows nothing")
          continue
        }
        books.require(delivery.endpoint == name, "\(name) received what was for \(delivery.endpoint)")
        let first = bodies[reception.messageID] ?? reception.body
        books.require(first == reception.body, "\(reception.messageID) came with two bodies")
        bodies[reception.messageID] = first
        guard let alert = delivery.alertID.flatMap({ alerts[$0] }) else { continue }
        let key = alert.key
        let id = ids[key] ?? reception.messageID
        books.require(id == reception.messageID, "\(name) was told \(key) under two ids")
        ids[key] = id
      }
      books.require(town.afterGone(name) == 0, "\(name) was called \(town.afterGone(name)) times after it had gone")
      let isKnownGone = books.doors[name].map { $0.isDisabled || $0.isRemoved || $0.isPaused } ?? true
      books.require(!town.hasSaidGone(name) || isKnownGone, "\(name) has said that it is gone, and is still called")
    }
  }
}
