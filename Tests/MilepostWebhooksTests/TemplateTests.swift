import Foundation
import MilepostCore
import Testing

@testable import MilepostWebhooks

@Suite struct TemplateTests {
  private func template(_ source: String, _ type: String = "application/json") -> EndpointOptions.Template {
    .init(source: source, contentType: type, method: "POST")
  }

  private func rendered(_ source: String, _ type: String = "application/json") throws -> String {
    let body = """
      {"type":"milestone.at_risk","timestamp":"2022-05-20T01:02:03.000Z","data":{"project":{"key":"p","name":"横港 \\"A\\"",\
      "name_en":null},"due":{"date":"2022-06-30","written":"6月底","ends_at":"2022-06-30T16:00:00.000Z"},"light":"red",\
      "float_days":-6,"driving_path":[{"name":"一","path":"p/a","forecast":"2022-06-01"},\
      {"name":"二","path":"p/b","forecast":"2022-06-02"}],\
      "message":{"en":"“A” <is> at risk.\\nReally.","zh":"有风险"}}}
      """
    return try MessageTemplate(template(source, type)).rendered(body: body, id: "msg_1", language: .en)
  }

  @Test("Values are escaped as the content type asks")
  func escapes() throws {
    let json = try rendered(#"{"text":"{{data.message.en}}","who":"{{data.project.name}}","n":{{data.float_days}}}"#)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["text"] as? String == "“A” <is> at risk.\nReally.")
    #expect(object["who"] as? String == "横港 \"A\"" && object["n"] as? Int == -6)
    #expect(try rendered("<b>{{data.message.en}}</b>", "text/html").contains("“A” &lt;is&gt; at risk."))
    #expect(try rendered("{{data.message.en}}", "text/plain").hasPrefix("“A” <is> at risk."))
    #expect(
      try rendered("a={{data.project.name}}", "application/x-www-form-urlencoded") == "a=%E6%A8%AA%E6%B8%AF%20%22A%22")
  }

  @Test("Helpers write dates, cases and whole values; sections choose by light and walk lists")
  func helpers() throws {
    #expect(try rendered("{{day_zh(data.due.date)}}", "text/plain") == "2022年6月30日")
    #expect(try rendered("{{day_en(data.due.ends_at)}} {{time(timestamp)}}", "text/plain") == "30 June 2022 01:02")
    #expect(try rendered("{{upper(type)}}", "text/plain") == "MILESTONE.AT_RISK")
    #expect(try rendered(#"{"m":{{{json(data.message.en)}}}}"#) == #"{"m":"“A” <is> at risk.\nReally."}"#)
    #expect(try rendered("{{#is_red}}!{{/is_red}}{{#is_green}}?{{/is_green}}", "text/plain") == "!")
    #expect(try rendered("{{#data.driving_path}}{{name}} {{/data.driving_path}}", "text/plain") == "一 二 ")
    #expect(try rendered("{{^data.project.name_en}}none{{/data.project.name_en}}", "text/plain") == "none")
    #expect(try rendered("{{title}}", "text/plain").hasPrefix("🔴 At risk"))
  }

  @Test(
    "What does not work is refused with its line",
    arguments: [
      ("{\n{{data.message.en}", 2), ("{{#data}}\n\n", 0), ("a\n{{#data}}\n{{/date}}", 0),
      ("\n\n{{data.massage.en}}", 3),
      ("{{shout(type)}}", 1), ("{{> other}}", 1), ("x\n{{$block}}{{/block}}", 2), ("{{=<% %>=}}", 1), ("{{}}", 1),
    ])
  func faults(source: String, line: Int) throws {
    let refusal = try #require(#expect(throws: Refusal.self) { try template(source, "text/plain").check() })
    #expect(refusal.place == "template")
    if line > 0 { #expect(refusal.text.en.contains("line \(line) "), "\(refusal.text.en)") }
    #expect(refusal.text.zh.contains("模板"))
  }

  @Test(
    "A template for JSON must give JSON for every type of message",
    arguments: [
      "{\"a\":\n\"{{{data.message.en}}}\"}", "{\"a\": {{data.float_days}}}", "{\"a\":\"{{title}}\"", "{{title}}",
      "{\"a\":[{{#data.driving_path}}\"{{name}}\",{{/data.driving_path}}]}",
    ])
  func noJSON(source: String) throws {
    let refusal = try #require(#expect(throws: Refusal.self) { try template(source).check() })
    #expect(refusal.text.en.contains("valid JSON") && refusal.text.en.contains("line"))
  }

  @Test("A template that works for some types and not for others is found out; one that works for all is taken")
  func samples() throws {
    try template(#"{"msgtype":"text","text":{"content":"{{title}}\n{{sentence}}"}}"#).check()
    try template(#"{"float":{{^data.float_days}}null{{/data.float_days}}{{data.float_days}}}"#).check()
  }
}
