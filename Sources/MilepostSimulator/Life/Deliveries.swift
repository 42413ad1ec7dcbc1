import Foundation
import MilepostCore

/// The end of a life, as far as messages go: who was to be told, and who was.
extension Life {
  /// History is kept for so long; by how much the machine's clock may have been wrong is not history's fault.
  private static let keptMs: Int64 = (400 - 2 * 20) * 86_400_000

  func reckon(_ deliveries: [Witness.Delivery]) {
    books.require(Set(deliveries.map(\.messageID)).count == deliveries.count, "two deliveries share an id")
    let told = look { try self.witness.messages() } ?? [:]
    let forgottenBefore = clock.latest - Self.keptMs
    reckonTellings(deliveries, told, forgottenBefore)
    let bodies = Dictionary(deliveries.map { ($0.id, $0) }) { first, _ in first }
    for delivery in deliveries {
      let hasCome = town.hasReceived(delivery.messageID, at: delivery.endpoint)
      switch delivery.state {
      case "delivered": books.require(hasCome, "recorded as delivered, and never received: \(delivery.words)")
      case "dead":
        let why =
          delivery.isRemoved || delivery.endpointState == "disabled" || delivery.attempts >= 20
          || delivery.error == "HTTP 410"
        books.require(why, "given up without reason: \(delivery.words)")
      // Of a try before a crash nobody knows.
      case "withdrawn": books.require(delivery.attempts == 0, "withdrawn, and tried: \(delivery.words)")
      case "folded":
        books.require(!hasCome, "folded, and received by itself: \(delivery.words)")
        let group = delivery.foldedInto.flatMap { bodies[$0] }
        books.require(group?.holds(delivery) ?? false, "folded into what does not tell it: \(delivery.words)")
      default: books.require(delivery.endpointState != "active" || delivery.isRemoved, "left lying: \(delivery.words)")
      }
    }
    reckonReceptions(deliveries, told, forgottenBefore)
  }

  private func reckonTellings(
    _ deliveries: [Witness.Delivery], _ told: [Int64: [(message: String, endpoint: String)]], _ forgotten: Int64
  ) {
    let states = Dictionary(deliveries.map { ($0.messageID, $0.state) }) { first, _ in first }
    let groups = Set(deliveries.filter { $0.alertID == nil }.map(\.messageID))
    let levels = Set(deliveries.filter { $0.level != nil }.map(\.messageID))
    for (id, telling) in books.alerts.tellings.sorted(by: { $0.key < $1.key }) {
      guard let alert = books.alerts.entry(id) else { continue }
      // What was taken back may have come before a crash that hid it.
      let there = Set(
        (told[id] ?? []).filter {
          states[$0.message] != "withdrawn" || town.hasReceived($0.message, at: $0.endpoint)
        }.map(\.endpoint))
      let missing = telling.must.subtracting(there)
      books.require(
        missing.isEmpty || alert.firedAt < forgotten, "\(alert) was to go to \(missing.sorted()) as well, and does not")
      // What a silence took back before anybody had it goes, at its end, to those who are there then.
      guard !books.loose.contains(id), !(told[id] ?? []).contains(where: { states[$0.message] == "withdrawn" }) else {
        continue
      }
      let above = Set(told[id]?.filter { levels.contains($0.message) }.map(\.endpoint) ?? [])
      let surplus = there.subtracting(telling.may).subtracting(above)
      books.require(surplus.isEmpty, "\(alert) was not to go to \(surplus.sorted())")
    }
    reckonSilences(told, groups)
    reckonEndings(told, deliveries)
  }

  private func reckonSilences(
    _ told: [Int64: [(message: String, endpoint: String)]], _ groups: Set<String>
  ) {
    for hush in books.hushes.values.sorted(by: { $0.id < $1.id }) {
      guard let begun = hush.begun else { continue }
      for id in hush.caught.sorted() {
        for message in told[id] ?? [] where !hush.underWay.contains(message.message) {
          // What may have been sent before a crash keeps its body.
          if groups.contains(message.message), books.handed.contains(message.message) { continue }
          guard let time = town.posted[message.message], time > begun, time < hush.ended ?? .max else { continue }
          books.violation("alert \(id) was sent to \(message.endpoint) at \(time), within silence \(hush.id)")
        }
      }
    }
  }

