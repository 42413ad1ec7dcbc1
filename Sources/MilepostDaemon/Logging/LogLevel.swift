import Logging
import Synchronization

/// The level below which nothing is logged; one for every logger, so that a reload reaches them all.
final class LogLevel: Sendable {
  private let rank: Atomic<Int>

  init(_ level: Logger.Level) { rank = Atomic(LogLevel.rank(of: level)) }

  var current: Logger.Level {
    get { Logger.Level.allCases[rank.load(ordering: .relaxed)] }
    set { rank.store(LogLevel.rank(of: newValue), ordering: .relaxed) }
  }

  private static func rank(of level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
}
