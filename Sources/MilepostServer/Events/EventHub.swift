import Dispatch
import MilepostCore
import MilepostEngine
import MilepostStore
import NIOCore
import Synchronization

/// Tells all open streams what was committed: it reads the store once for all of them, writes each event down once, and
/// the more streams there are the longer it gathers what happens, so that their number never costs the alerts time.
///
/// While nobody listens it does not listen either, and nothing wakes.
final class EventHub: Sendable {
  /// What goes down a stream.
  typealias Item = ByteBuffer

  struct Limits: Sendable {
    var streamsMax = 2000
    /// Items that wait for a slow reader; with one more it is cut off, and comes back for what it missed.
    var waitingMax = 32
    /// From what happens to its event, when nothing happened before.
    var firstMs = 50
    /// Between two events, at least.
    var gapMs = 200
    /// The same for each stream: this many writes a second, however many listen.
    var gapEachMs = 2
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
    var flushedAt: ContinuousClock.Instant?
    var ledger: Int64 = 0
    var alert: Int64 = 0
    var deliveries: Int64 = 0
    /// Messages of which there were results since the last event; nil: too many to say.
    var delivered: Set<Int64>? = []
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
      let deliveries = engine.bulletin.results
      let hello = try engine.store.read { try EventNews($0, after: ledger, alert: nil, deliveries: deliveries) }
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
      (state.ledger, state.alert, state.deliveries) = (hello.ledger, hello.alert, hello.deliveries)
      state.endListening = engine.bulletin.listen { [weak self] in self?.wake($0) }
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.schedule(deadline: .now() + limits.beat, repeating: limits.beat, leeway: .seconds(2))
      timer.setEventHandler { [weak self] in self?.send { _ in EventHub.beat } }
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

  private func wake(_ notice: Bulletin.Notice) {
    let delay: DispatchTimeInterval? = state.withLock { state in
      if case .results(let ids) = notice {
        state.delivered?.formUnion(ids)
        if state.delivered.map({ $0.count > EventNews.entriesMax }) ?? false { state.delivered = nil }
      }
      guard !state.isFlushWaiting else { return nil }
      state.isFlushWaiting = true
      return .milliseconds(delayMs(state))
    }
    guard let delay else { return }
    queue.asyncAfter(deadline: .now() + delay) { [weak self] in self?.flush() }
  }

  private func delayMs(_ state: State) -> Int {
    guard let last = state.flushedAt else { return limits.firstMs }
    let gap = max(limits.gapMs, state.subscribers.count * limits.gapEachMs)
    let passed = Int((ContinuousClock.now - last) / .milliseconds(1))
    return max(limits.firstMs, gap - passed)
  }

  private func flush() {
    let deliveries = engine.bulletin.results
    let (ledger, alert, before, delivered) = state.withLock { state in
      state.isFlushWaiting = false
      state.flushedAt = .now
      defer { state.delivered = [] }
      return (state.ledger, state.alert, state.deliveries, state.delivered)
    }
    // A store that does not answer now is asked again at the next commit.
    guard
      let news = try? engine.store.read({
        try EventNews($0, after: ledger, alert: alert, deliveries: deliveries, delivered: delivered)
      }), news.ledger != ledger || news.alert != alert || news.deliveries != before
    else { return }
    state.withLock { ($0.ledger, $0.alert, $0.deliveries) = (news.ledger, news.alert, news.deliveries) }
    let whole = ByteBuffer(string: news.text("change"))
    send { reach in
      reach == .all ? whole : news.seen(by: reach).map { ByteBuffer(string: $0.text("change")) }
    }
  }

  /// A comment, so that neither side takes silence for a broken line.
  private static let beat = ByteBuffer(string: ":\n\n")

  private func send(_ item: (ProjectReach) -> Item?) {
    let subscribers = state.withLock { Array($0.subscribers.values) }
    for subscriber in subscribers {
      guard let item = item(subscriber.reach) else { continue }
      if case .dropped = subscriber.continuation.yield(item) { subscriber.cutOff() }
    }
  }
}
