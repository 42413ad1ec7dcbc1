/// Several alerts to one endpoint as one message: the body of the `standard` webhook, of the type `alert.group`.
package struct GroupMessage: Sendable {
  package static let type = "alert.group"
  /// Alerts in one message, at most; what is more makes another one.
  package static let alertsMax = 200

  package var title: Bilingual
  package var sentence: Bilingual
  package var at: Instant
  /// The `data` of each alert, with its type and time: JSON objects.
  package var entries: [String]

  /// - Parameters:
  ///   - bodies: `standard` bodies; those that stand for several themselves are taken apart.
  ///   - title: what brings them together; nil: their number.
  package init(bodies: [String], at: Instant, title: Bilingual? = nil) {
    self.at = at
    entries = bodies.flatMap(GroupMessage.entries)
    let count = entries.count
    sentence = GroupMessage.sentence(types: entries.map { JSONSlice($0).text("type") ?? "" })
    self.title = title ?? Bilingual(en: "\(count) alerts", zh: "\(count) 条提醒")
  }

  package var body: String {
    var json = JSONText()
    json.field("type", GroupMessage.type)
    json.field("timestamp", at.rfc3339)
    json.object("data") { data in
      data.object("title") { GroupMessage.tell(title, in: &$0) }
      data.raw("alerts", "[" + entries.joined(separator: ",") + "]")
      data.field("count", entries.count)
      data.object("message") { GroupMessage.tell(sentence, in: &$0) }
    }
    return json.closed
  }

  /// Of what is no message of Milepost's nothing is known, so it stands as it is.
  static func entries(of body: String) -> [String] {
    let slice = JSONSlice(body)
    guard let type = slice.text("type"), let data = slice.raw("data"), data.hasPrefix("{") else { return [body] }
    if type == GroupMessage.type, let alerts = JSONSlice(data).raw("alerts") { return JSONSlice(alerts).items }
    var entry = JSONText()
    entry.field("type", type)
    entry.field("timestamp", slice.text("timestamp"))
    let rest = data.dropFirst()
    return [entry.closed.dropLast() + (rest == "}" ? "" : ",") + rest]
  }

  private static func tell(_ text: Bilingual, in json: inout JSONText) {
    json.field("en", text.en)
    json.field("zh", text.zh)
  }

  /// How many there are of each kind, the most frequent first.
  private static func sentence(types: [String]) -> Bilingual {
    let counts = Dictionary(types.map { (AlertKind.words($0), 1) }, uniquingKeysWith: +)
      .sorted { ($1.value, $0.key.en) < ($0.value, $1.key.en) }
    let en = counts.map { "\($0.key.en.lowercased()): \($0.value)" }.joined(separator: ", ")
    let zh = counts.map { "\($0.key.zh) \($0.value) 条" }.joined(separator: "，")
    return Bilingual(
      en: "\(types.count) alert\(types.count == 1 ? "" : "s") – \(en).", zh: "共 \(types.count) 条提醒：\(zh)。")
  }
}
