import Foundation
import Glibc
import MilepostCore
import MilepostServer
import MilepostStore
import ServiceLifecycle
import Testing

@Suite struct SocketDoorTests {
  private func directory() throws -> String {
    let path = NSTemporaryDirectory() + "mp-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private func refusal(at path: String) async throws -> Refusal? {
    let home = try directory()
    defer { try? FileManager.default.removeItem(atPath: home) }
    let server = try TestServer(directory: URL(filePath: home), socketPath: path)
    do {
      try await server.apiServer(limits: APIServer.Limits()).server.run()
      return nil
    } catch let refusal as Refusal { return refusal }
  }

  @Test("A file that is not a socket is left alone and said to stand there")
  func otherFile() async throws {
    let home = try directory()
    defer { try? FileManager.default.removeItem(atPath: home) }
    let path = "\(home)/m.sock"
    try "precious".write(toFile: path, atomically: true, encoding: .utf8)
    let refusal = try #require(try await refusal(at: path))
    #expect(refusal.text.en.contains("not a socket"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    #expect(try FileManager.default.contentsOfDirectory(atPath: home) == ["m.sock"])
  }

  @Test("A directory that is not there, and a path too long for a socket, are refused with the path")
  func badPaths() async throws {
    let missing = try #require(try await refusal(at: "/nonexistent/m.sock"))
    #expect(missing.text.en.contains("/nonexistent/m.sock"))
    let long = try #require(try await refusal(at: "/tmp/" + String(repeating: "x", count: 200)))
    #expect(long.text.en.contains("longer"))
  }

  @Test("A socket left by a crash is replaced")
  func staleSocket() async throws {
    let home = try directory()
    defer { try? FileManager.default.removeItem(atPath: home) }
    let server = try TestServer(directory: URL(filePath: home), socketPath: "\(home)/m.sock")
    let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: server.socketPath.utf8) }
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(stale, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    close(stale)
    let api = server.apiServer(limits: APIServer.Limits(shutdownMax: .seconds(2)))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await api.server.run() }
      for await _ in api.running { break }
      let reply = try await server.client.call("GET", "/healthz")
      #expect(reply.status == 200)
      group.cancelAll()
    }
  }

  @Test("Graceful shutdown ends within its bound, even with a request that never ends", .timeLimit(.minutes(1)))
  func shutdown() async throws {
    let home = try directory()
    defer { try? FileManager.default.removeItem(atPath: home) }
    let server = try TestServer(directory: URL(filePath: home))
    let api = server.apiServer(limits: APIServer.Limits(shutdownMax: .milliseconds(500)))
    let services = ServiceGroup(services: [api.server], logger: server.silent)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      for await _ in api.running { break }
      let half = try await server.client.connected { connection -> Connection.Box in
        try connection.send("POST /v1/plan HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n\(Samples.plan)")
        return Connection.Box(connection)
      }
      #expect(try await server.client.call("GET", "/healthz").status == 200)
      let asked = ContinuousClock.now
      await services.triggerGracefulShutdown()
      _ = await group.nextResult()
      #expect(ContinuousClock.now - asked < .seconds(30))
      #expect(half.connection.isClosedByPeer())
    }
    #expect(try server.store.read { try $0.ledgerHead() } == nil)
    #expect(!FileManager.default.fileExists(atPath: server.socketPath))
  }
}
