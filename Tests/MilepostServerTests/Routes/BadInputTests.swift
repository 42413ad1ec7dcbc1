import MilepostAPI
import MilepostCore
import Testing

/// Each bad input has one clear error with a stable code, and leaves nothing behind (`refused` looks).
@Suite struct BadInputTests {
  private struct Case: Sendable {
    let method: String
    let path: String
    var body: String?
    let status: Int
    let code: Refusal.Code
    var place: String?
    var says: String?
  }

  private func check(_ cases: [Case]) async throws {
    try await TestServer.run { server in
      try await server.seed()
      _ = try await server.client.call("POST", "/v1/webhooks", Samples.webhook)
      for item in cases {
        let problem = try await server.refused(
          item.method, item.path, item.body, status: item.status, code: item.code)
        if let place = item.place { #expect(problem.place == place, "\(item)") }
        if let says = item.says { #expect(problem.detail.contains(says), "\(problem.detail)") }
      }
    }
  }

  private let milestones = "/v1/projects/henggang/milestones"

  @Test("Malformed JSON is refused with its line and column")
  func malformedJSON() async throws {
    try await check([
      Case(
        method: "POST", path: "/v1/projects", body: "{\"key\":\n \"x\",}", status: 400, code: .malformedInput,
        place: "line 2, column 6"),
      Case(
        method: "POST", path: "/v1/projects", body: "key=x", status: 400, code: .malformedInput,
        place: "line 1, column 1"),
      Case(method: "PATCH", path: "/v1/projects/henggang", body: "{", status: 400, code: .malformedInput),
      Case(method: "POST", path: milestones, body: "[", status: 400, code: .malformedInput),
      Case(method: "POST", path: "\(milestones)/completion/reach", body: "nil", status: 400, code: .malformedInput),
      Case(method: "POST", path: "/v1/webhooks", body: "\u{0}", status: 400, code: .malformedInput),
      Case(method: "POST", path: "/v1/webhooks/desk/replay", body: "{]", status: 400, code: .malformedInput),
    ])
  }

  @Test("Unknown keys are refused with the nearest known one; a key given twice is refused")
  func unknownKeys() async throws {
    try await check([
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","nmae":"y"}"#, status: 400, code: .unknownKey,
        place: "nmae", says: "name"),
      Case(
        method: "PATCH", path: "/v1/projects/henggang", body: #"{"nameEn":"y"}"#, status: 400, code: .unknownKey,
        says: "name_en"),
      Case(
        method: "POST", path: milestones, body: #"{"alerts":{"lead_days":[1]}}"#, status: 400, code: .unknownKey,
        place: "alerts.lead_days"),
      Case(
        method: "POST", path: "\(milestones)/completion/reach", body: #"{"when":"x"}"#, status: 400, code: .unknownKey,
        says: "date, evidence"),
      Case(
        method: "POST", path: "/v1/webhooks", body: #"{"name":"x","adress":"y"}"#, status: 400, code: .unknownKey,
        place: "adress"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","key":"y","name":"z"}"#, status: 409,
        code: .duplicateKey, place: "key"),
      Case(method: "GET", path: "/v1/projects?limti=3", status: 400, code: .unknownKey, place: "limti", says: "limit"),
      Case(method: "GET", path: "/v1/projects/henggang?x", status: 400, code: .unknownKey, place: "x"),
      Case(
        method: "POST", path: "/v1/plan?dryrun=true", body: Samples.plan, status: 400, code: .unknownKey,
        says: "dry_run"),
    ])
  }

  @Test("Wrong types are refused with their place")
  func wrongTypes() async throws {
    try await check([
      Case(method: "POST", path: "/v1/projects", body: "[]", status: 400, code: .wrongType),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":7,"name":"y"}"#, status: 400, code: .wrongType,
        place: "key", says: "a number"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":["y"]}"#, status: 400, code: .wrongType,
        place: "name"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","labels":{"a":1}}"#, status: 400,
        code: .wrongType, place: "labels.a"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","alerts":{"lead":["1"]}}"#, status: 400,
        code: .wrongType, place: "alerts.lead[0]"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","alerts":{"lead":[1.0]}}"#, status: 400,
        code: .wrongType, place: "alerts.lead[0]"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","alerts":{"on_day":"true"}}"#, status: 400,
        code: .wrongType, place: "alerts.on_day"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y","due":20220630}"#, status: 400,
        code: .wrongType, place: "due"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y","due":"2022-06-30","after":"completion"}"#,
        status: 400, code: .wrongType, place: "after"),
      Case(
        method: "POST", path: "/v1/webhooks", body: #"{"name":"x","url":"http://127.0.0.1/","projects":"henggang"}"#,
        status: 400, code: .wrongType, place: "projects"),
    ])
  }

