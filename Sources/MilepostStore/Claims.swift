import Synchronization

/// Which deliveries the courier holds at the moment, by endpoint.
///
/// A claim is not written down: it belongs to the process that took it, and a crash is to forget it, so that the
/// delivery is tried again under its own id. The file's lock keeps a second process away.
final class Claims: Sendable {
  private let held = Mutex<[Int64: Set<Int64>]>([:])

  func count(endpointID: Int64) -> Int { held.withLock { $0[endpointID]?.count ?? 0 } }

  func held(endpointID: Int64) -> Set<Int64> { held.withLock { $0[endpointID] ?? [] } }

  func apply(_ effects: ClaimEffects) {
    guard !effects.taken.isEmpty || !effects.released.isEmpty else { return }
    held.withLock { held in
      for (delivery, endpoint) in effects.taken { held[endpoint, default: []].insert(delivery) }
      for (delivery, endpoint) in effects.released {
        held[endpoint]?.remove(delivery)
        // Endpoints come and go for as long as the process lives.
        if held[endpoint]?.isEmpty == true { held[endpoint] = nil }
      }
    }
  }
}

/// What a transaction will do to the claims once it stands. Used on the writer's thread only.
final class ClaimEffects {
  var taken: [(delivery: Int64, endpoint: Int64)] = []
  var released: [(delivery: Int64, endpoint: Int64)] = []
}
