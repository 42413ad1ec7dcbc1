import Foundation
import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

@Suite struct GroupFormatTests {
  @Test(
    "Every receiver gets a line for each of several alerts, and the number of those that do not fit",
    arguments: [MessageFormat.feishu, .dingtalk, .wecom, .slack, .teams, .telegram, .ntfy])
  func lines(format: MessageFormat) throws {
    let url =
      format == .telegram ? "https://api.telegram.org/bot1/sendMessage?chat_id=2" : "https://example.org/a?x=1"
    let few = try FormatSample.sent(format, FormatSample.group(3), url: url).message.body
    for number in 1...3 { #expect(few.contains("里程碑 \(number)”")) }
    #expect(few.contains("3 条提醒"))
    #expect(few.contains("🔴"), "it shows the light of the worst")
    #expect(!few.contains("另有"))
    let many = try FormatSample.sent(format, FormatSample.group(200), url: url).message.body
    #expect(many.contains("里程碑 1”"))
    #expect(many.contains("……另有"))
    #expect(!many.contains("里程碑 200”"))
  }

  @Test("A receiver of Alertmanager's alerts gets each of several with its own labels")
  func alertmanager() throws {
    let json = try FormatSample.sent(.alertmanager, FormatSample.group(2)).json
    #expect((json["alerts"] as? [Any])?.count == 2)
    #expect(FormatSample.dig(json, "alerts.1.labels.milestone") as? String == "opening")
    #expect(FormatSample.dig(json, "commonLabels.project") as? String == "henggang")
    #expect(FormatSample.dig(json, "commonAnnotations.description") == nil, "the sentences differ")
  }
}
