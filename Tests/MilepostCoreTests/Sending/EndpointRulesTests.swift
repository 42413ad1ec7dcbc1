import MilepostCore
import Testing

@Suite struct EndpointRulesTests {
  private func options(
    _ format: MessageFormat = .standard, over base: EndpointOptions? = nil,
    _ change: (inout EndpointOptionsDraft) -> Void
  ) throws -> EndpointOptions {
    var draft = EndpointOptionsDraft()
    change(&draft)
    return try EndpointRules.options(draft, over: base, format: format)
  }

  @Test("What is not said stays, what is said replaces, and what is emptied goes")
  func edits() throws {
    let first = try options {
      $0.headers = [.init(name: "X-Token", value: "geheim")]
      $0.basic = "milepost:ge:heim"
      $0.timeoutSeconds = 5
    }
    #expect(first.login == .basic(user: "milepost", password: "ge:heim") && first.timeoutMs == 5000)
    let second = try options(over: first) { $0.http2 = true }
    #expect(second.headers == first.headers && second.login == first.login && second.http2 == true)
    let third = try options(over: second) {
      $0.headers = []
      $0.basic = ""
      $0.http2 = false
    }
    #expect(third.headers == nil && third.login == nil && third.http2 == nil)
  }

  @Test("Nothing said is nothing kept")
  func empty() throws { #expect(try options { _ in }.isEmpty) }

  @Test("What cannot be is refused, and no secret is shown")
  func refuses() throws {
    let faults: [(MessageFormat, (inout EndpointOptionsDraft) -> Void)] = [
      (.standard, { $0.headers = [.init(name: "X y", value: "geheim")] }),
      (.standard, { $0.headers = [.init(name: "X", value: "geheim\r\nY: geheim")] }),
      (.standard, { $0.headers = [.init(name: "Webhook-Id", value: "geheim")] }),
      (.standard, { $0.headers = [.init(name: "host", value: "geheim")] }),
      (.standard, { $0.headers = [.init(name: "a", value: "geheim"), .init(name: "A", value: "geheim")] }),
      (.standard, { $0.headers = (0..<21).map { .init(name: "x\($0)", value: "geheim") } }),
      (.standard, { $0.basic = "geheim" }), (.standard, { $0.basic = ":geheim" }),
      (.standard, { $0.bearer = "ge heim" }),
      (.standard, { ($0.basic, $0.bearer) = ("a:geheim", "geheim") }),
      (.standard, { ($0.headers, $0.bearer) = ([.init(name: "Authorization", value: "geheim")], "geheim") }),
      (.standard, { $0.clientKey = "/etc/key" }), (.standard, { $0.clientCertificate = "geheim.pem" }),
      (.standard, { $0.timeoutSeconds = 0 }), (.standard, { $0.rate = "viel" }),
      (.standard, { $0.mailTo = ["a@b"] }), (.standard, { $0.template = "{}" }),
      (.email, { $0.mailTo = ["a@b.example"] }), (.email, { $0.mailFrom = "a@b.example" }),
      (.email, { ($0.mailFrom, $0.mailTo) = ("a@b.example", ["no address"]) }),
      (.email, { ($0.mailFrom, $0.mailTo) = ("a@b.example", ["a@b.example\r\nDATA"]) }),
      (.email, { ($0.mailFrom, $0.mailTo, $0.proxy) = ("a@b.example", ["c@d.example"], "http://p:1") }),
      (.template, { _ in }), (.template, { ($0.template, $0.contentType) = ("x", "json") }),
      (.template, { ($0.template, $0.method) = ("x", "DELETE") }),
    ]
    for (index, (format, change)) in faults.enumerated() {
      let refusal = #expect(throws: Refusal.self, "\(index)") { try options(format, change) }
      #expect(refusal?.text.en.contains("geheim") != true || index == 12, "\(index): \(refusal?.text.en ?? "")")
      #expect(refusal?.place != nil, "\(index)")
    }
  }
}
