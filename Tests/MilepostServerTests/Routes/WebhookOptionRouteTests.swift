import MilepostAPI
import MilepostCore
import MilepostStore
import MilepostTestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct WebhookOptionRouteTests {
  @Test("Options are taken, changed and cleared; of what is secret only the name is ever shown")
  func options() async throws {
    try await TestServer.run { server in
      let made: WebhookView = try await server.call(
        "POST", "/v1/webhooks",
        #"""
        {"name":"a","url":"http://127.0.0.1:9/x","headers":{"X-Token":"geheim"},"basic":"milepost:geheim","timeout":5,
        "concurrency":3,"rate":"20/1m","http2":true,"proxy":"http://127.0.0.1:3128","ed25519":true}
        """#, status: 201)
      let options = try #require(made.options)
      #expect(options.headers == ["X-Token"] && options.login == "basic" && options.timeout == 5)
      #expect(made.concurrency == 3 && made.rate == "20/1m" && options.http2 == true)
      #expect(options.publicKey?.hasPrefix("whpk_") == true)
      let edited: WebhookView = try await server.call(
        "PATCH", "/v1/webhooks/a", #"{"headers":{},"basic":"","rate":"","proxy":"","language":"zh"}"#)
      #expect(edited.options?.headers == nil && edited.options?.login == nil && edited.options?.proxy == nil)
      #expect(edited.rate == "off" && edited.language == "zh" && edited.options?.timeout == 5)
      #expect(edited.revision > made.revision)
      for path in ["/v1/webhooks", "/v1/webhooks/a", "/v1/ledger", "/v1/plan"] {
        let reply = try await server.client.call("GET", path)
        #expect(!reply.body.contains("geheim") && !reply.body.contains("whsk_"), "\(path)")
      }
      let ledger: Page<LedgerEntryView> = try await server.call("GET", "/v1/ledger")
      #expect(ledger.items.map(\.action) == ["webhook.add", "webhook.edit"])
    }
  }

  @Test("What cannot work is refused, and leaves nothing behind")
  func refusals() async throws {
    try await TestServer.run { server in
      let faults: [(String, Refusal.Code)] = [
        (#""url":"https://user:geheim@example.org/""#, .invalidURL),
        (#""url":"https://example.org/","proxy":"socks5://example.org""#, .invalidURL),
        (#""url":"https://example.org/","proxy":"http://169.254.169.254:80""#, .addressDenied),
        (#""url":"https://example.org/","client_cert":"/nowhere.pem""#, .invalidValue),
        (#""url":"https://example.org/","rate":"much""#, .invalidValue),
        (#""url":"https://example.org/","concurrency":0"#, .invalidValue),
        (#""url":"https://example.org/","format":"email""#, .invalidURL),
        (#""url":"smtp://example.org/","format":"email""#, .missingField),
        (#""url":"https://example.org/","format":"template""#, .missingField),
        (#""url":"https://example.org/","format":"template","template":"{{data.massage.en}}""#, .invalidValue),
        (#""url":"https://example.org/","format":"template","template":"no json""#, .invalidValue),
        (#""url":"https://example.org/","format":"slack","ed25519":true"#, .invalidValue),
        (#""url":"https://example.org/","secret":"geheim""#, .invalidValue),
      ]
      for (fields, code) in faults {
        let problem = try await server.refused(
          "POST", "/v1/webhooks", #"{"name":"a",\#(fields)}"#, status: code == .addressDenied ? 403 : 400, code: code)
        #expect(!problem.detail.contains("geheim") && !problem.detailZh.contains("geheim"))
      }
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      try await server.refused(
        "PATCH", "/v1/webhooks/desk", #"{"url":"ftp://example.org"}"#, status: 400, code: .invalidURL)
      try await server.refused(
        "PATCH", "/v1/webhooks/desk", #"{"timeout":9}"#, headers: ["if-match": "\"7\""], status: 412, code: .conflict)
      try await server.refused(
        "POST", "/v1/webhooks/desk/rotate", #"{"overlap":"99d"}"#, status: 400, code: .invalidValue)
      try await server.refused(
        "GET", "/v1/webhooks/desk/deliveries/msg_nothing", status: 404, code: .unknownDelivery)
      try await server.refused(
        "POST", "/v1/webhooks/desk/replay", #"{"since":"yesterday-ish"}"#, status: 400, code: .invalidValue)
      try await server.refused(
        "POST", "/v1/webhooks/desk/replay", #"{"since":"2022-06-02","until":"2022-06-01"}"#, status: 400,
        code: .invalidValue)
    }
  }

  @Test("A webhook that must pass a test is registered when it does, refused when not, and unproven with force")
  func trials() async throws {
    let receiver = try await Receiver { _, number in .status(number < 2 ? 500 : 204) }
    try await TestServer.run { server in
      let body = #"{"name":"a","url":"\#(receiver.url)","test":true}"#
      let problem = try await server.refused("POST", "/v1/webhooks", body, status: 409, code: .testFailed)
      #expect(problem.detail.contains("HTTP 500") && !problem.detail.contains("geheim"))
      let forced: WebhookView = try await server.call(
        "POST", "/v1/webhooks", #"{"name":"a","url":"\#(receiver.url)","test":true,"force":true}"#, status: 201)
      #expect(forced.options?.unproven == true)
      let test: WebhookTestView = try await server.call("POST", "/v1/webhooks/a/test")
      #expect(test.delivered)
      let proven: WebhookView = try await server.call("GET", "/v1/webhooks/a")
      #expect(proven.options == nil)
      let good: WebhookView = try await server.call(
        "POST", "/v1/webhooks", #"{"name":"b","url":"\#(receiver.url)","test":true}"#, status: 201)
      #expect(good.options == nil && good.secret?.hasPrefix("whsec_") == true)
    }
    try await receiver.stop()
  }

  @Test("Every try of a delivery is shown with its status and the beginning of the answer; a replay keeps them")
  func attempts() async throws {
    let receiver = try await Receiver { _, number in
      number == 0 ? .status(503, body: "not now, 稍后") : .status(200, body: "ok")
    }
    try await TestServer.run { server in
      _ = try await server.client.call("POST", "/v1/webhooks", #"{"name":"a","url":"\#(receiver.url)"}"#)
      try await server.seed()
      _ = try await server.client.call("POST", "/v1/projects/henggang/milestones/completion/reach")
      _ = try await receiver.requests(2)
      let path = "/v1/webhooks/a/deliveries"
      var page: Page<DeliveryView> = try await server.call("GET", "\(path)?attempts=true")
      while page.items.first?.state == "pending" { page = try await server.call("GET", "\(path)?attempts=true") }
      let delivery = try #require(page.items.first)
      #expect(delivery.tries?.map(\.status) == [503, 200])
      #expect(delivery.tries?.map(\.answer) == ["not now, 稍后", "ok"])
      let day = "2000-01-01"
      let count: CountView = try await server.call(
        "POST", "/v1/webhooks/a/replay", #"{"since":"\#(day)","until":"2100-01-01T00:00:00Z"}"#)
      #expect(count.count == 1)
      _ = try await receiver.requests(3)
      #expect(Set(receiver.requests.map { $0["webhook-id"] }).count == 1)
      var one: DeliveryView = try await server.call("GET", "\(path)/\(delivery.id)")
      while one.state == "pending" { one = try await server.call("GET", "\(path)/\(delivery.id)") }
      #expect(one.tries?.map(\.number) == [1, 2, 3] && one.tries?.last?.status == 200)
      let none: CountView = try await server.call(
        "POST", "/v1/webhooks/a/replay", #"{"failed":true,"since":"\#(day)"}"#)
      #expect(none.count == 0)
    }
    try await receiver.stop()
  }
}
