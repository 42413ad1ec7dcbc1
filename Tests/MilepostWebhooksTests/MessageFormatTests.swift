import Foundation
import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

/// A risk as the service stores it, with names that try to be markup.
private func risk(
  name: String = "投入使用 <at id=all></at> *x*", sentence: String? = nil, link: String? = nil
) -> String {
  var json = JSONText()
  json.field("type", "milestone.at_risk")
  json.field("timestamp", "2022-05-20T01:00:00.000Z")
  json.object("data") { data in
    data.pairs("project", [("key", "henggang"), ("name", "横港幼儿园"), ("name_en", "Henggang kindergarten")])
    data.pairs("milestone", [("key", "opening"), ("name", name), ("name_en", "Opening")])
    data.pairs("due", [("date", "2022-09-30"), ("written", "9月"), ("ends_at", "2022-09-30T16:00:00.000Z")])
    data.field("forecast", "2022-10-18")
    data.field("float_days", -9)
    data.field("light", "red")
    data.pairs("message", [("en", sentence ?? "“Opening” is at risk."), ("zh", sentence ?? "“投入使用”有延误风险。")])
    if let link { data.field("link", link) }
  }
  return json.closed
}

private func sent(
  _ format: MessageFormat, _ body: String = risk(), url: String = "https://example.org/a?x=1", secret: String = "",
  language: MessageLanguage = .zh, seconds: Int64 = 1_599_360_473
) throws -> (message: OutgoingMessage, json: [String: Any]) {
  let message = format.message(
    body: body, url: url, secret: secret, language: language, id: "msg_1", at: Instant(milliseconds: seconds * 1000))
  return (message, try #require(try JSONSerialization.jsonObject(with: Data(message.body.utf8)) as? [String: Any]))
}

private func dig(_ value: Any?, _ path: String) -> Any? {
  path.split(separator: ".").reduce(value) { value, step in
    Int(step).map { index in (value as? [Any]).flatMap { $0.indices.contains(index) ? $0[index] : nil } }
      ?? (value as? [String: Any])?[String(step)]
  }
}

/// So many risks in one message.
private func group(_ count: Int) -> String {
  GroupMessage(
    bodies: (1...count).map { risk(sentence: "“里程碑 \($0)” 预计逾期，请尽快处理，并在本周五之前上报新的预计完成日期和原因。") },
    at: Instant(milliseconds: 1_653_008_400_000)
  ).body
}

@Suite struct AnswerLinkFormatTests {
  private let link = "https://milepost.example.org/a/AbC-_9"
  private let long = String(repeating: "很长的一句话。", count: 4000)

  @Test("Every receiver shows the link in its own way, whole, however long the message is")
  func links() throws {
    let telegram = "https://api.telegram.org/bot1/sendMessage?chat_id=2"
    for sentence in [nil, long] {
      let body = risk(sentence: sentence, link: link)
      let feishu = try sent(.feishu, body)
      #expect(dig(feishu.json, "card.body.elements.1.tag") as? String == "button")
      #expect(dig(feishu.json, "card.body.elements.1.behaviors.0.default_url") as? String == link)
      #expect(feishu.message.body.utf8.count <= FeishuForm.bytesMax)
      let dingtalk = try sent(.dingtalk, body)
      #expect((dig(dingtalk.json, "markdown.text") as? String)?.hasSuffix("\n\n[处理](\(link))") == true)
      #expect(dingtalk.message.body.utf8.count <= DingTalkForm.bytesMax)
      let wecom = try #require(dig(try sent(.wecom, body).json, "markdown.content") as? String)
      #expect(wecom.hasSuffix("\n[处理](\(link))") && wecom.utf8.count <= WeComForm.bytesMax)
      let blocks = try #require(try sent(.slack, body, language: .en).json["blocks"] as? [Any])
      #expect(dig(blocks.last, "text.text") as? String == "<\(link)|Answer>")
      let teams = try sent(.teams, body, language: .en)
      #expect(dig(teams.json, "attachments.0.content.actions.0.type") as? String == "Action.OpenUrl")
      #expect(dig(teams.json, "attachments.0.content.actions.0.url") as? String == link)
      #expect(teams.message.body.utf8.count <= TeamsForm.bytesMax)
      let chat = try sent(.telegram, body, url: telegram).json
      let text = try #require(chat["text"] as? String)
      let (offset, length) = (dig(chat, "entities.1.offset") as? Int ?? 0, dig(chat, "entities.1.length") as? Int ?? 0)
      #expect(dig(chat, "entities.1.url") as? String == link)
      #expect((text as NSString).substring(with: NSRange(location: offset, length: length)) == "处理")
      #expect(text.utf16.count <= TelegramForm.unitsMax)
      let ntfy = try sent(.ntfy, body).json
      #expect(ntfy["click"] as? String == link && dig(ntfy, "actions.0.url") as? String == link)
      #expect(dig(try sent(.alertmanager, body).json, "alerts.0.generatorURL") as? String == link)
      #expect(dig(try sent(.cloudevents, body).json, "data.data.link") as? String == link)
    }
  }

  @Test("Without a link there is no button, and one that would break out of its markup is left out")
  func without() throws {
    for body in [risk(), risk(link: "https://x/)|<a>")] {
      #expect((try sent(.feishu, body).json["card"]).map { "\($0)".contains("button") } == false)
      #expect(dig(try sent(.teams, body).json, "attachments.0.content.actions") == nil)
      #expect(try sent(.ntfy, body).json["click"] == nil)
      #expect(!(try sent(.wecom, body).message.body.contains("处理")))
    }
  }

  @Test("Of several alerts in one message each has its own link, where the receiver has links within text")
  func groups() throws {
    let bodies = (1...3).map { risk(sentence: "第 \($0) 项。", link: "\(link)\($0)") }
    let body = GroupMessage(bodies: bodies, at: Instant(milliseconds: 0)).body
    for format in [MessageFormat.feishu, .dingtalk, .wecom, .slack, .teams, .alertmanager] {
      let text = try sent(format, body).message.body
      for number in 1...3 { #expect(text.contains("\(link)\(number)"), "\(format)") }
    }
    let ntfy = try #require(try sent(.ntfy, body).json["message"] as? String)
    for number in 1...3 { #expect(ntfy.contains("\n\(link)\(number)"), "an address on a line of its own") }
  }

  @Test("A bot's words that open links stand behind the alert that they are for, as many as it may have")
  func chatGroups() throws {
    for count in [1, 3, 98, 200] {
      // The shortest and the longest words of a line.
      for sentence in ["。", "👷🏽‍♀️ 完工，上报新的预计完成日期和原因。"] {
        let bodies = (1...count).map { risk(sentence: "\($0)\(sentence)", link: "\(link)\($0)") }
        let body = GroupMessage(bodies: bodies, at: Instant(milliseconds: 0)).body
        let chat = try sent(.telegram, body, url: "https://api.telegram.org/bot1/sendMessage?chat_id=2").json
        let text = try #require(chat["text"] as? String) as NSString
        let entities = try #require(chat["entities"] as? [[String: Any]])
        #expect(text.length <= TelegramForm.unitsMax && entities.count <= 100)
        for (index, entity) in entities.dropFirst().enumerated() {
          let (offset, length) = (entity["offset"] as? Int ?? 0, entity["length"] as? Int ?? 0)
          let before = text.substring(to: offset)
          #expect(text.substring(with: NSRange(location: offset, length: length)) == "处理")
          #expect(before.hasSuffix("🔴 \(index + 1)\(sentence) "), "\(before.suffix(40))")
          #expect(entity["url"] as? String == "\(link)\(index + 1)")
        }
        #expect(count > 98 || sentence != "。" || entities.count == count + 1)
      }
    }
  }
}

@Suite struct GroupFormatTests {
  @Test(
    "Every receiver gets a line for each of several alerts, and the number of those that do not fit",
    arguments: [MessageFormat.feishu, .dingtalk, .wecom, .slack, .teams, .telegram, .ntfy])
  func lines(format: MessageFormat) throws {
    let url =
      format == .telegram ? "https://api.telegram.org/bot1/sendMessage?chat_id=2" : "https://example.org/a?x=1"
    let few = try sent(format, group(3), url: url).message.body
    for number in 1...3 { #expect(few.contains("里程碑 \(number)”")) }
    #expect(few.contains("3 条提醒"))
    #expect(few.contains("🔴"), "it shows the light of the worst")
    #expect(!few.contains("另有"))
    let many = try sent(format, group(200), url: url).message.body
    #expect(many.contains("里程碑 1”"))
    #expect(many.contains("……另有"))
    #expect(!many.contains("里程碑 200”"))
  }

  @Test("A receiver of Alertmanager's alerts gets each of several with its own labels")
  func alertmanager() throws {
    let json = try sent(.alertmanager, group(2)).json
    #expect((json["alerts"] as? [Any])?.count == 2)
    #expect(dig(json, "alerts.1.labels.milestone") as? String == "opening")
    #expect(dig(json, "commonLabels.project") as? String == "henggang")
    #expect(dig(json, "commonAnnotations.description") == nil, "the sentences differ")
  }
}

@Suite struct MessageFormatTests {
  @Test("Signatures are those of the receivers' own examples")
  func vectors() throws {
    #expect(FeishuForm.sign(secret: "demo", seconds: 1_599_360_473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=")
    #expect(
      DingTalkForm.query(secret: "this is secret", milliseconds: 1_577_262_236_757)
        == "timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D")
    let signed = try sent(.feishu, secret: "demo")
    #expect(signed.json["sign"] as? String == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=")
    #expect(signed.json["timestamp"] as? String == "1599360473")
    #expect(try sent(.feishu).json["sign"] == nil, "a robot that asks for no signature gets none")
    let ding = try sent(.dingtalk, url: "https://oapi.dingtalk.com/robot/send?access_token=t", secret: "SECx")
    #expect(
      ding.message.url.hasPrefix("https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1599360473000&sign="))
  }

  @Test("Each receiver gets the fields of its own form, with title, cause, dates and light")
  func fields() throws {
    let feishu = try sent(.feishu).json
    #expect(feishu["msg_type"] as? String == "interactive")
    #expect(dig(feishu, "card.header.template") as? String == "red")
    #expect((dig(feishu, "card.header.title.content") as? String)?.hasPrefix("🔴 有延误风险：横港幼儿园 / 投入使用") == true)
    let card = try #require(dig(feishu, "card.body.elements.0.content") as? String)
    #expect(card.contains("有延误风险。") && card.contains("应完成: 2022-09-30（9月）") && card.contains("-9 个工作日"))
    #expect(dig(try sent(.dingtalk).json, "msgtype") as? String == "markdown")
    #expect((dig(try sent(.dingtalk).json, "markdown.text") as? String)?.contains("预计: 2022-10-18") == true)
    #expect((dig(try sent(.wecom).json, "markdown.content") as? String)?.contains("预计: 2022-10-18") == true)
    let slack = try sent(.slack, language: .en).json
    #expect((slack["text"] as? String)?.contains("At risk: Henggang kindergarten / Opening") == true)
    #expect((dig(slack, "blocks.1.text.text") as? String)?.contains("*Float* -9 working days") == true)
    let teams = try sent(.teams, language: .en).json
    #expect(dig(teams, "attachments.0.contentType") as? String == "application/vnd.microsoft.card.adaptive")
    #expect(dig(teams, "attachments.0.content.body.0.wrap") as? Bool == true)
    let telegram = try sent(.telegram, url: "https://api.telegram.org/bot1:x/sendMessage?chat_id=-100", language: .en)
    #expect(telegram.message.url == "https://api.telegram.org/bot1:x/sendMessage")
    #expect(telegram.json["chat_id"] as? String == "-100")
    let title = try #require((telegram.json["text"] as? String)?.split(separator: "\n").first)
    #expect(dig(telegram.json, "entities.0.length") as? Int == title.utf16.count)
    let ntfy = try sent(.ntfy, url: "https://ntfy.example.org/site", language: .en)
    #expect(ntfy.message.url == "https://ntfy.example.org/" && ntfy.json["topic"] as? String == "site")
    #expect(ntfy.json["priority"] as? Int == 5)
    let event = try sent(.cloudevents)
    #expect(event.message.headers == ["Content-Type: application/cloudevents+json; charset=UTF-8"])
    #expect(event.json["specversion"] as? String == "1.0" && event.json["id"] as? String == "msg_1")
    #expect(dig(event.json, "data.data.light") as? String == "red")
    let manager = try sent(.alertmanager, language: .en).json
    #expect(manager["version"] as? String == "4" && manager["status"] as? String == "firing")
    #expect(dig(manager, "alerts.0.labels.severity") as? String == "critical")
    #expect(dig(manager, "alerts.0.endsAt") as? String == "0001-01-01T00:00:00Z")
    #expect((dig(manager, "alerts.0.fingerprint") as? String)?.count == 16)
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
      let json = try sent(.alertmanager, body).json
      return [dig(json, "alerts.0.fingerprint"), dig(json, "groupKey")].map { $0 as? String ?? "" }
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
      let text = try #require(dig(try sent(format, risk(name: name, sentence: name)).json, path) as? String)
      #expect(!text.contains("<"), "\(format): \(text)")
      #expect(format == .slack || !text.contains("[x]("), "\(format): \(text)")
    }
  }

  @Test("However long the words, a message stays within its receiver's limit, cut at a character")
  func limits() throws {
    for filler in ["长", "👷🏽‍♀️", "e\u{301}", "<&>", "\"\\\u{1}"] {
      let long = risk(name: String(repeating: filler, count: 100), sentence: String(repeating: filler, count: 30_000))
      let wecom = try #require(dig(try sent(.wecom, long).json, "markdown.content") as? String)
      #expect(wecom.utf8.count <= 4096 && wecom.hasSuffix("…"))
      #expect(try sent(.feishu, long, secret: "demo").message.body.utf8.count <= FeishuForm.bytesMax)
      #expect(try sent(.dingtalk, long, secret: "x").message.body.utf8.count <= DingTalkForm.bytesMax)
      #expect(try sent(.teams, long).message.body.utf8.count <= TeamsForm.bytesMax)
      for text in ["text", "blocks.0.text.text"] {
        #expect(try #require(dig(try sent(.slack, long).json, text) as? String).utf16.count <= 3000)
      }
      let telegram = try #require(
        try sent(.telegram, long, url: "https://t/bot/sendMessage?chat_id=1").json["text"] as? String)
      #expect(telegram.utf16.count <= 4096)
      let ntfy = try sent(.ntfy, long)
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
        id: 1, endpointID: 1, url: url, secret: secret, messageID: "msg_1", body: risk(), attempt: 1, concurrency: 1,
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
        messageID: "msg_1", body: risk(), attempt: 1, concurrency: 1, format: .telegram))
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
