import Foundation
import MilepostCore
import Testing

@testable import MilepostWebhooks

@Suite struct MailFormTests {
  private func mail(_ sentence: String = "“投入使用”有延误风险 <b>。", to: [String] = ["office@example.org"]) -> String {
    var options = EndpointOptions()
    options.mail = .init(from: "milepost@example.org", to: to)
    var json = JSONText()
    json.field("type", "milestone.at_risk")
    json.field("timestamp", "2022-05-20T01:00:00.000Z")
    json.object("data") { data in
      data.pairs("project", [("key", "henggang"), ("name", "横港中心幼儿园新建工程\r\nBcc: everybody@example.org")])
      data.pairs("due", [("date", "2022-09-30"), ("written", "9月"), ("ends_at", "2022-09-30T16:00:00.000Z")])
      data.field("light", "red")
      data.pairs("message", [("en", sentence), ("zh", sentence)])
    }
    let job = DeliveryJob(
      id: 1, endpointID: 1, url: "smtp://127.0.0.1", secret: "", messageID: "msg_1", body: json.closed, attempt: 1,
      concurrency: 1, format: .email, language: .zh, options: JobOptions(options))
    return MailForm.message(job, at: Instant(milliseconds: 1_656_550_800_000)).body
  }

  private func headers(_ mail: String) -> [String] {
    String(mail.prefix(upTo: mail.range(of: "\r\n\r\n")?.lowerBound ?? mail.endIndex))
      .components(separatedBy: "\r\n")
  }

  @Test("The head is RFC 5322's: dates, an id from the message's, words encoded, no line that a name smuggled in")
  func head() throws {
    let lines = headers(mail())
    #expect(lines.contains("Date: Thu, 30 Jun 2022 01:00:00 +0000"))
    #expect(lines.contains("Message-ID: <msg_1@example.org>"))
    #expect(lines.contains("From: Milepost <milepost@example.org>") && lines.contains("To: office@example.org"))
    #expect(!lines.contains { $0.hasPrefix("Bcc") })
    #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
    let subject = lines.drop { !$0.hasPrefix("Subject: ") }
    let folded =
      [subject.first.map { String($0.dropFirst(9)) } ?? ""] + subject.dropFirst().prefix { $0.hasPrefix(" ") }
    let words = folded.map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(words.count > 1 && words.allSatisfy { $0.hasPrefix("=?UTF-8?B?") && $0.hasSuffix("?=") && $0.count <= 75 })
    let text = words.map {
      String(decoding: Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) ?? Data(), as: UTF8.self)
    }
    #expect(text.joined().hasPrefix("🔴 有延误风险：横港中心幼儿园新建工程"))
    #expect(!text.joined().contains("\u{FFFD}"), "no character is cut")
  }

  @Test("Both parts are base64 in short lines, and the HTML is escaped")
  func parts() throws {
    let mail = mail()
    let bodies = mail.components(separatedBy: "base64\r\n\r\n").dropFirst().map { part -> String in
      let text = part.components(separatedBy: "\r\n--")[0]
      #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.count <= 76 })
      return String(decoding: Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data(), as: UTF8.self)
    }
    #expect(bodies.count == 2)
    #expect(bodies[0].contains("有延误风险 <b>。") && bodies[0].contains("应完成: 2022-09-30（9月）"))
    #expect(bodies[1].contains("有延误风险 &lt;b&gt;。") && bodies[1].contains("<td>2022-09-30（9月）</td>"))
    #expect(mail.hasSuffix("--=_msg_1--\r\n"))
  }

  @Test("Plain words stay plain; long or odd ones are encoded")
  func words() {
    #expect(MailText.words("Due today: Opening") == "Due today: Opening")
    #expect(MailText.words("=?x") == "=?UTF-8?B?PT94?=")
    #expect(MailText.words(String(repeating: "a", count: 61)).hasPrefix("=?UTF-8?B?"))
    #expect(MailText.words("a\r\nb") == "a b")
  }

  @Test("Days of the week are right", arguments: [("2022-05-20", "Fri"), ("2000-02-29", "Tue"), ("1970-01-01", "Thu")])
  func dates(date: String, day: String) throws {
    let moment = try #require(CivilDate(date))
    let text = MailText.date(Instant(milliseconds: Int64(moment.dayNumber) * 86_400_000))
    #expect(text.hasPrefix(day))
  }
}
