import Dispatch
import Foundation
import Logging
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostStore
import MilepostWebhooks
import Synchronization
import Testing

/// The whole service but for its process: a real store, the engine, the API on a real socket, and a clock that the
/// test holds.
struct TestServer: Sendable {
  let directory: URL
  let store: Store
  let engine: Engine
  let clock: HeldClock
  let client: RawClient
  /// Over TCP, where the test has asked for it.
  private(set) var port: Int?
  private let storeIsClosed = Mutexed(false)

  var socketPath: String { client.socketPath }

  /// 2022-05-20 08:00 in Shanghai.
  static let start = Instant(milliseconds: 1_653_004_800_000)

  static func run(
    limits: APIServer.Limits = APIServer.Limits(shutdownMax: .seconds(2)), network: NetworkDoor? = nil,
    _ body: @escaping @Sendable (TestServer) async throws -> Void
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "mp-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    var server = try TestServer(directory: directory)
    let api = server.apiServer(limits: limits, network: network)
    try server.engine.start()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await api.server.run() }
      for await port in api.running {
        server.port = port
        break
      }
      let running = server
      let outcome = await Result { try await body(running) }
      group.cancelAll()
      await server.engine.stop(within: 1000)
      while let result = await group.nextResult() {
        if case .failure(let error) = result, !(error is CancellationError) { throw error }
      }
      try outcome.get()
    }
    try server.closeStore()
  }

  /// Closes the store, unless the test has done so to see what then happens.
  func closeStore() throws {
    guard !storeIsClosed.get() else { return }
    storeIsClosed.set(true)
    try store.close()
  }

  init(directory: URL, socketPath: String? = nil) throws {
    self.directory = directory
    clock = HeldClock(TestServer.start)
    store = try Store(path: directory.appending(path: "milepost.db").path)
    engine = try Engine(
      store: store, calendars: CalendarLibrary(), clock: clock,
      settings: EngineSettings(zone: "Asia/Shanghai", network: try NetworkPolicy(allow: ["127.0.0.0/8"], deny: [])),
      log: TestServer.log)
    client = RawClient(socketPath: socketPath ?? directory.appending(path: "m.sock").path)
  }

  var silent: Logger { TestServer.log }

  private static var log: Logger {
    var log = Logger(label: "test")
    log.logLevel = .critical
    return log
  }

  func apiServer(
    limits: APIServer.Limits, network: NetworkDoor? = nil
  ) -> (server: APIServer, running: AsyncStream<Int?>) {
    let (running, continuation) = AsyncStream.makeStream(of: Int?.self)
    let server = APIServer(
      engine: engine, socketPath: socketPath, network: network, log: silent, limits: limits,
      onServerRunning: { continuation.yield($0) })
    return (server, running)
  }

  /// A request that must be answered with `status`; the body is decoded.
  func call<Value: Decodable>(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:], status: Int = 200,
    as type: Value.Type = Value.self, at location: SourceLocation = #_sourceLocation
  ) async throws -> Value {
    let reply = try await client.call(method, path, body, headers: headers)
    #expect(reply.status == status, "\(method) \(path): \(reply.body)", sourceLocation: location)
    return try WireCoder.decode(type, from: Data(reply.body.utf8))
  }

  /// A request that must be refused with `code`, and must leave no trace.
  @discardableResult
  func refused(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:], status: Int,
    code: Refusal.Code, at location: SourceLocation = #_sourceLocation
  ) async throws -> Problem {
    let before = try trace()
    let reply = try await client.call(method, path, body, headers: headers)
    #expect(reply.status == status, "\(method) \(path): \(reply.body)", sourceLocation: location)
    #expect(reply.headers["content-type"] == "application/problem+json", sourceLocation: location)
    let problem = try WireCoder.decode(Problem.self, from: Data(reply.body.utf8))
    #expect(problem.code == code.rawValue, "\(problem.detail)", sourceLocation: location)
    #expect(problem.status == status, sourceLocation: location)
    #expect(!problem.detail.isEmpty && !problem.detailZh.isEmpty, sourceLocation: location)
    #expect(problem.detail != problem.detailZh, sourceLocation: location)
    #expect(try trace() == before, "it left something behind", sourceLocation: location)
    return problem
  }

  /// Everything that a change would show in: the ledger's head and the plan as it stands.
  private func trace() throws -> String {
    try store.read { reader in
      let projects = try reader.projects(includingArchived: true)
      let milestones = try projects.map { try reader.milestones(projectID: $0.id) }
      let head = try reader.ledgerHead()
      return "\(head.map { "\($0.sequence) \($0.hash)" } ?? "-") \(projects) \(milestones) \(try reader.endpoints())"
    }
  }
}

/// A clock that moves when it is told to.
final class HeldClock: EngineClock {
  private let instant: Mutex<Instant>
  let isRehearsal = false

  init(_ instant: Instant) { self.instant = Mutex(instant) }

  func now() -> Instant { instant.withLock { $0 } }
  func set(_ value: Instant) { instant.withLock { $0 = value } }
  func advance(days: Int) { instant.withLock { $0 = $0.adding(milliseconds: Int64(days) * 86_400_000) } }
  func wallTime(for instant: Instant) -> DispatchWallTime? { nil }
}

extension Result where Failure == any Error, Success: Sendable {
  init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}

/// A value shared between a test and what it starts.
final class Mutexed<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func get() -> Value { value.withLock { $0 } }
  func set(_ new: Value) { value.withLock { $0 = new } }
}