  @Test("Missing fields are named")
  func missingFields() async throws {
    try await check([
      Case(method: "POST", path: "/v1/projects", body: "{}", status: 400, code: .missingField, place: "key"),
      Case(method: "POST", path: "/v1/projects", status: 400, code: .missingField, place: "key"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":null}"#, status: 400, code: .missingField,
        place: "name"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y"}"#, status: 400, code: .missingField,
        place: "due"),
      Case(
        method: "POST", path: "/v1/webhooks", body: #"{"name":"x"}"#, status: 400, code: .missingField, place: "url"),
    ])
  }

  @Test("Keys that exist, or could be mistaken for paths, are refused")
  func keys() async throws {
    try await check([
      Case(method: "POST", path: "/v1/projects", body: Samples.project, status: 409, code: .duplicateKey, place: "key"),
      Case(method: "POST", path: milestones, body: Samples.milestone, status: 409, code: .duplicateKey, place: "key"),
      Case(
        method: "POST", path: "/v1/webhooks", body: Samples.webhook, status: 409, code: .duplicateKey, place: "name"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"a/b","name":"y"}"#, status: 400, code: .invalidKey,
        place: "key"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"a\u0007","name":"y"}"#, status: 400, code: .invalidKey,
        place: "key"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"..","name":"y"}"#, status: 400, code: .invalidKey,
        place: "key"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"a%2Fb","name":"y","due":"2022-06-30"}"#, status: 400,
        code: .invalidKey, place: "key"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"a\u001bb"}"#, status: 400, code: .invalidValue,
        place: "name"),
    ])
  }

  @Test("Names that are not there are refused with the nearest one that is")
  func unknownNames() async throws {
    try await check([
      Case(method: "GET", path: "/v1/projects/hengang", status: 404, code: .unknownProject, says: "henggang"),
      Case(
        method: "PATCH", path: "/v1/projects/hengang", body: "{}", status: 404, code: .unknownProject, says: "henggang"),
      Case(method: "GET", path: "/v1/projects/a%2Fb", status: 404, code: .unknownProject, says: "a/b"),
      Case(method: "GET", path: "/v1/projects/%E5%B9%BC", status: 404, code: .unknownProject, says: "幼"),
      Case(method: "GET", path: "/v1/projects/%1B%5B31m", status: 404, code: .unknownProject, says: "·[31m"),
      Case(method: "GET", path: "\(milestones)/completon", status: 404, code: .unknownMilestone, says: "completion"),
      Case(
        method: "POST", path: "\(milestones)/completon/reach", status: 404, code: .unknownMilestone, says: "completion"),
      Case(method: "GET", path: "/v1/webhooks/dsek", status: 404, code: .unknownEndpoint, says: "desk"),
      Case(method: "DELETE", path: "/v1/webhooks/dsek", status: 404, code: .unknownEndpoint, says: "desk"),
      Case(method: "GET", path: "/v1/webhooks/dsek/deliveries", status: 404, code: .unknownEndpoint, says: "desk"),
      Case(
        method: "POST", path: "/v1/webhooks/desk/replay", body: #"{"id":"msg_x"}"#, status: 404, code: .unknownDelivery),
      Case(method: "POST", path: "/v1/alerts/77/ack", status: 404, code: .unknownAlert, says: "77"),
      Case(method: "POST", path: "/v1/alerts/x/ack", status: 404, code: .unknownAlert, says: "x"),
      Case(method: "GET", path: "/v1/alerts?project=hengang", status: 404, code: .unknownProject, says: "henggang"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y","due":"2022-06-30","after":["completon"]}"#,
        status: 404, code: .unknownMilestone, says: "completion"),
    ])
  }

  @Test("Dates that are none, vague or out of range are refused")
  func dates() async throws {
    try await check([
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y","due":"2022-02-30"}"#, status: 400,
        code: .invalidDate, place: "due"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y","due":"6月底左右"}"#, status: 400, code: .vagueDate,
        place: "due"),
      Case(
        method: "POST", path: milestones, body: #"{"key":"x","name":"y","due":""}"#, status: 400, code: .invalidDate,
        place: "due"),
      Case(
        method: "POST", path: "\(milestones)/completion/reach", body: #"{"date":"2022-05-21"}"#, status: 400,
        code: .dateOutOfRange, place: "date"),
      Case(
        method: "POST", path: "\(milestones)/completion/expect", body: #"{"date":"2022-05-19"}"#, status: 400,
        code: .dateOutOfRange, place: "date"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","alerts":{"lead":[0]}}"#, status: 400,
        code: .invalidValue, place: "alerts.lead"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","alerts":{"alert_hour":"9"}}"#, status: 400,
        code: .invalidValue, place: "alerts.alert_hour"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","zone":"Asia/Shangai"}"#, status: 400,
        code: .unknownZone, place: "zone"),
      Case(
        method: "POST", path: "/v1/projects", body: #"{"key":"x","name":"y","calendar":"moon"}"#, status: 400,
        code: .unknownCalendar, place: "calendar"),
    ])
  }

  @Test("Webhook addresses that are not http(s), or that the network policy denies, are refused")
  func addresses() async throws {
    func webhook(_ url: String) -> String { #"{"name":"x","url":"\#(url)"}"# }
    try await check([
      Case(
        method: "POST", path: "/v1/webhooks", body: webhook("ftp://example.org/"), status: 400, code: .invalidURL,
        place: "url"),
      Case(
        method: "POST", path: "/v1/webhooks", body: webhook("file:///etc/passwd"), status: 400, code: .invalidURL,
        place: "url"),
      Case(
        method: "POST", path: "/v1/webhooks", body: webhook("example.org"), status: 400, code: .invalidURL, place: "url"
      ),
      Case(
        method: "POST", path: "/v1/webhooks", body: webhook("http://169.254.169.254/latest"), status: 403,
        code: .addressDenied, place: "url"),
      Case(
        method: "POST", path: "/v1/webhooks", body: webhook("http://[::1]/"), status: 403, code: .addressDenied,
        place: "url"),
      Case(
        method: "POST", path: "/v1/webhooks", body: #"{"name":"x","url":"http://127.0.0.1/","projects":["hengang"]}"#,
        status: 404, code: .unknownProject),
    ])
  }

  @Test("Parameters out of their bounds are refused")
  func parameters() async throws {
    try await check([
      Case(method: "GET", path: "/v1/projects?limit=0", status: 400, code: .invalidValue, place: "limit"),
      Case(method: "GET", path: "/v1/projects?limit=1001", status: 400, code: .invalidValue, place: "limit"),
      Case(method: "GET", path: "/v1/projects?limit=ten", status: 400, code: .invalidValue, place: "limit"),
      Case(method: "GET", path: "/v1/projects?limit=1&limit=2", status: 400, code: .invalidValue, place: "limit"),
      Case(method: "GET", path: "/v1/projects?limit=%zz", status: 400, code: .malformedInput),
      Case(method: "GET", path: "/v1/status?limit=-1", status: 400, code: .invalidValue, place: "limit"),
      Case(method: "GET", path: "/v1/next?days=0", status: 400, code: .invalidValue, place: "days"),
      Case(method: "GET", path: "/v1/next?after=x", status: 400, code: .invalidValue, place: "after"),
      Case(
        method: "GET", path: "/v1/alerts?state=opne", status: 400, code: .invalidValue, place: "state", says: "open"),
      Case(method: "GET", path: "/v1/alerts?after=x", status: 400, code: .invalidValue, place: "after"),
      Case(method: "GET", path: "/v1/ledger?after=-1", status: 400, code: .invalidValue, place: "after"),
      Case(method: "GET", path: "\(milestones)?state=late", status: 400, code: .invalidValue, place: "state"),
      Case(method: "GET", path: "\(milestones)?after=nothing", status: 400, code: .invalidValue, place: "after"),
      Case(
        method: "GET", path: "/v1/webhooks/desk/deliveries?state=leased", status: 400, code: .invalidValue,
        place: "state"),
      Case(
        method: "POST", path: "/v1/plan?dry_run=yes", body: Samples.plan, status: 400, code: .invalidValue,
        place: "dry_run"),
    ])
  }

  @Test("Unknown addresses and methods are refused as problems")
  func addressesAndMethods() async throws {
    try await check([
      Case(method: "GET", path: "/nowhere", status: 404, code: .notFound, place: "/nowhere"),
      Case(method: "GET", path: "/v1/project", status: 404, code: .notFound),
      Case(method: "GET", path: "/v1/projects/henggang/milestones/completion/x", status: 404, code: .notFound),
      Case(method: "POST", path: "/v2/projects", body: Samples.project, status: 404, code: .notFound),
      Case(method: "DELETE", path: "/v1/projects", status: 405, code: .notAllowed, says: "GET, HEAD, POST"),
      Case(method: "PUT", path: "/v1/projects/henggang", body: "{}", status: 405, code: .notAllowed),
      Case(method: "POST", path: "/v1/status", body: "{}", status: 405, code: .notAllowed),
      Case(method: "GET", path: "\(milestones)/completion/reach", status: 405, code: .notAllowed, says: "POST"),
    ])
  }

  @Test("A change that the state of things forbids is a conflict")
  func states() async throws {
    try await TestServer.run { server in
      try await server.seed()
      let path = "\(milestones)/completion"
      try await server.refused("POST", "\(path)/reopen", status: 409, code: .wrongState)
      _ = try await server.client.call("POST", "\(path)/reach")
      try await server.refused("POST", "\(path)/reach", status: 409, code: .wrongState)
      _ = try await server.client.call("POST", "/v1/projects/henggang/archive")
      try await server.refused("POST", "/v1/projects/henggang/archive", status: 409, code: .wrongState)
      try await server.refused("POST", milestones, Samples.milestone, status: 409, code: .wrongState)
    }
  }
}
