import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

/// What people may ask for; `pending` includes what is on its way.
private enum DeliveryFilter: String, CaseIterable {
  case pending, delivered, dead, folded, withdrawn

  var state: Delivery.State {
    switch self {
    case .pending: .pending
    case .delivered: .delivered
    case .dead: .dead
    case .folded: .folded
    case .withdrawn: .withdrawn
    }
  }
}

extension API {
  /// The newest first.
  @Sendable func listDeliveries(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["after", "limit", "state"])
    let (limit, after) = (try query.limit(), try query.after())
    let state = try query.one("state", of: DeliveryFilter.self)?.state
    let name = try context.name("webhook")
    let page = try await read { reader in
      let endpoint = try Lookup.endpoint(name, in: reader)
      let deliveries = try reader.deliveries(
        endpointID: endpoint.id, state: state, beforeID: after, limit: limit + 1)
      var names = Names(reader)
      return try Page(deliveries, limit: limit, cursor: { "\($0.id)" }) { delivery in
        let alert = try delivery.alertID.flatMap { try reader.alert(id: $0) }
        return try DeliveryView(delivery, to: endpoint, alert: alert, names: &names)
      }
    }
    return try .json(page)
  }
}
