import MilepostCore
import NIOCore
import Synchronization

/// Pages that were just drawn, for the many who look at the same one.
///
/// What is kept is given out while nothing was committed since, and for a moment longer when much is: a page says by
/// itself that it is behind, and then asks anew.
final class PageCache: Sendable {
  struct Key: Hashable, Sendable {
    var path: String
    var language: ViewLanguage
    var theme: PageTheme
    var mayReport: Bool
    var projects: ProjectReach
    var csrf: String?
  }

  private struct Entry {
    var page: ByteBuffer
    var moment: Moment
  }

  /// When a page is drawn, or asked for.
  struct Moment: Sendable {
    /// Of the engine's bulletin.
    var version: UInt64
    /// By the service's own clock, which a rehearsal may run fast.
    var now: Instant
    var time = ContinuousClock.now
  }

  private static let entriesMax = 48
  /// How long a page may be given out unless something was committed: hours and delivery reports go by without.
  private static let lifeMax = Duration.seconds(2)
  private static let behindMax = Duration.milliseconds(250)
  private static let clockMaxMs: Int64 = 2000

  private let entries = Mutex<[Key: Entry]>([:])

  func page(_ key: Key, at moment: Moment) -> ByteBuffer? {
    entries.withLock { entries in
      guard let entry = entries[key] else { return nil }
      let age = moment.time - entry.moment.time
      let isOfThisTime = abs(moment.now.milliseconds - entry.moment.now.milliseconds) < PageCache.clockMaxMs
      let isCurrent = entry.moment.version == moment.version && age < PageCache.lifeMax
      return isOfThisTime && (isCurrent || age < PageCache.behindMax) ? entry.page : nil
    }
  }

  func keep(_ page: ByteBuffer, _ key: Key, at moment: Moment) {
    entries.withLock { entries in
      if entries[key] == nil, entries.count >= PageCache.entriesMax,
        let oldest = entries.min(by: { $0.value.moment.time < $1.value.moment.time })?.key
      {
        entries[oldest] = nil
      }
      entries[key] = Entry(page: page, moment: moment)
    }
  }
}
