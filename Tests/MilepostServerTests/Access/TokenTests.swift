import Foundation
import MilepostAPI
import MilepostCore
import MilepostEngine
import Testing

@testable import MilepostServer

@Suite struct TokenTests {
  @Test("A token is shown once, stored only as its hash, and named in the ledger")
  func shownOnce() async throws {
    try await NetworkServer.run { it in
      let text = try await it.token("site", .manage)
      #expect(SecretText.isWellFormed(text, SecretText.tokenPrefix))
      let client = it.client.with(token: text)
      let reply = try await client.call("PATCH", "/v1/projects/beta", #"{"name":"乙区"}"#)
      #expect(reply.status == 200, "\(reply.body)")
      let ledger = try await it.server.client.call("GET", "/v1/ledger").body
      #expect(ledger.contains("token:site") && ledger.contains("token.add") && !ledger.contains(text))
      for path in ["/v1/tokens", "/v1/tokens/site"] {
        #expect(try await !it.server.client.call("GET", path).body.contains(text))
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: it.server.directory.path)
      for file in files where file.hasPrefix("milepost.db") {
        let data = try Data(contentsOf: it.server.directory.appending(path: file))
        #expect(data.range(of: Data(text.utf8)) == nil, "\(file)")
      }
    }
  }

  @Test("Its use is noted once a minute at most, and shown")
  func lastUse() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("clock", .read)
      for _ in 0..<20 { _ = try await client.call("GET", "/v1/projects") }
      await it.server.engine.check()
      let view = try await it.server.call("GET", "/v1/tokens/clock", as: TokenView.self)
      #expect(view.lastUsedAt != nil)
      #expect(view.state == "active")
    }
  }

  @Test("Wrong wishes are refused in a sentence")
  func refusals() async throws {
    try await NetworkServer.run { it in
      let server = it.server
      for (body, code) in [
        (#"{"name":"a"}"#, Refusal.Code.missingField), (#"{"name":"a","scope":"god"}"#, .invalidValue),
        (#"{"name":"a","scope":"read","projects":["nowhere"]}"#, .unknownProject),
        (#"{"name":"a","scope":"admin","projects":["beta"]}"#, .invalidValue),
        (#"{"name":"a","scope":"read","expires":"2001-01-01"}"#, .invalidValue),
      ] {
        let status = code == .unknownProject ? 404 : 400
        try await server.refused("POST", "/v1/tokens", body, status: status, code: code)
      }
      _ = try await it.token("a", .read)
      try await server.refused("POST", "/v1/tokens", #"{"name":"a","scope":"read"}"#, status: 409, code: .duplicateKey)
      try await server.refused("DELETE", "/v1/tokens/b", status: 404, code: .unknownToken)
    }
  }

  @Test("A slip of the pen is told from a stranger; no two are alike")
  func form() {
    var random = SeededGenerator(seed: 7)
    let texts = (0..<200).map { _ in SecretText.make(SecretText.tokenPrefix, using: &random) }
    #expect(Set(texts).count == texts.count)
    for text in texts {
      #expect(SecretText.isWellFormed(text, SecretText.tokenPrefix))
      #expect(!SecretText.isWellFormed(String(text.dropLast()), SecretText.tokenPrefix))
      var swapped = Array(text)
      swapped.swapAt(10, 11)
      #expect(swapped[10] == swapped[11] || !SecretText.isWellFormed(String(swapped), SecretText.tokenPrefix))
      #expect(!SecretText.isWellFormed(text, SecretText.sessionPrefix))
    }
  }
}
