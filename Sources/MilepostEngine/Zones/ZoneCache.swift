import MilepostCore
import Synchronization

/// Zones by name, each read once: a change of rules comes with a new cache, as a whole.
package final class ZoneCache: Sendable {
  package typealias Reading = @Sendable (String) throws(Refusal) -> Zone

  private let read: Reading
  private let zones = Mutex<[String: Zone]>([:])

  package init(reading read: @escaping Reading = SystemZones().zone) {
    self.read = read
  }

  package func zone(named name: String) throws(Refusal) -> Zone {
    if let known = zones.withLock({ $0[name] }) { return known }
    let zone = try read(name)
    // Whoever was first is right: nobody is to go by two versions of one zone.
    return zones.withLock { known in
      if let first = known[name] { return first }
      known[name] = zone
      return zone
    }
  }
}
