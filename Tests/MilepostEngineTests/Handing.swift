import MilepostCore
import MilepostStore

@testable import MilepostEngine

/// What the courier would do with what waits: endpoints of these tests are paused, and nothing is sent.
extension EngineHarness {
  /// What would be handed to the courier now; it is not.
  func waiting() throws -> [LeasedDelivery] {
    struct Unsent: Error { var deliveries: [LeasedDelivery] }
    do {
      try engine.store.write { throw Unsent(deliveries: try lease($0)) }
    } catch let unsent as Unsent { return unsent.deliveries }
    return []
  }

  /// Hands out what waits, and says what became of it; nil: nobody will ever know.
  @discardableResult
  func handOut(_ outcome: Settlement.Outcome?) throws -> [LeasedDelivery] {
    let leased = try engine.store.write { try lease($0) }
    guard let outcome else { return leased }
    let now = clock.now()
    try engine.store.write { writer in
      try writer.settle(
        leased.map {
          Settlement(
            deliveryID: $0.delivery.id, endpointID: $0.delivery.endpointID, attempts: $0.delivery.attempts + 1,
            uncounted: $0.delivery.uncounted, outcome: outcome, status: 200, error: nil, startedAt: now, durationMs: 5,
            responseHead: nil)
        }, at: now)
    }
    return leased
  }

  private func lease(_ writer: StoreWriter) throws -> [LeasedDelivery] {
    let endpoints = try writer.reader.endpoints().map { endpoint in
      var endpoint = endpoint
      endpoint.state = .active
      return endpoint
    }
    // Deliveries are dated by the machine's clock, which is ahead of that of the tests.
    return try writer.claim(endpoints, at: SystemClock().now().adding(milliseconds: 1000), limit: 100) {
      "msg_\(clock.now())"
    }.deliveries
  }
}
