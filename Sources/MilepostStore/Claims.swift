import MilepostCore
import Synchronization

/// Which deliveries the courier holds at the moment, by endpoint.
///
/// A claim is not written down: it belongs to the process that took it, and a crash is to forget it, so that the
/// delivery is tried again under its own id. The file's lock keeps a second process away.
final class Claims: Sendable {
  /// What is held of one endpoint. Of a milestone at most one is.
  struct Held {
    private(set) var deliveries: Set<Int64> = []
    private(set) var milestones: Set<Int64> = []
    private var milestoneOf: [Int64: Int64] = [:]
    /// What was never tried and has no higher number is held: a backlog is not walked over again for each claim.
    var floor: Int64 = 0

    mutating func take(_ delivery: Int64, of milestone: Int64?) {
      deliveries.insert(delivery)
      guard let milestone else { return }
      milestones.insert(milestone)
      milestoneOf[delivery] = milestone
    }

    /// `isUntried`: it waits again as it did before it was taken.
    mutating func release(_ delivery: Int64, isUntried: Bool) {
      if isUntried { floor = min(floor, delivery - 1) }
      deliveries.remove(delivery)
      if let milestone = milestoneOf.removeValue(forKey: delivery) { milestones.remove(milestone) }
    }
  }

  private let held = Mutex<[Int64: Held]>([:])

  func held(endpointID: Int64) -> Held { held.withLock { $0[endpointID] ?? Held() } }

  func apply(_ effects: TransactionEffects) {
    guard !effects.taken.isEmpty || !effects.released.isEmpty || !effects.floors.isEmpty else { return }
    held.withLock { held in
      // One that is let go of and handed out again in the same transaction is held at its end.
      for claim in effects.released { held[claim.endpoint]?.release(claim.delivery, isUntried: claim.isUntried) }
      for (endpoint, floor) in effects.floors { held[endpoint, default: Held()].floor = floor }
      for (endpoint, taken) in effects.taken {
        for claim in taken { held[endpoint, default: Held()].take(claim.delivery, of: claim.milestone) }
      }
      // Endpoints come and go for as long as the process lives.
      for endpoint in Set(effects.released.map(\.endpoint)).union(effects.floors.keys)
      where held[endpoint]?.deliveries.isEmpty == true { held[endpoint] = nil }
    }
  }
}

/// What a transaction gathers: new alerts to be counted at its end, and what it will do to the claims once it stands.
/// Used on the writer's thread only.
final class TransactionEffects {
  struct AlertSort: Hashable {
    var type: String
    var state: Alert.State
  }

  var newAlerts: [AlertSort: Int] = [:]
  /// By endpoint.
  var taken: [Int64: [(delivery: Int64, milestone: Int64?)]] = [:]
  var released: [(delivery: Int64, endpoint: Int64, isUntried: Bool)] = []
  /// By endpoint; they hold for what is held when the transaction stands.
  var floors: [Int64: Int64] = [:]
}
