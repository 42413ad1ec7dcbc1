import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

@Suite(.timeLimit(.minutes(3))) struct CourierTests {
  @Test("A message arrives as it was written, signed, and its success is recorded")
  func delivers() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    let result = try await harness.result(of: receiver.url)
    #expect(result.decision == .delivered && result.status == 204 && result.error == nil)
    let request = try #require(receiver.requests.first)
    #expect(request.method == "POST" && request.path == "/hook?token=geheim")
    #expect(request.body == "{\"n\":1,\"text\":\"横港\"}")
    #expect(request["content-type"] == "application/json")
    #expect(request["expect"] == nil)
    #expect(request["webhook-id"] == "msg_1x1")
    #expect(request["traceparent"] == TraceParent.text(messageID: "msg_1x1", attempt: 1))
    let seconds = try #require(request["webhook-timestamp"].flatMap { Int64($0) })
    #expect(abs(seconds - CourierHarness.now().milliseconds / 1000) < 60)
    let key = try Signature.key(of: CourierHarness.secret)
    #expect(
      request["webhook-signature"]
        == Signature.value(key: key, id: "msg_1x1", timestamp: seconds, body: request.body))
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("A try that failed comes again under the same id, until it is taken")
  func retries() async throws {
    let receiver = try await Receiver { _, number in .status(number < 2 ? 500 : 200) }
    let harness = try CourierHarness()
    harness.send(CourierHarness.jobs(1, to: receiver.url))
    try await harness.outbox.wait { $0.results.count == 3 }
    #expect(harness.outbox.results.map(\.attempt) == [1, 2, 3])
    #expect(harness.outbox.results.map(\.status) == [500, 500, 200])
    #expect(Set(receiver.requests.map { $0["webhook-id"] }).count == 1)
    #expect(Set(receiver.requests.map(\.body)).count == 1)
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("Ten thousand messages all arrive once, over few connections, within the bounds")
  func many() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness { $0.concurrencyMax = 12 }
    harness.send(CourierHarness.jobs(5000, to: receiver.url, endpoint: 1, concurrency: 8))
    harness.send(CourierHarness.jobs(5000, to: receiver.url, endpoint: 2, from: 5001, concurrency: 8))
    try await harness.outbox.wait(seconds: 120) { $0.results.count >= 10_000 }
    #expect(harness.outbox.results.allSatisfy { $0.decision == .delivered })
    #expect(Set(receiver.requests.map { $0["webhook-id"] }).count == 10_000)
    #expect(receiver.requests.count == 10_000)
    #expect(receiver.connections <= 12)
    #expect(receiver.mostUnderWay <= 12)
    #expect(harness.outbox.current.held.isEmpty)
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("No endpoint has more requests under way than it may")
  func perEndpoint() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness()
    harness.send(CourierHarness.jobs(50, to: receiver.url, concurrency: 3))
    _ = try await receiver.requests(3)
    for round in 1...16 {
      receiver.release()
      _ = try await receiver.requests(min(50, 3 + round * 3))
    }
    receiver.release()
    try await harness.outbox.wait { $0.results.count == 50 }
    #expect(receiver.mostUnderWay == 3)
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("One that never answers takes nothing from the others")
  func starvation() async throws {
    let dead = try await Receiver { _, _ in .hang }
    let alive = try await Receiver()
    let harness = try CourierHarness { settings in
      settings.concurrencyMax = 20
      settings.totalTimeoutMs = 3000
    }
    harness.send(CourierHarness.jobs(2000, to: dead.url, endpoint: 1))
    harness.send(CourierHarness.jobs(2000, to: alive.url, endpoint: 2, from: 2001))
    try await harness.outbox.wait { state in state.results.count { $0.endpointID == 2 } == 2000 }
    #expect(harness.outbox.results.allSatisfy { $0.endpointID == 1 || $0.decision == .delivered })
    await harness.courier.stop(within: 100)
    try await dead.stop()
    try await alive.stop()
  }

  @Test("What was delivered is recorded soon, also while nothing else ends and much waits")
  func gathered() async throws {
    let dead = try await Receiver { _, _ in .hang }
    let alive = try await Receiver()
    let harness = try CourierHarness { settings in
      settings.concurrencyMax = 20
      settings.totalTimeoutMs = 60_000
    }
    harness.send(CourierHarness.jobs(2000, to: dead.url, endpoint: 1))
    _ = try await dead.requests(4)
    harness.send(CourierHarness.jobs(3, to: alive.url, endpoint: 2, from: 2001))
    try await harness.outbox.wait(seconds: 20) { state in state.results.count { $0.endpointID == 2 } == 3 }
    await harness.courier.stop(within: 100)
    try await dead.stop()
    try await alive.stop()
  }

  @Test("Results that cannot be recorded come again; nothing is sent twice and nothing forgotten")
  func brokenDisk() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness { $0.firstWindow = 16 }
    harness.send(CourierHarness.jobs(10, to: receiver.url))
    _ = try await receiver.requests(10)
    harness.outbox.fail(2)
    receiver.release()
    try await harness.outbox.wait { $0.results.count == 10 }
    #expect(receiver.requests.count == 10)
    #expect(harness.errors.get == 2)
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("What is due later goes out then, without anybody's wake")
  func later() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    let due = CourierHarness.now().adding(milliseconds: 700)
    harness.outbox.add(CourierHarness.jobs(1, to: receiver.url), at: due)
    harness.courier.wake()
    try await harness.outbox.wait { $0.results.count == 1 }
    let started = try #require(harness.outbox.results.first?.startedAt)
    #expect(started >= due && started.since(due) < 5000)
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("With nothing to do the courier asks for nothing")
  func idle() async throws {
    let harness = try CourierHarness()
    try await harness.outbox.wait { $0.calls == 1 }
    let isBusy = await Bound.wait(seconds: 1) { resume in
      Task { if (try? await harness.outbox.wait(seconds: 2, { $0.calls > 1 })) != nil { resume() } }
    }
    #expect(!isBusy)
    await harness.courier.stop(within: 1000)
  }

  @Test("A thousand wakes are a few looks")
  func coalesced() async throws {
    let harness = try CourierHarness()
    for _ in 0..<1000 { harness.courier.wake() }
    await withCheckedContinuation { continuation in harness.courier.beat { continuation.resume() } }
    #expect(harness.outbox.current.calls < 500)
    await harness.courier.stop(within: 1000)
  }

  @Test("What waits for an endpoint is given back when it is withdrawn")
  func withdraw() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness()
    harness.send(CourierHarness.jobs(20, to: receiver.url, concurrency: 2))
    _ = try await receiver.requests(2)
    harness.outbox.fail(0)
    harness.courier.withdraw(endpointID: 1)
    try await harness.outbox.wait { state in state.results.count { $0.decision == .withdrawn } == 18 }
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("A stop lets what is under way end, records it, and starts nothing more")
  func drains() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness()
    harness.send(CourierHarness.jobs(20, to: receiver.url, concurrency: 2))
    _ = try await receiver.requests(2)
    async let stopped: Void = harness.courier.stop(within: 20_000)
    try await harness.outbox.wait { state in state.results.count { $0.decision == .withdrawn } == 18 }
    receiver.release()
    await stopped
    #expect(harness.outbox.results.count { $0.decision == .delivered } == 2)
    #expect(receiver.requests.count == 2)
    #expect(harness.outbox.current.held.isEmpty)
    try await receiver.stop()
  }

  @Test("A stop ends within its bound whatever the receiver does, and gives back what it broke off")
  func aborts() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness()
    harness.send(CourierHarness.jobs(2, to: receiver.url))
    _ = try await receiver.requests(2)
    let clock = ContinuousClock()
    let took = await clock.measure { await harness.courier.stop(within: 200) }
    #expect(took < .seconds(5))
    #expect(harness.outbox.results.allSatisfy { $0.decision == .withdrawn })
    #expect(harness.outbox.current.waiting.count == 2)
    try await receiver.stop()
  }

  @Test("A stop ends within its bound also when the disk takes nothing any more")
  func abortsWithoutDisk() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness()
    harness.send(CourierHarness.jobs(2, to: receiver.url))
    _ = try await receiver.requests(2)
    harness.outbox.fail(.max)
    receiver.release()
    let clock = ContinuousClock()
    let took = await clock.measure { await harness.courier.stop(within: 100) }
    #expect(took < .seconds(10))
    try await receiver.stop()
  }
}
