import Dispatch
import Logging
import MilepostCore
import MilepostEngine
import MilepostServer
import Synchronization

/// The service while it runs, as its manager sees it: ready, alive, reloading, stopping.
final class RunningService: Sendable {
  private struct State {
    var settings: Settings
    var statusShown: String?
    var watchdog: Watchdog?
  }

  let engine: Engine
  private let loader: SettingsLoader
  private let notifier: Notifier?
  private let voice: Voice
  private let startedAt: DispatchTime
  private let tls: TLSCredentials?
  private let state: Mutex<State>

  init(
    engine: Engine, settings: Settings, tls: TLSCredentials? = nil, loader: SettingsLoader, notifier: Notifier?,
    voice: Voice, startedAt: DispatchTime
  ) {
    self.tls = tls
    self.engine = engine
    self.loader = loader
    self.notifier = notifier
    self.voice = voice
    self.startedAt = startedAt
    state = Mutex(State(settings: settings))
  }

  var settings: Settings { state.withLock { $0.settings } }

  /// Callers can connect. When the engine and the courier have answered too, a deadline that comes now is delivered:
  /// that is ready.
  func becomeReady(port: Int?) async {
    await withCheckedContinuation { continuation in engine.beat { continuation.resume() } }
    let status = changedStatus()
    notifier?.send([.ready] + (status.map { [.status($0)] } ?? []))
    startWatchdog()
    engine.beatHeart()
    let ms = (DispatchTime.now().uptimeNanoseconds - startedAt.uptimeNanoseconds) / 1_000_000
    voice.say(.notice, en: "ready", zh: "就绪", metadata(port: port, ms: ms))
  }

  private func metadata(port: Int?, ms: UInt64) -> Logger.Metadata {
    let settings = settings
    var metadata: Logger.Metadata = ["socket": "\(settings.socket)", "ms": "\(ms)"]
    if let port, let host = settings.listening?.address.host { metadata["listen"] = "\(host):\(port)" }
    return metadata
  }

  func announceStop() {
    state.withLock { state in
      state.watchdog?.stop()
      state.watchdog = nil
    }
    notifier?.send([.stopping])
    voice.say(.notice, en: "stopping", zh: "正在停止")
  }

  /// Reads the settings again and puts those into force that can change while the service runs. With a fault in them
  /// the old ones stay.
  func reload() {
    notifier?.send([.reloading(atMicroseconds: DispatchTime.now().uptimeNanoseconds / 1000)])
    do throws(SettingsFaults) {
      adopt(try loader.load())
    } catch {
      for fault in error.faults { voice.say(.error, fault.line) }
      voice.say(.error, en: "settings not reloaded, the old ones stay", zh: "设置未重新加载，沿用旧设置")
    }
    let status = changedStatus()
    notifier?.send([.ready] + (status.map { [.status($0)] } ?? []))
  }

  private func adopt(_ setup: ServiceSetup) {
    let old = settings
    do {
      try engine.reload(calendars: setup.calendars, settings: setup.engine, zones: setup.zones)
    } catch {
      return voice.say(.error, en: "settings not reloaded, the old ones stay", zh: "设置未重新加载，沿用旧设置", error: error)
    }
    if let credentials = setup.network?.tls { tls?.adopt(credentials) }
    state.withLock { $0.settings = setup.settings.keeping(old) }
    engine.beatHeart()
    voice.adopt(setup.settings)
    for warning in setup.warnings { voice.say(.warning, warning) }
    let held = old.needingRestart(toBecome: setup.settings)
    if !held.isEmpty {
      let names = held.joined(separator: ", ")
      voice.say(.warning, en: "to change \(names), restart the service", zh: "更改 \(names) 须重启服务")
    }
    voice.say(.notice, en: "settings reloaded", zh: "设置已重新加载")
  }

  private func startWatchdog() {
    guard let notifier, let interval = Watchdog.interval(environment: loader.environment) else { return }
    let watchdog = Watchdog(
      notifier: notifier, intervalMicroseconds: interval, ask: { [engine] in engine.beat($0) },
      status: { [weak self] in self?.changedStatus() })
    watchdog.start()
    state.withLock { $0.watchdog = watchdog }
  }

  /// Nil when it is what was shown last, or when the store does not answer: that is for the watchdog to notice.
  private func changedStatus() -> String? {
    guard notifier != nil, let line = try? StatusLine(engine: engine, rehearsal: settings.rehearsal) else { return nil }
    let text = voice.language(line.text)
    return state.withLock { state in
      guard state.statusShown != text else { return nil }
      state.statusShown = text
      return text
    }
  }
}
