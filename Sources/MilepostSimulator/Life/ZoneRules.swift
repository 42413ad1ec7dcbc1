import Foundation
import MilepostCore
import MilepostEngine

/// Governments that change what their clocks show.
extension Life {
  private static let hourMs: Int64 = 3_600_000
  private static let dayMs: Int64 = 86_400_000
  private static let shiftMax: Int64 = 7_200_000

  /// Zones as the service reads them when it starts.
  var zoneCache: ZoneCache {
    let rules = mutation == .oldZoneRules ? [:] : rules
    let areSeen = mutation != .unseenZoneRules
    return ZoneCache { name throws(Refusal) in
      let amendments = rules[name] ?? []
      return Zone(
        named: name, rules: Amendment.made(by: amendments, to: try Life.systemRules(of: name)),
        version: "amended \(areSeen ? amendments.count : 0) times")
    }
  }

  /// From some day to come on clocks of a zone in use show another hour. The service has the new rules once it is
  /// started anew.
  func changeRules() async {
    nextRules = clock.time + dice.wait(mean: 200 * Self.dayMs)
    let live = books.works.filter { !$0.value.isArchived && $0.value.zone.name != "UTC" }
    guard !live.isEmpty else { return }
    let name = dice.pick(Set(live.map(\.value.zone.name)).sorted())
    // On a full quarter, and as far from other changes as those are from each other.
    let from = (clock.time + dice.roll(Self.hourMs...60 * Self.dayMs)) / 900_000 * 900_000 + 900_000
    let step = dice.pick([-Self.hourMs, -Self.hourMs / 2, Self.hourMs / 2, Self.hourMs])
    let shift = (rules[name]?.last?.shiftMs ?? 0) + step
    guard abs(shift) <= Self.shiftMax, isQuiet(name, around: from) else { return }
    rules[name, default: []].append(Amendment(from: Instant(milliseconds: from), shiftMs: shift))
    tally.rules += 1
    tell("\(name) is \(shift / 60_000) minutes ahead from \(Instant(milliseconds: from).rfc3339) on")
    if let lookAgain, lookAgain <= clock.time { await look() }
    books.remember(in: calendars)
    let zone = CivilZone(name, amended: (rules[name] ?? []).map { ($0.from.milliseconds, $0.shiftMs) })
    zones[name] = zone
    for (key, work) in books.works where work.zone.name == name {
      books.works[key]?.zone = zone ?? work.zone
      beginRhythmsAnew { $0.project == key }
    }
    books.turnEra()
    await restart()
  }

  private func isQuiet(_ name: String, around moment: Int64) -> Bool {
    guard let zone = TimeZone(identifier: name) else { return false }
    if let last = rules[name]?.last, last.from.milliseconds > moment - 16 * Self.dayMs { return false }
    let offsets = (-8...8).map { day in
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment + Int64(day) * Self.dayMs) / 1000))
    }
    return Set(offsets).count == 1
  }
}
