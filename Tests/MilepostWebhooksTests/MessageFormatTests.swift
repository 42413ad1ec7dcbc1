import Foundation
import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

@Suite struct MessageFormatTests {
  @Test("Signatures are those of the receivers' own examples")
  func vectors() throws {
    #expect(FeishuForm.sign(secret: "demo", seconds: 1_599_360_473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=")
    #expect(
      DingTalkForm.query(secret: "this is secret", milliseconds: 1_577_262_236_757)
        == "timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D")
    let signed = try FormatSample.sent(.feishu, secret: "demo")
    #expect(signed.json["sign"] as? String == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=")
    #expect(signed.json["timestamp"] as? String == "1599360473")
    #expect(try FormatSample.sent(.feishu).json["sign"] == nil, "a robot that asks for no signature gets none")
    let ding = try FormatSample.sent(
      .dingtalk, url: "https://oapi.dingtalk.com/robot/send?access_token=t", secret: "SECx")
    #expect(
      ding.message.url.hasPrefix("https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1599360473000&sign="))
  }

  @Test("Each receiver gets the fields of its own form, with title, cause, dates and light")
  func fields() throws {
    let feishu = try FormatSample.sent(.feishu).json
    #expect(feishu["msg_type"] as? String == "interactive")
    #expect(FormatSample.dig(feishu, "card.header.template") as? String == "red")
    #expect(
      (FormatSample.dig(feishu, "card.header.title.content") as? String)?.hasPrefix("🔴 有延误风险：横港幼儿园 / 投入使用") == true)
    let card = try #require(FormatSample.dig(feishu, "card.body.elements.0.content") as? String)
    #expect(card.contains("有延误风险。") && card.contains("应完成: 2022-09-30（9月）") && card.contains("-9 个工作日"))
    #expect(FormatSample.dig(try FormatSample.sent(.dingtalk).json, "msgtype") as? String == "markdown")
    #expect(
      (FormatSample.dig(try FormatSample.sent(.dingtalk).json, "markdown.text") as? String)?.contains("预计: 2022-10-18")
        == true)
    #expect(
      (FormatSample.dig(try FormatSample.sent(.wecom).json, "markdown.content") as? String)?.contains("预计: 2022-10-18")
        == true)
    let slack = try FormatSample.sent(.slack, language: .en).json
    #expect((slack["text"] as? String)?.contains("At risk: Henggang kindergarten / Opening") == true)
    #expect((FormatSample.dig(slack, "blocks.1.text.text") as? String)?.contains("*Float* -9 working days") == true)
    let teams = try FormatSample.sent(.teams, language: .en).json
    #expect(
      FormatSample.dig(teams, "attachments.0.contentType") as? String == "application/vnd.microsoft.card.adaptive")
    #expect(FormatSample.dig(teams, "attachments.0.content.body.0.wrap") as? Bool == true)
    let telegram = try FormatSample.sent(
      .telegram, url: "https://api.telegram.org/bot1:x/sendMessage?chat_id=-100", language: .en)
    #expect(telegram.message.url == "https://api.telegram.org/bot1:x/sendMessage")
    #expect(telegram.json["chat_id"] as? String == "-100")
    let title = try #require((telegram.json["text"] as? String)?.split(separator: "\n").first)
    #expect(FormatSample.dig(telegram.json, "entities.0.length") as? Int == title.utf16.count)
    let ntfy = try FormatSample.sent(.ntfy, url: "https://ntfy.example.org/site", language: .en)
    #expect(ntfy.message.url == "https://ntfy.example.org/" && ntfy.json["topic"] as? String == "site")
    #expect(ntfy.json["priority"] as? Int == 5)
    let event = try FormatSample.sent(.cloudevents)
    #expect(event.message.headers == ["Content-Type: application/cloudevents+json; charset=UTF-8"])
    #expect(event.json["specversion"] as? String == "1.0" && event.json["id"] as? String == "msg_1")
    #expect(FormatSample.dig(event.json, "data.data.light") as? String == "red")
    let manager = try FormatSample.sent(.alertmanager, language: .en).json
    #expect(manager["version"] as? String == "4" && manager["status"] as? String == "firing")
    #expect(FormatSample.dig(manager, "alerts.0.labels.severity") as? String == "critical")
    #expect(FormatSample.dig(manager, "alerts.0.endsAt") as? String == "0001-01-01T00:00:00Z")
    #expect((FormatSample.dig(manager, "alerts.0.fingerprint") as? String)?.count == 16)
  }

  @Test("For a receiver of Alertmanager's alerts what ends is what began, and each milestone is a matter of its own")
  func identities() throws {
    func body(_ type: String, _ milestone: String?, light: String) -> String {
      var json = JSONText()
      json.field("type", type)
      json.field("timestamp", "2022-05-20T01:00:00.000Z")
      json.object("data") { data in
        data.pairs("project", [("key", "henggang"), ("name", "x")])
        if let milestone { data.pairs("milestone", [("key", milestone), ("name", "x")]) }
        data.field("light", light)
        data.pairs("message", [("en", "x"), ("zh", "x")])
      }
      return json.closed
    }
    func keys(_ body: String) throws -> [String] {
      let json = try FormatSample.sent(.alertmanager, body).json
      return [FormatSample.dig(json, "alerts.0.fingerprint"), FormatSample.dig(json, "groupKey")].map {
        $0 as? String ?? ""
      }
    }
    let late = try keys(body("milestone.overdue", "opening", light: "red"))
    #expect(try keys(body("milestone.reached", "opening", light: "grey")) == late)
    #expect(try keys(body("milestone.overdue", "other", light: "red")) != late)
    #expect(late[1] == "{}:{project=\"henggang\", milestone=\"opening\"}")
    #expect(try keys(body("project.digest", nil, light: "red"))[1].contains("alertname=\"project.digest\""))
  }

  @Test("What people wrote into names becomes no mention, link or markup")
  func escapes() throws {
    let name = "<!channel> <at id=all></at> [x](http://e) *b* `c`"
    // A title that is plain text there is not read as markup.
    for (format, path) in [
      (MessageFormat.feishu, "card.body.elements.0.content"), (.dingtalk, "markdown.text"),
      (.wecom, "markdown.content"),
      (.slack, "blocks.0.text.text"), (.slack, "text"),
    ] {
      let text = try #require(
        FormatSample.dig(try FormatSample.sent(format, FormatSample.risk(name: name, sentence: name)).json, path)
          as? String)
      #expect(!text.contains("<"), "\(format): \(text)")
      #expect(format == .slack || !text.contains("[x]("), "\(format): \(text)")
    }
  }

  @Test("However long the words, a message stays within its receiver's limit, cut at a character")
  func limits() throws {
    for filler in ["长", "👷🏽‍♀️", "e\u{301}", "<&>", "\"\\\u{1}"] {
      let long = FormatSample.risk(
        name: String(repeating: filler, count: 100), sentence: String(repeating: filler, count: 30_000))
      let wecom = try #require(
        FormatSample.dig(try FormatSample.sent(.wecom, long).json, "markdown.content") as? String)
      #expect(wecom.utf8.count <= 4096 && wecom.hasSuffix("…"))
      #expect(try FormatSample.sent(.feishu, long, secret: "demo").message.body.utf8.count <= FeishuForm.bytesMax)
      #expect(try FormatSample.sent(.dingtalk, long, secret: "x").message.body.utf8.count <= DingTalkForm.bytesMax)
      #expect(try FormatSample.sent(.teams, long).message.body.utf8.count <= TeamsForm.bytesMax)
      for text in ["text", "blocks.0.text.text"] {
        #expect(
          try #require(FormatSample.dig(try FormatSample.sent(.slack, long).json, text) as? String).utf16.count <= 3000)
      }
      let telegram = try #require(
        try FormatSample.sent(.telegram, long, url: "https://t/bot/sendMessage?chat_id=1").json["text"] as? String)
      #expect(telegram.utf16.count <= 4096)
      let ntfy = try FormatSample.sent(.ntfy, long)
      #expect(try #require(ntfy.json["message"] as? String).utf8.count <= 4096)
      #expect(ntfy.message.body.utf8.count <= 8192, "the server's bound on the JSON around it")
    }
    #expect(TextLimit.bytes("长长长", 9) == "长长长")
    #expect(TextLimit.bytes("长长长长", 9) == "长长…")
    #expect(TextLimit.utf16("👷🏽‍♀️👷🏽‍♀️", 8) == "👷🏽‍♀️…")
    #expect(TextLimit.utf16("👷🏽‍♀️👷🏽‍♀️", 7) == "…")
    #expect(TextLimit.json("\"\"\"\"", 7) == "\"\"…")
  }

  @Test("No escape is left in halves by a cut")
  func escapesStayWhole() {
    for length in 3...40 {
      let slack = TextLimit.markup(String(repeating: "&lt;", count: 20)) { TextLimit.bytes($0, length) }
      #expect(slack.dropLast().count % 4 == 0 && slack.hasSuffix("…"), "\(slack)")
      let stars = TextLimit.markup(String(repeating: "\\*", count: 40)) { TextLimit.bytes($0, length) }
      #expect(stars.dropLast().count % 2 == 0, "\(stars)")
    }
    #expect(TextLimit.markup("a &lt;") { $0 } == "a &lt;")
    #expect(TextLimit.markup("Q&A: long") { TextLimit.bytes($0, 9) } == "Q&A: long")
  }

  @Test("A body that is not the service's own goes out as it is")
  func unread() {
    for format in MessageFormat.allCases {
      let message = format.message(
        body: "{\"n\":1}", url: "http://h", secret: "", language: .en, id: "i", at: Instant(milliseconds: 0))
      #expect(message.body == "{\"n\":1}")
    }
  }

  @Test(
    "An error within an answer of success is a failure, with the receiver's own code",
    arguments: [
      (MessageFormat.feishu, "{\"code\":0,\"msg\":\"success\"}", nil as String?),
      (.feishu, "{\"code\":19021,\"msg\":\"sign match fail\"}", "code 19021: sign match fail"),
      (
        .dingtalk, "{\"errcode\":310000,\"errmsg\":\"keywords not in content\"}",
        "errcode 310000: keywords not in content"
      ),
      (.dingtalk, "{\"errcode\":0,\"errmsg\":\"ok\"}", nil),
      (.wecom, "{\"errcode\":40058,\"errmsg\":\"too long\"}", "errcode 40058: too long"),
      (.wecom, "<html>sign in</html>", "the answer is not the receiver's: it has no errcode"),
      (.telegram, "{\"ok\":true,\"result\":{}}", nil),
      (.telegram, "{\"ok\":true,\"result\":{\"text\":\"" + String(repeating: "长", count: 2000) + "\"}}", nil),
      (
        .teams, "Webhook message delivery failed with error: HTTP error 429",
        "Webhook message delivery failed with error: HTTP error 429"
      ),
      (.teams, "1", nil), (.slack, "ok", nil), (.standard, "{\"code\":5}", nil),
    ])
  func answers(format: MessageFormat, answer: String, error: String?) async throws {
    let receiver = try await Receiver { _, _ in .status(200, body: answer) }
    let harness = try CourierHarness()
    let secret = format.signing == .headers ? CourierHarness.secret : ""
    let url = format == .telegram ? "http://127.0.0.1:\(receiver.port)/bot1:x/sendMessage?chat_id=5" : receiver.url
    let result = await harness.courier.attempt(
      DeliveryJob(
        id: 1, endpointID: 1, url: url, secret: secret, messageID: "msg_1", body: FormatSample.risk(), attempt: 1,
        concurrency: 1,
        format: format, language: .zh))
    #expect(result.error == error)
    #expect((result.decision == .delivered) == (error == nil))
    let request = try #require(receiver.requests.first)
    #expect((request["webhook-signature"] != nil) == (format == .standard))
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }

  @Test("A bot that is told to wait waits so long, and counts as throttled")
  func throttled() async throws {
    let receiver = try await Receiver { _, _ in
      .status(
        429,
        body:
          "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":600}}"
      )
    }
    let harness = try CourierHarness { $0.retry = RetryPolicy(firstMs: 1, mostMs: 86_400_000, attempts: 20) }
    let before = CourierHarness.now()
    let result = await harness.courier.attempt(
      DeliveryJob(
        id: 1, endpointID: 1, url: "http://127.0.0.1:\(receiver.port)/bot1:x/sendMessage?chat_id=5", secret: "",
        messageID: "msg_1", body: FormatSample.risk(), attempt: 1, concurrency: 1, format: .telegram))
    #expect(!result.isHealthy)
    guard case .retry(let at) = result.decision else {
      Issue.record("\(result.decision)")
      return
    }
    #expect(at.since(before) >= 600_000)
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }
}
