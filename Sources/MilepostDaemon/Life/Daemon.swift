import Dispatch
import Logging
import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostStore
import ServiceLifecycle

/// One life of the service: from the lock on its database to the last delivery that it recorded.
struct Daemon: Sendable {
  let loader: SettingsLoader
  let setup: ServiceSetup
  let notifier: Notifier?
  let voice: Voice
  let startedAt: DispatchTime

  private var settings: Settings { setup.settings }

  /// Runs until it is asked to stop. Throws `Refusal` when it cannot start, and what ended it when it could not go on.
  func run(until requests: AsyncStream<ServiceRequest>) async throws {
    let lock = try DatabaseLock(database: settings.database)
    defer { withExtendedLifetime(lock) {} }
    try SocketInUse.check(settings.socket)
    let store = try Store(path: settings.database)
    let engine = try Engine(
      store: store, calendars: setup.calendars, clock: setup.clock, settings: setup.engine, zones: setup.zones,
      log: voice.log)
    warnOfRehearsal()
    try engine.start()
    let service = RunningService(
      engine: engine, settings: settings, tls: setup.network?.tls, loader: loader, notifier: notifier, voice: voice,
      startedAt: startedAt)
    let outcome = await Result { try await serve(service, until: requests) }
    var failure: (any Error)?
    if case .failure(let error) = outcome { failure = error }
    try await finish(service, store, because: failure)
    try outcome.get()
  }

  private func warnOfRehearsal() {
    guard let rehearsal = settings.rehearsal else { return }
    let (start, factor) = (rehearsal.start.rfc3339, StatusLine.shown(rehearsal.speed))
    voice.say(
      .warning,
      en: "REHEARSAL: the clock starts at \(start) and runs \(factor) times as fast; no real deadline is looked after",
      zh: "排演：时钟从 \(start) 开始，快 \(factor) 倍；真实的期限无人看管")
  }

  private enum Ending {
    case asked
    case server
  }

  private func serve(_ service: RunningService, until requests: AsyncStream<ServiceRequest>) async throws {
    let api = APIServer(
      engine: service.engine, socketPath: settings.socket, network: setup.network, log: voice.log,
      limits: APIServer.Limits(shutdownMax: .seconds(min(5, max(1, settings.shutdownSeconds / 2)))),
      onServerRunning: { await service.becomeReady(port: $0) })
    let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [api], logger: voice.log))
    try await withThrowingTaskGroup(of: Ending.self) { tasks in
      tasks.addTask {
        try await group.run()
        return .server
      }
      tasks.addTask {
        for await request in requests {
          guard request == .reload else { break }
          service.reload()
        }
        return .asked
      }
      guard try await tasks.next() == .asked else {
        throw Refusal(.unavailable, en: "The API's server ended by itself.", zh: "API 服务自行结束。")
      }
      service.announceStop()
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// What is under way may end; what is not done by then stays in the outbox for the next start.
  private func finish(_ service: RunningService, _ store: Store, because failure: (any Error)?) async throws {
    let reason = failure.map { ($0 as? Refusal)?.text.en ?? "\(type(of: $0))" }
    await service.engine.stop(within: service.settings.shutdownSeconds * 1000, because: reason)
    try store.close()
    voice.say(.notice, en: "stopped", zh: "已停止")
  }
}

extension Result where Failure == any Error, Success: Sendable {
  init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
