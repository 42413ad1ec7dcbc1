import Dispatch
import Logging
import MilepostCore
import MilepostWebhooks
import Synchronization

/// Where somebody listens for the service's heart, as healthchecks does (https://healthchecks.io/docs/http_api/).
package struct HeartbeatSettings: Hashable, Sendable {
  /// May hold a token; never shown.
  package var url: String
  package var intervalSeconds: Int

  package init(url: String, intervalSeconds: Int = 60) {
    self.url = url
    self.intervalSeconds = intervalSeconds
  }
}

/// Tells somebody outside, again and again, that deadlines are looked after, so that the service's own death is heard.
///
/// A beat goes out when the parts that do the work have answered and nothing keeps them from it; else it says what
/// does. It passes by the outbox, one at a time, and what becomes of it disturbs nothing.
final class Heartbeat: Sendable {
  enum Word: Hashable {
    case start, success
    case fail(String)
  }

  private struct State {
    var settings: HeartbeatSettings?
    var timer: (any DispatchSourceTimer)?
    var lastHeard: Instant?
    var fault: String?
  }

  private let courier: any Carrier
  private let clock: @Sendable () -> Instant
  private let log: Logger
  private let queue = DispatchQueue(label: "milepost.heartbeat")
  private let state = Mutex(State())
  private let isBeating = Standing()
  private let isUnheard = Standing()

  init(courier: any Carrier, clock: @escaping @Sendable () -> Instant, log: Logger) {
    self.courier = courier
    self.clock = clock
    self.log = log
  }

  deinit { state.withLock { $0.timer?.cancel() } }

  var standing: HeartbeatStanding {
    state.withLock { HeartbeatStanding(isSet: $0.settings != nil, lastHeard: $0.lastHeard, fault: $0.fault) }
  }

  /// Begins, goes on with other settings, or ends when there are none. `look` says what is wrong; empty: nothing.
  func apply(_ settings: HeartbeatSettings?, look: @escaping @Sendable () async -> [Bilingual]) {
    let isNew = state.withLock { state in
      guard state.settings != settings else { return false }
      state.timer?.cancel()
      state.timer = nil
      state.settings = settings
      state.fault = nil
      guard let settings else { return false }
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.setEventHandler { @Sendable [weak self] in self?.beat(look) }
      let interval = DispatchTimeInterval.seconds(settings.intervalSeconds)
      timer.schedule(deadline: .now() + interval, repeating: interval, leeway: .seconds(1))
      timer.activate()
      state.timer = timer
      return true
    }
    guard isNew else { return }
    Task {
      await say(.start)
      beat(look)
    }
  }

  /// Ends the beating. With a reason, the listener is told of it; without one, the silence tells.
  func stop(because reason: String?) async {
    let settings = state.withLock { state in
      state.timer?.cancel()
      state.timer = nil
      defer { state.settings = nil }
      return state.settings
    }
    guard let settings, let reason else { return }
    await say(.fail(reason), to: settings)
  }

  /// Nothing while one is under way: a listener that hangs is not to gather requests.
  private func beat(_ look: @escaping @Sendable () async -> [Bilingual]) {
    guard isBeating.set() else { return }
    Task {
      let faults = await look()
      await say(faults.isEmpty ? .success : .fail(faults.map(\.en).joined(separator: "; ")))
      _ = isBeating.clear()
    }
  }

  private func say(_ word: Word) async {
    guard let settings = state.withLock({ $0.settings }) else { return }
    await say(word, to: settings)
  }

  private func say(_ word: Word, to settings: HeartbeatSettings) async {
    let result = await courier.attempt(Heartbeat.request(word, to: settings.url))
    // The service is stopping: it was not tried.
    guard result.decision != .withdrawn else { return }
    let isHeard = result.decision == .delivered
    let now = clock()
    state.withLock { state in
      if isHeard { state.lastHeard = now }
      state.fault = isHeard ? nil : result.error ?? "not heard"
    }
    if isHeard {
      if isUnheard.clear() { log.notice("heartbeat is heard again") }
    } else if isUnheard.set() {
      log.error("heartbeat not heard, trying at each beat", metadata: ["error": "\(result.error ?? "-")"])
    }
  }

  /// The word stands behind the address's path, the reason in the body.
  static func request(_ word: Word, to url: String) -> DeliveryJob {
    let mark = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
    let path = url[..<mark].hasSuffix("/") ? url[..<mark].dropLast() : url[..<mark]
    let (end, body): (String, String) =
      switch word {
      case .start: ("/start", "")
      case .success: ("", "")
      case .fail(let reason): ("/fail", String(reason.prefix(1000)))
      }
    return DeliveryJob(ping: end.isEmpty ? url : "\(path)\(end)\(url[mark...])", body: body)
  }
}

/// How the heartbeat stands.
package struct HeartbeatStanding: Hashable, Sendable {
  package var isSet: Bool
  /// When the listener last took one.
  package var lastHeard: Instant?
  /// Why the last one was not heard.
  package var fault: String?
}

extension Engine {
  package var heartbeatStanding: HeartbeatStanding { heartbeat.standing }

  /// To be called when the service can work, and when its settings have changed.
  package func beatHeart() {
    heartbeat.apply(settings.heartbeat) { [weak self] in
      guard let self else { return [] }
      guard await answers() else {
        return [Bilingual(en: "the engine or the courier does not answer", zh: "引擎或投递部分没有响应")]
      }
      return hindrances()
    }
  }
}
