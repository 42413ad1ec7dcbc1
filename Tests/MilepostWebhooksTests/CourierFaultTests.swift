import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

/// What receivers do to senders.
@Suite(.timeLimit(.minutes(3))) struct CourierFaultTests {
  private func outcome(
    of answer: Receiver.Answer, allow: [String] = ["127.0.0.0/8"], _ change: (inout CourierSettings) -> Void = { _ in }
  ) async throws -> (result: AttemptResult, requests: [Receiver.Request]) {
    let receiver = try await Receiver { _, _ in answer }
    let harness = try CourierHarness(change, allow: allow)
    let result = try await harness.result(of: receiver.url)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
    #expect(!(result.error ?? "").contains("geheim") && !(result.error ?? "").contains("127.0.0.1"))
    return (result, receiver.requests)
  }

  private func isRetried(_ result: AttemptResult) -> Bool {
    if case .retry = result.decision { return true }
    return false
  }

  @Test("Any 2xx is success", arguments: [200, 201, 202, 204, 299])
  func success(status: Int) async throws {
    #expect(try await outcome(of: .status(status)).result.decision == .delivered)
  }

  @Test("Every other answer is tried again", arguments: [300, 302, 304, 400, 401, 403, 404, 429, 500, 502, 503, 504])
  func refused(status: Int) async throws {
    let result = try await outcome(of: .status(status, body: "nein, 不行")).result
    #expect(isRetried(result))
    #expect(result.status == status && result.error == "HTTP \(status)")
    if status != 304 { #expect(result.responseHead == "nein, 不行") }
  }

  @Test("410 ends it for good")
  func gone() async throws {
    #expect(try await outcome(of: .status(410)).result.decision == .gone)
  }

  @Test("A redirect is not followed")
  func redirect() async throws {
    let other = try await Receiver()
    let result = try await outcome(of: .status(307, headers: ["location": other.url])).result
    #expect(isRetried(result) && result.status == 307)
    #expect(other.requests.isEmpty)
    try await other.stop()
  }

  @Test(
    "A wish to be left alone is honoured",
    arguments: [("60", 60), ("0", 1), ("99999999999", 86_400), ("x", 1)])
  func retryAfter(written: String, seconds: Int64) async throws {
    let before = CourierHarness.now()
    let result = try await outcome(of: .status(429, headers: ["retry-after": written])) { $0.retry = RetryPolicy() }
      .result
    guard case .retry(let at) = result.decision else { return #expect(Bool(false), "not tried again") }
    #expect((seconds * 1000...(seconds + 25) * 1000).contains(at.since(before)))
  }

  @Test("One that never answers is given up after the time limit")
  func hangs() async throws {
    let result = try await outcome(of: .hang) { $0.totalTimeoutMs = 300 }.result
    #expect(isRetried(result) && result.error == "timed out" && result.status == nil)
    #expect((250..<10_000).contains(result.durationMs))
  }

  @Test("One that sends a byte now and then is given up after the time limit")
  func drips() async throws {
    let result = try await outcome(of: .drip) { $0.totalTimeoutMs = 400 }.result
    #expect(isRetried(result) && result.error == "timed out")
    #expect(result.responseHead?.allSatisfy { $0 == "." } ?? false)
  }

  @Test("An answer without end is cut off; its status counts", arguments: [200, 500])
  func floods(status: Int) async throws {
    let result = try await outcome(of: .flood(status: status)).result
    #expect(result.status == status)
    #expect(status == 200 ? result.decision == .delivered : isRetried(result))
    #expect(result.responseHead?.utf8.count == 1024)
  }

  @Test("One that closes without a word, or speaks no HTTP, is tried again")
  func broken() async throws {
    let closed = try await outcome(of: .close)
    #expect(isRetried(closed.result) && closed.result.error == "connection closed without an answer")
    #expect(closed.requests.allSatisfy { $0["webhook-id"] == "msg_1x1" })
    let garbage = try await outcome(of: .garbage).result
    #expect(isRetried(garbage) && garbage.error != nil && garbage.status == nil)
  }

  @Test("Nobody there is tried again, until the tries are used up")
  func refusedConnection() async throws {
    let receiver = try await Receiver()
    let url = receiver.url
    try await receiver.stop()
    let harness = try CourierHarness { $0.retry = RetryPolicy(firstMs: 1, mostMs: 1, attempts: 2) }
    harness.send(CourierHarness.jobs(1, to: url))
    try await harness.outbox.wait { $0.results.count == 2 }
    #expect(harness.outbox.results.map(\.error) == Array(repeating: "connection refused or unreachable", count: 2))
    #expect(harness.outbox.results.last?.decision == .dead)
    await harness.courier.stop(within: 100)
  }

  @Test("A name that is not there says so", arguments: ["http://milepost.invalid/geheim"])
  func unknownName(url: String) async throws {
    let harness = try CourierHarness()
    let result = try await harness.result(of: url)
    #expect(result.error == "host name not found")
    await harness.courier.stop(within: 100)
  }

  @Test("An address that is denied is not connected to, by number or by name")
  func denied() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness(allow: [])
    for (index, host) in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"].enumerated() {
      harness.send(
        CourierHarness.jobs(
          1, to: "http://\(host):\(receiver.port)/geheim", endpoint: Int64(index), from: Int64(index + 1)))
    }
    try await harness.outbox.wait { $0.results.count == 4 }
    #expect(
      harness.outbox.results.allSatisfy {
        $0.error == "address denied by the network policy (loopback)" && isRetried($0)
      })
    #expect(receiver.connections == 0)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  /// Each as libcurl itself resolves it: the decision is about the address that it is about to open a socket to.
  @Test(
    "However loopback is spelled, nothing connects to it",
    arguments: [
      "127.0.0.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.1", "2130706433", "0", "localhost", "LOCALHOST",
      "localhost.", "127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
      "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
      "[2001:0:1::1]",
    ])
  func spellings(host: String) async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness({ $0.connectTimeoutMs = 2000 }, allow: [])
    let result = try await harness.result(of: "http://\(host):\(receiver.port)/geheim")
    #expect(isRetried(result) && result.status == nil)
    // A resolver may not know some of them as names, and a machine may have no IPv6 to open a socket of.
    let isRare = host.hasPrefix("[") || host.hasSuffix(".") || !host.utf8.allSatisfy { $0 < 0x80 }
    #expect(
      result.error?.hasPrefix("address denied by the network policy") == true || isRare, "\(result.error ?? "")")
    #expect(receiver.connections == 0)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test(
    "A redirect to an address that is denied, or to a file, is not followed either",
    arguments: [301, 302, 303, 307, 308])
  func deniedRedirect(status: Int) async throws {
    for target in ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "gopher://127.0.0.1:25/_x"] {
      let outcome = try await outcome(of: .status(status, headers: ["location": target]))
      // Had it been followed, the last word would be the network policy's, or libcurl's.
      #expect(isRetried(outcome.result) && outcome.result.status == status)
      #expect(outcome.result.error == "HTTP \(status)")
    }
  }

  @Test(
    "Schemes other than HTTP's are not spoken, even if one came to be stored",
    arguments: ["file:///etc/passwd", "gopher://127.0.0.1:1/_x", "dict://127.0.0.1:1/", "smtp://127.0.0.1:1"])
  func otherSchemes(url: String) async throws {
    let harness = try CourierHarness()
    let result = try await harness.result(of: url)
    #expect(result.error == "address not usable" && isRetried(result))
    await harness.courier.stop(within: 100)
  }

  @Test("One that resets, and one that speaks no TLS, is tried again")
  func resets() async throws {
    let reset = try await outcome(of: .reset).result
    #expect(isRetried(reset) && reset.status == nil && reset.error != nil)
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    let result = try await harness.result(of: receiver.url.replacing("http:", with: "https:"))
    #expect(isRetried(result) && result.error == "TLS handshake failed")
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("A connection that is kept is not used again once its address is denied")
  func deniedLater() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    #expect(try await harness.result(of: receiver.url).decision == .delivered)
    harness.courier.apply(settings: CourierSettings(), policy: try NetworkPolicy(allow: [], deny: []))
    harness.send(CourierHarness.jobs(1, to: receiver.url, from: 2))
    try await harness.outbox.wait { $0.results.count == 2 }
    #expect(harness.outbox.results.last?.error == "address denied by the network policy (loopback)")
    #expect(receiver.requests.count == 1)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("A message that cannot be signed is given up, with the reason")
  func badSecret() async throws {
    let harness = try CourierHarness()
    let job = DeliveryJob(
      id: 1, endpointID: 1, url: "http://127.0.0.1:9/", secret: "geheim", messageID: "msg_1", body: "{}", attempt: 1,
      concurrency: 1)
    harness.send([job])
    try await harness.outbox.wait { $0.results.count == 1 }
    #expect(harness.outbox.results.first?.decision == .dead)
    #expect(harness.outbox.results.first?.error == "signing secret not usable")
    await harness.courier.stop(within: 100)
  }

  @Test("A single try says what came of it, and touches no outbox")
  func attempt() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    let job = try #require(CourierHarness.jobs(1, to: receiver.url).first)
    #expect(await harness.courier.attempt(job).decision == .delivered)
    try await receiver.stop()
    #expect(await harness.courier.attempt(job).error != nil)
    #expect(harness.outbox.results.isEmpty)
    await harness.courier.stop(within: 100)
    #expect(await harness.courier.attempt(job).decision == .withdrawn)
  }
}
