import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Of what is looked through as a whole there are so many at most.
@Suite
struct AmountTests {
  @Test("One webhook, token, feed or silence too many is refused, and one that makes room makes room")
  func oneTooMany() async throws {
    let harness = try EngineHarness()
    try fill(harness)
    await refused { _ = try await harness.engine.addEndpoint(endpoint("more"), by: "test") }
    await refused { _ = try await harness.engine.change(by: "test") { try $0.addToken(token("more"), hash: hash(0)) } }
    await refused {
      _ = try await harness.engine.change(by: "test") {
        try $0.addFeed("more", projects: [], language: nil, hash: hash(0))
      }
    }
    await refused {
      _ = try await harness.engine.change(by: "test") {
        try $0.addSilence(SilenceDraft(match: ["owner=more"], span: "4h", comment: "more"))
      }
    }
    _ = try await harness.engine.removeEndpoint("w-0", by: "test")
    _ = try await harness.engine.addEndpoint(endpoint("more"), by: "test")
    try await harness.stop()
  }

  private func fill(_ harness: EngineHarness) throws {
    let now = harness.clock.now()
    try harness.engine.store.write { writer in
      for number in 0..<Amounts.max {
        _ = try writer.insert(
          Endpoint(name: "w-\(number)", url: "https://example.org/", secret: "whsec_geheimgeheimgeheimgeheimgeheimge"))
        _ = try writer.insert(
          AccessToken(name: "t-\(number)", scope: .read, projects: .all, createdAt: now, createdBy: "test"),
          hash: hash(number + 1))
        _ = try writer.insert(
          FeedAccess(name: "f-\(number)", projects: [], language: .en, createdAt: now, createdBy: "test"),
          hash: hash(number + 1))
        _ = try writer.insert(
          Silence(
            match: ["owner=\"n\""], startsAt: now, endsAt: now.adding(milliseconds: 3_600_000), author: "test",
            comment: "x", createdAt: now))
      }
    }
  }

  private func refused(_ body: () async throws -> Void) async {
    do {
      try await body()
      Issue.record("one too many was taken")
    } catch {
      #expect((error as? Refusal)?.code == .wrongState && "\(error)".contains("as many as can be"), "\(error)")
    }
  }

  private func endpoint(_ name: String) -> EndpointDraft { EndpointDraft(name: name, url: "https://example.org/") }
  private func token(_ name: String) -> TokenDraft { TokenDraft(name: name, scope: "read") }

  private func hash(_ number: Int) -> [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> ($0 * 8) : 0) }
  }
}
