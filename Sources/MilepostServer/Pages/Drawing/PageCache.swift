import MilepostCore
import Synchronization

/// Pages that were just drawn, for the many who look at the same one: each is drawn once for all who ask meanwhile.
///
/// What is kept is given out while nothing was committed since, and for a moment longer when much is: a page says by
/// itself that it is behind, and then asks for what changed. That must show what it asks for, so it is given what is
/// kept only when that was drawn after the event that made it ask.
final class PageCache: Sendable {
  struct Key: Hashable, Sendable {
    var path: String
    var language: ViewLanguage
    var theme: PageTheme
    var isPart: Bool
    var mayReport: Bool
    var isSignedIn: Bool
    var projects: ProjectReach
  }

  /// When a page is drawn, or asked for.
  struct Moment: Sendable {
    /// Of the engine's bulletin.
    var version: UInt64
    /// By the service's own clock, which a rehearsal may run fast.
    var now: Instant
    var time = ContinuousClock.now
  }

  private struct Entry {
    var page: DrawnPage
    var moment: Moment
    /// What drawing it took.
    var cost: Duration
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    /// Who waits for what is being drawn.
    var drawing: [Key: [CheckedContinuation<Void, Never>]] = [:]
  }

  private enum Turn {
    case take(DrawnPage)
    case draw
    case wait
  }

  private static let entriesMax = 48
  /// How long a page may be given out unless something was committed: hours go by without.
  private static let lifeMax = Duration.seconds(2)
  private static let behindMax = Duration.milliseconds(250)
  /// The same as a multiple of what drawing took, so that however much happens, and however many look, drawing one page
  /// anew takes no more than a part of the machine.
  private static let behindFactor = 4
  private static let longestBehind = Duration.seconds(1)
  private static let clockMaxMs: Int64 = 2000

  private let state = Mutex(State())

  /// What is kept, or what `draw` makes of the store as it stands now.
  ///
  /// - Parameter heard: what the asker knows to have happened; nil for who does not say.
  func page(
    _ key: Key, at moment: Moment, heard: PageHeads.Count?, draw: @Sendable () async throws -> DrawnPage
  ) async throws -> DrawnPage {
    while true {
      switch turn(key, moment, heard) {
      case .take(let page): return page
      case .wait: await wait(key)
      case .draw:
        defer { finish(key) }
        let begun = ContinuousClock.now
        let page = try await draw()
        keep(page, key, at: moment, cost: ContinuousClock.now - begun)
        return page
      }
    }
  }

  private func turn(_ key: Key, _ moment: Moment, _ heard: PageHeads.Count?) -> Turn {
    state.withLock { state in
      if let entry = state.entries[key], PageCache.isCurrent(entry, moment, heard) { return .take(entry.page) }
      if state.drawing[key] != nil { return .wait }
      state.drawing[key] = []
      return .draw
    }
  }

  private static func isCurrent(_ entry: Entry, _ moment: Moment, _ heard: PageHeads.Count?) -> Bool {
    let age = moment.time - entry.moment.time
    guard abs(moment.now.milliseconds - entry.moment.now.milliseconds) < clockMaxMs else { return false }
    if entry.moment.version == moment.version { return age < lifeMax }
    let behind = min(longestBehind, max(behindMax, entry.cost * behindFactor))
    return age < behind && (heard.map { entry.page.heads.count.covers($0) } ?? true)
  }

  private func wait(_ key: Key) async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        guard state.drawing[key] != nil else { return true }
        state.drawing[key]?.append(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  private func finish(_ key: Key) {
    let waiting = state.withLock { $0.drawing.removeValue(forKey: key) ?? [] }
    for continuation in waiting { continuation.resume() }
  }

  private func keep(_ page: DrawnPage, _ key: Key, at moment: Moment, cost: Duration) {
    state.withLock { state in
      if state.entries[key] == nil, state.entries.count >= PageCache.entriesMax,
        let oldest = state.entries.min(by: { $0.value.moment.time < $1.value.moment.time })?.key
      {
        state.entries[oldest] = nil
      }
      state.entries[key] = Entry(page: page, moment: moment, cost: cost)
    }
  }
}
