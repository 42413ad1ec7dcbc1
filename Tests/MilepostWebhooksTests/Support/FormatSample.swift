import Foundation
import MilepostCore
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

/// Messages as the service stores them, and as receivers get them.
enum FormatSample {
  /// A risk as the service stores it, with names that try to be markup.
  static func risk(
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

  static func sent(
    _ format: MessageFormat, _ body: String = risk(), url: String = "https://example.org/a?x=1", secret: String = "",
    language: MessageLanguage = .zh, seconds: Int64 = 1_599_360_473
  ) throws -> (message: OutgoingMessage, json: [String: Any]) {
    let message = format.message(
      body: body, url: url, secret: secret, language: language, id: "msg_1", at: Instant(milliseconds: seconds * 1000))
    return (message, try #require(try JSONSerialization.jsonObject(with: Data(message.body.utf8)) as? [String: Any]))
  }

  static func dig(_ value: Any?, _ path: String) -> Any? {
    path.split(separator: ".").reduce(value) { value, step in
      Int(step).map { index in (value as? [Any]).flatMap { $0.indices.contains(index) ? $0[index] : nil } }
        ?? (value as? [String: Any])?[String(step)]
    }
  }

  /// So many risks in one message.
  static func group(_ count: Int) -> String {
    GroupMessage(
      bodies: (1...count).map { risk(sentence: "“里程碑 \($0)” 预计逾期，请尽快处理，并在本周五之前上报新的预计完成日期和原因。") },
      at: Instant(milliseconds: 1_653_008_400_000)
    ).body
  }
}
