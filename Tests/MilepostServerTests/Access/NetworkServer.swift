import Foundation
import MilepostAPI
import MilepostCore
import MilepostStore
import Testing

@testable import MilepostServer

/// A service that listens on loopback too, with two projects and whoever may ask.
struct NetworkServer: Sendable {
  let server: TestServer
  let client: NetworkClient

  static func run(
    requestsPerMinute: Int = 6_000_000, _ body: @escaping @Sendable (NetworkServer) async throws -> Void
  ) async throws {
    let door = NetworkDoor(address: try ListenAddress("127.0.0.1:0"), requestsPerMinute: requestsPerMinute)
    try await TestServer.run(network: door) { server in
      let port = try #require(server.port)
      try await server.seed()
      _ = try await server.client.call("POST", "/v1/projects", #"{"key":"beta","name":"乙"}"#)
      _ = try await server.client.call(
        "POST", "/v1/projects/beta/milestones", #"{"key":"handover","name":"移交","due":"2022-06-01"}"#)
      try await body(NetworkServer(server: server, client: NetworkClient(port: port)))
    }
  }

  /// Made by an administrator on the socket.
  func token(_ name: String, _ scope: Scope, projects: [String]? = nil) async throws -> String {
    let input = TokenInput(name: name, scope: scope.rawValue, projects: projects)
    let body = String(decoding: try WireCoder.encode(input), as: UTF8.self)
    let view = try await server.call("POST", "/v1/tokens", body, status: 201, as: TokenView.self)
    return try #require(view.token)
  }

  func with(_ name: String, _ scope: Scope, projects: [String]? = nil) async throws -> NetworkClient {
    client.with(token: try await token(name, scope, projects: projects))
  }

  /// One whose time has passed already.
  func expiredToken() throws -> String {
    var random = SystemRandomNumberGenerator()
    let text = SecretText.make(SecretText.tokenPrefix, using: &random)
    let past = Instant(milliseconds: 1_000_000)
    _ = try server.store.write { writer in
      try writer.insert(
        AccessToken(
          name: "stale", scope: .admin, projects: .all, createdAt: past, createdBy: "test", expiresAt: past),
        hash: SecretText.hash(text))
    }
    return text
  }

  func problem(_ reply: RawClient.Reply) throws -> Problem {
    try WireCoder.decode(Problem.self, from: Data(reply.body.utf8))
  }
}
