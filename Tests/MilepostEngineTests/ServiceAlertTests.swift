import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct ServiceAlertTests {
  private func failing(_ occurrence: String = "1") -> ServiceMessage {
    ServiceMessage(
      type: "endpoint.failing", subject: ServiceMessage.endpoint("site"), rule: "failing", occurrence: occurrence,
      light: .red, sentence: Bilingual(en: "Webhook site does not answer.", zh: "webhook site 无响应。"))
  }

  private func recovered(_ occurrence: String = "1") -> ServiceMessage {
    ServiceMessage(
      type: "endpoint.recovered", subject: ServiceMessage.endpoint("site"), rule: "recovered",
      occurrence: occurrence, light: .green,
      sentence: Bilingual(en: "Webhook site answers again.", zh: "webhook site 已恢复。"))
  }

  private func deliveries(_ harness: EngineHarness) throws -> [Delivery] {
    try harness.engine.store.read {
      try $0.deliveries(endpointID: nil, state: nil, beforeID: nil, limit: 100)
    }.reversed()
  }

  @Test("What the service tells of an endpoint goes to another one, once, and its end goes only there")
  func failing() async throws {
    let harness = try EngineHarness()
    for name in ["site", "office"] {
      _ = try await harness.engine.addEndpoint(EndpointDraft(name: name, url: "http://127.0.0.1:9/\(name)"), by: "test")
      _ = try await harness.engine.setEndpoint(name, state: name == "site" ? .paused : .active, by: "test")
    }
    let office = try harness.engine.store.read { try Lookup.endpoint("office", in: $0) }
    #expect(try await harness.engine.announceService(failing(), avoiding: "site"))
    #expect(try await !harness.engine.announceService(failing(), avoiding: "site"), "it exists once")
    #expect(try deliveries(harness).map(\.endpointID) == [office.id])
    let alert = try #require(try harness.alerts().first)
    #expect(alert.milestoneID == nil && alert.subject == "endpoint:site" && alert.state == .open)

    _ = try await harness.engine.addEndpoint(EndpointDraft(name: "late", url: "http://127.0.0.1:9/late"), by: "test")
    #expect(try await harness.engine.announceService(recovered(), state: .resolved, ending: "failing"))
    #expect(try deliveries(harness).map(\.endpointID) == [office.id, office.id])
    #expect(try harness.alerts().allSatisfy { $0.state == .resolved })
    try await harness.stop()
  }

  @Test("The end of what nobody was told of is told to nobody")
  func untold() async throws {
    let harness = try EngineHarness()
    #expect(try await harness.engine.announceService(failing()))
    _ = try await harness.engine.addEndpoint(EndpointDraft(name: "office", url: "http://127.0.0.1:9/"), by: "test")
    #expect(try await harness.engine.announceService(recovered(), state: .resolved, ending: "failing"))
    #expect(try deliveries(harness).isEmpty)
    try await harness.stop()
  }
}
