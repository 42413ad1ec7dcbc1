import Foundation
import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

/// What an endpoint wants beside the usual, against a real receiver.
@Suite(.timeLimit(.minutes(2))) struct CourierOptionsTests {
  private func job(
    _ url: String, _ format: MessageFormat = .standard, _ change: (inout EndpointOptions) -> Void
  ) -> DeliveryJob {
    var options = EndpointOptions()
    change(&options)
    return DeliveryJob(
      id: 1, endpointID: 1, url: url, secret: CourierHarness.secret, messageID: "msg_1",
      body: #"{"type":"test.ping","timestamp":"x","data":{"message":{"en":"A “test”","zh":"测试"}}}"#, attempt: 1,
      concurrency: 1, format: format, options: JobOptions(options))
  }

  private func sent(
    _ format: MessageFormat = .standard, _ change: (inout EndpointOptions) -> Void
  ) async throws -> Receiver.Request {
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    let result = await harness.courier.attempt(job(receiver.url, format, change))
    #expect(result.decision == .delivered, "\(result)")
    let request = try #require(receiver.requests.first)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
    return request
  }

  @Test("Headers of one's own and a login go along, and the signature stays")
  func headers() async throws {
    let basic = try await sent {
      $0.headers = [.init(name: "X-Token", value: "geheim ß"), .init(name: "X-Site", value: "1")]
      $0.login = .basic(user: "milepost", password: "ge:heim")
    }
    #expect(basic["x-token"] == "geheim ß" && basic["x-site"] == "1")
    #expect(basic["authorization"] == "Basic " + Data("milepost:ge:heim".utf8).base64EncodedString())
    #expect(basic["webhook-signature"]?.hasPrefix("v1,") == true)
    let bearer = try await sent { $0.login = .bearer(token: "geheim") }
    #expect(bearer["authorization"] == "Bearer geheim")
  }

  @Test("What one endpoint wants is not sent to another")
  func apart() async throws {
    let receiver = try await Receiver()
    let harness = try CourierHarness()
    _ = await harness.courier.attempt(job(receiver.url) { $0.login = .bearer(token: "geheim") })
    #expect(try await harness.result(of: receiver.url).decision == .delivered)
    #expect(receiver.requests.map { $0["authorization"] } == ["Bearer geheim", nil])
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("Two signatures go out during a change of secrets, an ed25519 one beside each that has a key")
  func signatures() async throws {
    let request = try await sent {
      $0.signingKey = Ed25519.generateKey()
      $0.retiring = .init(
        secret: "whsec_" + Data(repeating: 7, count: 24).base64EncodedString(), signingKey: nil, until: .distantFuture)
    }
    let kinds = request["webhook-signature"]?.split(separator: " ").map { $0.prefix { $0 != "," } }
    #expect(kinds == ["v1", "v1a", "v1"])
  }

  @Test("An endpoint's own time limit counts")
  func timeLimit() async throws {
    let receiver = try await Receiver { _, _ in .hang }
    let harness = try CourierHarness()
    let result = await harness.courier.attempt(job(receiver.url) { $0.timeoutMs = 300 })
    #expect(result.error == "timed out" && result.durationMs < 5000)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("A certificate or authority that is not there is named, not its content")
  func missingFiles() async throws {
    let harness = try CourierHarness()
    let receiver = try await Receiver()
    let url = receiver.url.replacing("http:", with: "https:")
    let certificate = await harness.courier.attempt(job(url) { $0.clientCertificate = "/nowhere/geheim.pem" })
    #expect(certificate.error == "client certificate or its key not readable, or they do not fit")
    let authority = await harness.courier.attempt(job(url) { $0.authorities = "/nowhere/geheim.pem" })
    #expect(authority.error == "authorities' file not readable")
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("Through a proxy the whole address is asked for, and the proxy finds the name")
  func proxy() async throws {
    let proxy = try await Receiver()
    let harness = try CourierHarness()
    let result = await harness.courier.attempt(
      job("http://receiver.invalid/hook?token=geheim") { $0.proxy = "http://127.0.0.1:\(proxy.port)" })
    #expect(result.decision == .delivered)
    #expect(proxy.requests.first?.path == "http://receiver.invalid/hook?token=geheim")
    await harness.courier.stop(within: 100)
    try await proxy.stop()
  }

  @Test("The network policy judges the proxy's address")
  func deniedProxy() async throws {
    let proxy = try await Receiver()
    let harness = try CourierHarness(allow: [])
    let result = await harness.courier.attempt(
      job("http://receiver.invalid/hook") { $0.proxy = "http://127.0.0.1:\(proxy.port)" })
    #expect(result.error == "address denied by the network policy (loopback)")
    #expect(proxy.connections == 0)
    await harness.courier.stop(within: 100)
    try await proxy.stop()
  }

  @Test("A template's body, content type and method are what goes out; the signature is over that body")
  func template() async throws {
    let request = try await sent(.template) {
      $0.template = .init(source: #"<m id="{{id}}">{{data.message.zh}}</m>"#, contentType: "text/xml", method: "PUT")
    }
    #expect(request.method == "PUT" && request["content-type"] == "text/xml")
    #expect(request.body == #"<m id="msg_1">测试</m>"#)
    let key = try Signature.key(of: CourierHarness.secret)
    let seconds = try #require(request["webhook-timestamp"].flatMap { Int64($0) })
    #expect(
      request["webhook-signature"] == Signature.value(key: key, id: "msg_1", timestamp: seconds, body: request.body))
  }

  @Test("An error code behind the first kilobyte of a long answer is found; a kilobyte is kept")
  func longAnswer() async throws {
    let filler = String(repeating: "长", count: 4000)
    let receiver = try await Receiver { _, _ in
      .status(200, body: "{\"msg\":\"\(filler)\",\"errcode\":310000,\"errmsg\":\"keywords not in content\"}")
    }
    let harness = try CourierHarness()
    let result = await harness.courier.attempt(
      DeliveryJob(
        id: 1, endpointID: 1, url: receiver.url, secret: "", messageID: "msg_1", body: "{}", attempt: 1, concurrency: 1,
        format: .dingtalk))
    #expect(result.error == "errcode 310000: keywords not in content")
    #expect((1020...1024).contains(result.responseHead?.utf8.count ?? 0))
    #expect(result.responseHead?.contains("\u{FFFD}") == false)
    let plain = await harness.courier.attempt(
      DeliveryJob(
        id: 2, endpointID: 2, url: receiver.url, secret: CourierHarness.secret, messageID: "msg_2", body: "{}",
        attempt: 1, concurrency: 1))
    #expect(plain.decision == .delivered, "its answer is not looked into")
    #expect(plain.responseHead?.contains("\u{FFFD}") == false, "no character is cut")
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("Being asked to wait costs no try, and says for how long the endpoint is to be left alone")
  func throttled() async throws {
    let receiver = try await Receiver { _, _ in .status(429, headers: ["retry-after": "120"]) }
    let harness = try CourierHarness { $0.retry = RetryPolicy(firstMs: 1, mostMs: 1000, attempts: 1) }
    let result = await harness.courier.attempt(job(receiver.url) { $0.http2 = true })
    #expect(result.isThrottled && !result.isCounted && result.holdMs == 120_000)
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }

  @Test("Retry-After as a date is understood", arguments: [60, 4000])
  func retryAfterDate(seconds: Int) async throws {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    let begun = Date()
    let date = format.string(from: begun.addingTimeInterval(Double(seconds)))
    let receiver = try await Receiver { _, _ in .status(429, headers: ["retry-after": date]) }
    let harness = try CourierHarness()
    let result = await harness.courier.attempt(job(receiver.url) { $0.http2 = true })
    let holdMs = try #require(result.holdMs)
    // What is left of it when the answer is there, however long that took; the date knows whole seconds only.
    let passedMs = Int64(Date().timeIntervalSince(begun) * 1000)
    #expect((-1000...passedMs + 1000).contains(Int64(seconds) * 1000 - holdMs))
    await harness.courier.stop(within: 100)
    try await receiver.stop()
  }
}
