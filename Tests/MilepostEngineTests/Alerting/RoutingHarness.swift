import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Deadlines, routes and endpoints on a held clock. Nothing is sent: endpoints are paused, and what waits is looked at.
struct RoutingHarness {
  let base: EngineHarness
  var engine: Engine { base.engine }

  /// Milestones a to e of one project, due on the days given.
  init(
    endpoints: [String] = ["office", "boss"], due: [String] = ["2022-05-23"], start: String = "2022-05-20",
    policy: PolicyDraft = PolicyDraft(leadDays: [], workingDaysOnly: false)
  ) async throws {
    base = try EngineHarness(start: start)
    for name in endpoints {
      _ = try await engine.addEndpoint(EndpointDraft(name: name, url: "http://127.0.0.1:9/\(name)"), by: "test")
      _ = try await engine.setEndpoint(name, state: .paused, by: "test")
    }
    _ = try await engine.addProject(
      ProjectDraft(key: "works", name: "工程", zone: "Asia/Shanghai", labels: ["district": "east"], policy: policy),
      by: "test")
    for (index, day) in due.enumerated() {
      _ = try await engine.addMilestone(
        "works", MilestoneDraft(key: String("abcdefgh".dropFirst(index).prefix(1)), name: "节点\(index)", due: day),
        by: "test")
    }
  }

  func route(
    _ name: String = "default", match: [String]? = nil, to: [String]? = nil,
    _ edit: (inout RouteForm) -> Void = { _ in }
  ) async throws {
    var form = RouteForm()
    form.name = name
    form.match = match
    form.to = to
    edit(&form)
    _ = try await engine.addRoute(form, by: "test")
  }

  /// `endpoint type[,type]`, the oldest first: what is in the outbox.
  func sent() throws -> [String] {
    try engine.store.read { reader in
      let names = Dictionary(uniqueKeysWithValues: try reader.endpoints().map { ($0.id, $0.name) })
      return try reader.deliveries(endpointID: nil, state: .pending, beforeID: nil, limit: 1000).reversed().map {
        delivery in
        let types =
          try delivery.alertID.map { [try reader.alert(id: $0)?.type ?? "?"] }
          ?? told(by: delivery.id, reader).map { try reader.alert(id: $0)?.type ?? "?" }
        return
          "\(names[delivery.endpointID] ?? "?") \(types.map { $0.replacing("milestone.", with: "") }.joined(separator: ","))"
      }
    }
  }

  private func told(by id: Int64, _ reader: StoreReader) throws -> [Int64] {
    try reader.alerts(states: Alert.State.allCases, beforeID: nil, limit: 1000).map(\.id).filter {
      try reader.deliveries(alertID: $0).contains { $0.id == id }
    }.sorted()
  }

  func advance(_ date: String, _ minute: Int = 540) async throws { try await base.advance(to: date, minute) }

  func overdue(_ index: Int = 0) throws -> Alert {
    try #require(try base.alerts().filter { $0.rule == "overdue" && $0.state != .resolved }.dropFirst(index).first)
  }
}
