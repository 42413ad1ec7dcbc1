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
    var version: UInt64
    var drawn: ContinuousClock.Instant
  }

  private static let entriesMax = 48
  /// How long a page may be given out unless something was committed: hours and delivery reports go by without.
  private static let lifeMax = Duration.seconds(2)
  private static let behindMax = Duration.milliseconds(250)

  private let entries = Mutex<[Key: Entry]>([:])

  func page(_ key: Key, version: UInt64, at now: ContinuousClock.Instant) -> ByteBuffer? {
    entries.withLock { entries in
      guard let entry = entries[key] else { return nil }
      let age = now - entry.drawn
      return age < PageCache.behindMax || (entry.version == version && age < PageCache.lifeMax) ? entry.page : nil
    }
  }

  func keep(_ page: ByteBuffer, _ key: Key, version: UInt64, at now: ContinuousClock.Instant) {
    entries.withLock { entries in
      if entries[key] == nil, entries.count >= PageCache.entriesMax,
        let oldest = entries.min(by: { $0.value.drawn < $1.value.drawn })?.key
      {
        entries[oldest] = nil
      }
      entries[key] = Entry(page: page, version: version, drawn: now)
    }
  }
}
