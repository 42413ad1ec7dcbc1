import MilepostCore
import Testing

@testable import MilepostWebhooks

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy()
  private let now = Instant(milliseconds: 1_700_000_000_000)

  private func waits(after attempt: Int, retryAfterMs: Int64? = nil, count: Int = 2000) -> [Int64] {
    var random = SystemRandomNumberGenerator()
    return (0..<count).compactMap { _ in
      policy.next(after: attempt, retryAfterMs: retryAfterMs, now: now, using: &random)?.since(now)
    }
  }

  @Test("Waits double from 5 s to 24 h, and lie anywhere below", arguments: 1...19)
  func doubling(attempt: Int) throws {
    let ceiling = min(86_400_000, 5000 << Int64(attempt - 1))
    let waits = waits(after: attempt)
    let longest = try #require(waits.max())
    let shortest = try #require(waits.min())
    #expect(longest <= ceiling && longest > ceiling * 9 / 10)
    #expect(shortest >= 1000 && shortest < 1000 + ceiling / 10)
  }

  @Test("Twenty tries take about three days, and there is no twenty-first")
  func end() {
    #expect(waits(after: 20).isEmpty)
    let mean = (1...19).reduce(0.0) { $0 + Double(waits(after: $1).reduce(0, +)) / 2000 }
    #expect((2.5...3.5).contains(mean / 86_400_000))
  }

  @Test("A receiver's wish is kept, but none beyond a day and none that lies behind")
  func retryAfter() {
    #expect(waits(after: 1, retryAfterMs: 60_000).allSatisfy { $0 == 60_000 })
    #expect(waits(after: 1, retryAfterMs: .max).allSatisfy { $0 == 86_400_000 })
    #expect(waits(after: 1, retryAfterMs: -5).allSatisfy { (1000...5000).contains($0) })
  }

  @Test("An attempt's number, however large or small, breaks nothing")
  func extremes() {
    var random = SystemRandomNumberGenerator()
    let patient = RetryPolicy(attempts: .max)
    for attempt in [Int.min, -1, 0, 1, 63, 64, 1000, .max - 1] {
      #expect(patient.next(after: attempt, retryAfterMs: nil, now: now, using: &random) != nil)
    }
  }
}
