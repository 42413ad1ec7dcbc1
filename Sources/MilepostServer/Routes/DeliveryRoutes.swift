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
    let query = try QueryReader(request, known: ["after", "limit", "state", "attempts"])
    let (limit, after, hasTries) = (try query.limit(), try query.after(), try query.bool("attempts") ?? false)
    let state = try query.one("state", of: DeliveryFilter.self)?.state
    let name = try context.name("webhook")
    let page = try await read { reader in
      let endpoint = try Lookup.endpoint(name, in: reader)
      let deliveries = try reader.deliveries(
        endpointID: endpoint.id, state: state, beforeID: after, limit: limit + 1)
      var names = Names(reader)
      return try Page(deliveries, limit: limit, cursor: { "\($0.id)" }) { delivery in
        let alert = try delivery.alertID.flatMap { try reader.alert(id: $0) }
        var view = try DeliveryView(delivery, to: endpoint, alert: alert, names: &names)
        if hasTries { view.tries = try reader.attempts(deliveryID: delivery.id).map(AttemptView.init) }
        return view
      }
    }
    return try .json(page)
  }

  /// One message to one webhook, with every try.
  @Sendable func showDelivery(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let (name, id) = (try context.name("webhook"), try context.name("delivery"))
    let view = try await read { reader in
      let endpoint = try Lookup.endpoint(name, in: reader)
      guard let delivery = try reader.delivery(endpointID: endpoint.id, messageID: id) else {
        let shown = DraftRules.shown(id)
        throw Refusal(
          .unknownDelivery, en: "Webhook “\(name)” has no delivery “\(shown)”.", zh: "webhook“\(name)”没有投递“\(shown)”。",
          place: "id")
      }
      var names = Names(reader)
      let alert = try delivery.alertID.flatMap { try reader.alert(id: $0) }
      var view = try DeliveryView(delivery, to: endpoint, alert: alert, names: &names)
      view.tries = try reader.attempts(deliveryID: delivery.id).map(AttemptView.init)
      return view
    }
    return try .json(view)
  }

  /// One message, a span of time, or all that failed.
  @Sendable func replayWebhook(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let table = try await RequestBodyReader.table(request, context, known: ["id", "since", "until", "failed"])
    let zone = try engine.zones.zone(named: engine.settings.zone)
    let selection = ReplaySelection(
      messageID: try table.text("id"), since: try MomentText.instant(table.text("since"), zone, place: "since"),
      until: try MomentText.instant(table.text("until"), zone, place: "until"),
      isFailedOnly: try table.bool("failed") ?? false)
    let count = try await engine.replay(try context.name("webhook"), selection, by: context.author())
    return try .json(CountView(count: count))
  }
}
