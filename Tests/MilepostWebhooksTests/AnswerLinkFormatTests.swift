import Foundation
import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

@Suite struct AnswerLinkFormatTests {
  private let link = "https://milepost.example.org/a/AbC-_9"
  private let long = String(repeating: "很长的一句话。", count: 4000)

  @Test("Every receiver shows the link in its own way, whole, however long the message is")
  func links() throws {
    let telegram = "https://api.telegram.org/bot1/sendMessage?chat_id=2"
    for sentence in [nil, long] {
      let body = FormatSample.risk(sentence: sentence, link: link)
      let feishu = try FormatSample.sent(.feishu, body)
      #expect(FormatSample.dig(feishu.json, "card.body.elements.1.tag") as? String == "button")
      #expect(FormatSample.dig(feishu.json, "card.body.elements.1.behaviors.0.default_url") as? String == link)
      #expect(feishu.message.body.utf8.count <= FeishuForm.bytesMax)
      let dingtalk = try FormatSample.sent(.dingtalk, body)
      #expect((FormatSample.dig(dingtalk.json, "markdown.text") as? String)?.hasSuffix("\n\n[处理](\(link))") == true)
      #expect(dingtalk.message.body.utf8.count <= DingTalkForm.bytesMax)
      let wecom = try #require(
        FormatSample.dig(try FormatSample.sent(.wecom, body).json, "markdown.content") as? String)
      #expect(wecom.hasSuffix("\n[处理](\(link))") && wecom.utf8.count <= WeComForm.bytesMax)
      let blocks = try #require(try FormatSample.sent(.slack, body, language: .en).json["blocks"] as? [Any])
      #expect(FormatSample.dig(blocks.last, "text.text") as? String == "<\(link)|Answer>")
      let teams = try FormatSample.sent(.teams, body, language: .en)
      #expect(FormatSample.dig(teams.json, "attachments.0.content.actions.0.type") as? String == "Action.OpenUrl")
      #expect(FormatSample.dig(teams.json, "attachments.0.content.actions.0.url") as? String == link)
      #expect(teams.message.body.utf8.count <= TeamsForm.bytesMax)
      let chat = try FormatSample.sent(.telegram, body, url: telegram).json
      let text = try #require(chat["text"] as? String)
      let (offset, length) = (
        FormatSample.dig(chat, "entities.1.offset") as? Int ?? 0,
        FormatSample.dig(chat, "entities.1.length") as? Int ?? 0
      )
      #expect(FormatSample.dig(chat, "entities.1.url") as? String == link)
      #expect((text as NSString).substring(with: NSRange(location: offset, length: length)) == "处理")
      #expect(text.utf16.count <= TelegramForm.unitsMax)
      let ntfy = try FormatSample.sent(.ntfy, body).json
      #expect(ntfy["click"] as? String == link && FormatSample.dig(ntfy, "actions.0.url") as? String == link)
      #expect(
        FormatSample.dig(try FormatSample.sent(.alertmanager, body).json, "alerts.0.generatorURL") as? String == link)
      #expect(FormatSample.dig(try FormatSample.sent(.cloudevents, body).json, "data.data.link") as? String == link)
    }
  }

  @Test("Without a link there is no button, and one that would break out of its markup is left out")
  func without() throws {
    for body in [FormatSample.risk(), FormatSample.risk(link: "https://x/)|<a>")] {
      #expect((try FormatSample.sent(.feishu, body).json["card"]).map { "\($0)".contains("button") } == false)
      #expect(FormatSample.dig(try FormatSample.sent(.teams, body).json, "attachments.0.content.actions") == nil)
      #expect(try FormatSample.sent(.ntfy, body).json["click"] == nil)
      #expect(!(try FormatSample.sent(.wecom, body).message.body.contains("处理")))
    }
  }

  @Test("Of several alerts in one message each has its own link, where the receiver has links within text")
  func groups() throws {
    let bodies = (1...3).map { FormatSample.risk(sentence: "第 \($0) 项。", link: "\(link)\($0)") }
    let body = GroupMessage(bodies: bodies, at: Instant(milliseconds: 0)).body
    for format in [MessageFormat.feishu, .dingtalk, .wecom, .slack, .teams, .alertmanager] {
      let text = try FormatSample.sent(format, body).message.body
      for number in 1...3 { #expect(text.contains("\(link)\(number)"), "\(format)") }
    }
    let ntfy = try #require(try FormatSample.sent(.ntfy, body).json["message"] as? String)
    for number in 1...3 { #expect(ntfy.contains("\n\(link)\(number)"), "an address on a line of its own") }
  }

  @Test("A bot's words that open links stand behind the alert that they are for, as many as it may have")
  func chatGroups() throws {
    for count in [1, 3, 98, 200] {
      // The shortest and the longest words of a line.
      for sentence in ["。", "👷🏽‍♀️ 完工，上报新的预计完成日期和原因。"] {
        let bodies = (1...count).map { FormatSample.risk(sentence: "\($0)\(sentence)", link: "\(link)\($0)") }
        let body = GroupMessage(bodies: bodies, at: Instant(milliseconds: 0)).body
        let chat = try FormatSample.sent(.telegram, body, url: "https://api.telegram.org/bot1/sendMessage?chat_id=2")
          .json
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
