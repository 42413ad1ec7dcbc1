import Foundation
import Testing

@testable import MilepostCore

@Suite struct GroupMessageTests {
  private let at = Instant(milliseconds: 1_653_008_400_000)

  private func body(_ type: String, _ name: String, light: String = "red") -> String {
    var json = JSONText()
    json.field("type", type)
    json.field("timestamp", "2022-05-20T01:00:00.000Z")
    json.object("data") { data in
      data.pairs("milestone", [("key", "a"), ("name", name)])
      data.field("light", light)
      data.pairs("message", [("en", name), ("zh", name)])
    }
    return json.closed
  }

  private func read(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("Each alert is in it with its data, type and time, whatever its names hold")
  func members() throws {
    let names = ["plain", "a \"quoted\", {brace} [and] \\ back", "新\n行,\"}]"]
    let group = GroupMessage(bodies: names.map { body("milestone.overdue", $0) }, at: at)
    let json = try read(group.body)
    #expect(json["type"] as? String == "alert.group")
    let data = try #require(json["data"] as? [String: Any])
    #expect(data["count"] as? Int == 3)
    let alerts = try #require(data["alerts"] as? [[String: Any]])
    #expect(alerts.map { ($0["milestone"] as? [String: Any])?["name"] as? String } == names)
    #expect(alerts.allSatisfy { $0["type"] as? String == "milestone.overdue" && $0["timestamp"] is String })
    #expect((data["message"] as? [String: Any])?["en"] as? String == "3 alerts – overdue: 3.")
    #expect((data["message"] as? [String: Any])?["zh"] as? String == "共 3 条提醒：已逾期 3 条。")
  }

  @Test("A message of messages holds the alerts themselves")
  func flattened() throws {
    let first = GroupMessage(bodies: [body("milestone.due", "a"), body("milestone.overdue", "b")], at: at)
    let group = GroupMessage(bodies: [first.body, body("milestone.due", "c"), first.body], at: at)
    #expect(group.entries.count == 5)
    let data = try read(group.body)["data"] as? [String: Any]
    #expect((data?["message"] as? [String: Any])?["en"] as? String == "5 alerts – due today: 3, overdue: 2.")
  }
}
