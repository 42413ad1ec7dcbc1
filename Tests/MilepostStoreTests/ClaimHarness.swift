import Foundation
import MilepostCore

@testable import MilepostStore

/// Endpoints with their limits, and deliveries to be handed out.
extension StoreHarness {
  func addSite(
    _ format: MessageFormat = .standard, rate: String? = nil, name: String = "site"
  ) throws -> Endpoint {
    var options = EndpointOptions()
    options.rate = try rate.map { try RateLimit($0, place: "rate") }
    let made = Endpoint(
      name: name, url: StoreHarness.url, secret: "whsec_x", format: format, options: options.isEmpty ? nil : options)
    return try store.write { try $0.insert(made) }
  }

  /// One delivery of each milestone, in this order; returns their ids.
  func enqueue(
    _ milestones: [Milestone], to endpoint: Endpoint, at: Instant = StoreHarness.now
  ) throws -> [Int64] {
    try store.write { writer in
      try milestones.enumerated().map { index, milestone in
        let occurrence = "\(endpoint.name)-\(milestone.key)-\(UUID().uuidString)"
        var draft = StoreHarness.alert(milestone, occurrence)
        draft.body = #"{"type":"milestone.due","timestamp":"x","data":{"key":"\#(milestone.key)","n":\#(index)}}"#
        let alert = try writer.insert(draft)
        return try writer.enqueue(
          Delivery(
            messageID: "msg_\(occurrence)", endpointID: endpoint.id, alertID: alert?.id, milestoneID: milestone.id,
            nextAttempt: at, createdAt: at)
        ).id
      }
    }
  }

  func settle(_ leased: [LeasedDelivery], _ outcome: Settlement.Outcome) throws {
    try store.write { try $0.settle(leased.map { StoreHarness.settlement($0, outcome) }, at: StoreHarness.now) }
  }
}
