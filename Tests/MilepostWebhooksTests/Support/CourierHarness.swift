import Glibc
import MilepostCore
import MilepostTestSupport
import Synchronization
import Testing

@testable import MilepostWebhooks

/// The real courier on an outbox in memory, and jobs for it.
struct CourierHarness {
  static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  let outbox = MemoryOutbox(now: CourierHarness.now)
  let courier: Courier
  let errors = Mutexed(0)

  init(_ change: (inout CourierSettings) -> Void = { _ in }, allow: [String] = ["127.0.0.0/8"]) throws {
    var settings = CourierSettings()
    settings.retry = RetryPolicy(firstMs: 1, mostMs: 1, attempts: 20)
    change(&settings)
    let errors = errors
    courier = try Courier(
      settings: settings, policy: NetworkPolicy(allow: allow, deny: []), clock: CourierHarness.now, source: outbox,
      onError: { _ in errors.change { $0 += 1 } })
    courier.start()
  }

  static let now: @Sendable () -> Instant = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  static func jobs(
    _ count: Int, to url: String, endpoint: Int64 = 1, from first: Int64 = 1, concurrency: Int = 16
  ) -> [DeliveryJob] {
    (0..<Int64(count)).map { index in
      DeliveryJob(
        id: first + index, endpointID: endpoint, url: url, secret: secret,
        messageID: "msg_\(endpoint)x\(first + index)",
        body: "{\"n\":\(first + index),\"text\":\"横港\"}", attempt: 1, concurrency: concurrency)
    }
  }

  func send(_ jobs: [DeliveryJob]) {
    outbox.add(jobs)
    courier.wake()
  }

  /// One job's first result.
  func result(of url: String) async throws -> AttemptResult {
    send(CourierHarness.jobs(1, to: url))
    try await outbox.wait { !$0.results.isEmpty }
    return try #require(outbox.results.first)
  }
}

/// A value that several threads may change.
final class Mutexed<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  var get: Value { value.withLock { $0 } }
  func change(_ body: (inout Value) -> Void) { value.withLock { body(&$0) } }
}