  /// What nobody was sent before it was over is not sent afterwards, unless it tells of others.
  private func reckonEndings(
    _ told: [Int64: [(message: String, endpoint: String)]], _ deliveries: [Witness.Delivery]
  ) {
    let spared = books.handed.union(deliveries.filter { $0.body.holds("\"also\":[{") }.map(\.messageID))
    for (id, messages) in told.sorted(by: { $0.key < $1.key }) {
      guard let entry = books.alerts.entry(id), books.endings[entry.milestone] != nil else { continue }
      for message in messages where !spared.contains(message.message) {
        guard let time = town.posted[message.message],
          books.isOver(entry, message.message, to: message.endpoint, at: time)
        else { continue }
        books.violation("\(entry) was sent to \(message.endpoint) at \(time), when it was over")
      }
    }
  }

  private func reckonReceptions(
    _ deliveries: [Witness.Delivery], _ told: [Int64: [(message: String, endpoint: String)]], _ forgotten: Int64
  ) {
    let known = Dictionary(deliveries.map { ($0.messageID, $0) }) { first, _ in first }
    // What a silence kept back, or what was over until it was open again, may come behind what was told meanwhile.
    let silenced = books.hushes.values.reduce(into: books.heldUp.union(books.takenBack)) { $0.formUnion($1.caught) }
    let members = Dictionary(grouping: deliveries.filter { $0.foldedInto != nil }) { $0.foldedInto ?? 0 }
    let counts = Dictionary(told.values.flatMap { $0.map { ($0.message, 1) } }, uniquingKeysWith: +)
    for name in town.names {
      var bodies: [String: String] = [:]
      var ids: [Int64: Set<String>] = [:]
      var order: [Int64: Int64] = [:]
      for reception in town.received(name) {
        guard let delivery = known[reception.messageID] else {
          books.require(
            reception.time < forgotten, "\(name) received \(reception.messageID), of which the database knows nothing")
          continue
        }
        books.require(delivery.endpoint == name, "\(name) received what was for \(delivery.endpoint)")
        if let first = bodies[reception.messageID] {
          books.require(first == reception.body, "\(reception.messageID) came with two bodies")
          continue
        }
        bodies[reception.messageID] = reception.body
        if delivery.alertID == nil, members[delivery.id] == nil {
          let count = counts[reception.messageID] ?? 0
          books.require(
            reception.body.holds("\"count\":\(count),"), "\(reception.messageID) does not tell \(count) alerts")
        }
        for part in members[delivery.id] ?? [] {
          books.require(reception.body.holds(part.inside), "\(reception.messageID) does not tell \(part.words)")
        }
        for part in (members[delivery.id] ?? []) + [delivery] {
          guard let alert = part.alertID.flatMap({ books.alerts.entry($0) }) else { continue }
          if part.level == nil { ids[alert.id, default: []].insert(reception.messageID) }
          guard alert.milestone != 0, !silenced.contains(alert.id) else { continue }
          let before = order[alert.milestone] ?? 0
          books.require(before < part.id, "\(name) was told delivery \(part.id) behind \(before): \(alert)")
          order[alert.milestone] = max(before, part.id)
        }
      }
      for (id, messages) in ids.sorted(by: { $0.key < $1.key }) {
        let most = 1 + (books.alerts.tellings[id]?.again ?? 0)
        books.require(
          messages.count <= most, "\(name) was told alert \(id) under \(messages.count) ids, not \(most)")
      }
      books.require(town.afterGone(name) == 0, "\(name) was called \(town.afterGone(name)) times after it had gone")
      let isKnownGone = books.doors[name].map { $0.isDisabled || $0.isRemoved || $0.isPaused } ?? true
      books.require(!town.hasSaidGone(name) || isKnownGone, "\(name) has said that it is gone, and is still called")
    }
  }
}

extension Witness.Delivery {
  var words: String { "\(id) \(messageID) \(state) for \(endpoint), alert \(alertID ?? 0), \(attempts) tries" }

  /// What a message says of its alert, as it stands in a group too.
  var inside: String {
    guard let end = body.end(of: "\"data\":{") else { return body }
    return String(body[end...].dropLast(2))
  }

  func holds(_ other: Witness.Delivery) -> Bool { body.holds(other.inside) }
}

extension String {
  /// Byte by byte: Foundation's search by the rules of Unicode takes most of a life's end.
  fileprivate func holds(_ part: String) -> Bool { end(of: part) != nil }

  fileprivate func end(of part: String) -> Index? {
    let end: Int? = withCString { text in
      part.withCString { part in strstr(text, part).map { UnsafePointer($0) - text + strlen(part) } }
    }
    return end.map { utf8.index(utf8.startIndex, offsetBy: $0) }
  }
}
