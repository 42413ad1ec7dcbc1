import Glibc
import Synchronization

/// Where random numbers come from: the system, or a seed, so that a life can be lived again.
package protocol RandomSource: Sendable {
  func next() -> UInt64
}

/// The system's own, asked for many at once: a storm wants twenty thousand, and each asking is a system call.
package struct SystemRandom: RandomSource {
  private let pool = Pool()

  package init() {}

  package func next() -> UInt64 { pool.next() }

  private final class Pool: Sendable {
    /// As many as the system gives in one piece: 256 bytes.
    private static let count = 32
    private let numbers = Mutex<[UInt64]>([])

    func next() -> UInt64 {
      numbers.withLock { numbers in
        if numbers.isEmpty { numbers = Pool.drawn() }
        return numbers.removeLast()
      }
    }

    private static func drawn() -> [UInt64] {
      var drawn = [UInt64](repeating: 0, count: count)
      let isFilled = drawn.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) == 0 }
      guard !isFilled else { return drawn }
      var system = SystemRandomNumberGenerator()
      return drawn.map { _ in system.next() }
    }
  }
}
