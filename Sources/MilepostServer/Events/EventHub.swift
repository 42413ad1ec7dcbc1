import Dispatch
import MilepostCore
import MilepostEngine
import MilepostStore
import Synchronization

/// Tells all open streams what was committed: it reads the store once for all of them, and at most a few times a second.
///
/// While nobody listens it does not listen either, and nothing wakes.
final class EventHub: Sendable {
  /// What goes down a stream.
  enum Item: Sendable {
    case news(EventNews)
    /// A comment, so that neither side takes silence for a broken line.
    case beat
  }

  struct Limits: Sendable {
    var streamsMax = 2000
    /// Items that wait for a slow reader; with one more it is cut off, and comes back for what it missed.
    var waitingMax = 8
    /// Between two events.
    var gap = DispatchTimeInterval.milliseconds(200)
    var beat = DispatchTimeInterval.seconds(25)
  }

  private struct Subscriber {
    var reach: ProjectReach
    var continuation: AsyncStream<Item>.Continuation
    var cutOff: @Sendable () -> Void
  }

  private struct State {
    var next = 0
    var subscribers: [Int: Subscriber] = [:]
    var isFlushWaiting = false
    var ledger: Int64 = 0
    var alert: Int64 = 0
    var endListening: (@Sendable () -> Void)?
    var timer: (any DispatchSourceTimer)?
  }

  private let engine: Engine
  private let limits: Limits
  private let queue = DispatchQueue(label: "milepost.events", qos: .utility)
  private let state = Mutex(State())

  init(_ engine: Engine, limits: Limits = Limits()) {
    self.engine = engine
    self.limits = limits
  }

  /// Streams open now.
  var count: Int { state.withLock { $0.subscribers.count } }

  /// What happens from now on, after what happened since `ledger`. `cutOff` is called when the reader is too slow.
  /// Throws `unavailable` when too many listen already.
  func subscribe(
    since ledger: Int64?, reach: ProjectReach, cutOff: @escaping @Sendable () -> Void
  ) throws -> (hello: EventNews, items: AsyncStream<Item>, leave: @Sendable () -> Void) {
    let (items, continuation) = AsyncStream.makeStream(
      of: Item.self, bufferingPolicy: .bufferingOldest(limits.waitingMax))
    let id: Int? = state.withLock { state in
      guard state.subscribers.count < limits.streamsMax else { return nil }
      state.next += 1
      state.subscribers[state.next] = Subscriber(reach: reach, continuation: continuation, cutOff: cutOff)
      return state.next
    }
    guard let id else {
      throw Refusal(
        .unavailable, en: "Too many event streams are open (\(limits.streamsMax)); try again later.",
        zh: "事件流过多（\(limits.streamsMax)个），请稍后再试。")
    }
    let leave: @Sendable () -> Void = { [self] in self.leave(id) }
    do {
      // Read after it is enlisted: what is committed in between is told twice rather than never.
      let hello = try engine.store.read { try EventNews($0, after: ledger, alert: nil) }
      listen(from: hello)
      return (hello, items, leave)
    } catch {
      leave()
      throw error
    }
  }

  private func listen(from hello: EventNews) {
    state.withLock { state in
      guard state.endListening == nil, !state.subscribers.isEmpty else { return }
      (state.ledger, state.alert) = (hello.ledger, hello.alert)
      state.endListening = engine.bulletin.listen { [weak self] in self?.wake() }
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.schedule(deadline: .now() + limits.beat, repeating: limits.beat, leeway: .seconds(2))
      timer.setEventHandler { [weak self] in self?.send { _ in .beat } }
      timer.resume()
      state.timer = timer
    }
  }

  private func leave(_ id: Int) {
    let end: (@Sendable () -> Void)? = state.withLock { state in
      state.subscribers.removeValue(forKey: id)?.continuation.finish()
      guard state.subscribers.isEmpty else { return nil }
      state.timer?.cancel()
      state.timer = nil
      defer { state.endListening = nil }
      return state.endListening
    }
    end?()
  }

  private func wake() {
    let isFirst = state.withLock { state in
      defer { state.isFlushWaiting = true }
      return !state.isFlushWaiting
    }
    guard isFirst else { return }
    queue.asyncAfter(deadline: .now() + limits.gap) { [weak self] in self?.flush() }
  }

  private func flush() {
    let (ledger, alert) = state.withLock { state in
      state.isFlushWaiting = false
      return (state.ledger, state.alert)
    }
    // A store that does not answer now is asked again at the next commit.
    guard let news = try? engine.store.read({ try EventNews($0, after: ledger, alert: alert) }),
      news.ledger != ledger || news.alert != alert
    else { return }
    state.withLock { ($0.ledger, $0.alert) = (news.ledger, news.alert) }
    send { news.seen(by: $0).map(Item.news) }
  }

  private func send(_ item: (ProjectReach) -> Item?) {
    let subscribers = state.withLock { Array($0.subscribers.values) }
    for subscriber in subscribers {
      guard let item = item(subscriber.reach) else { continue }
      if case .dropped = subscriber.continuation.yield(item) { subscriber.cutOff() }
    }
  }
}
