import Crypto
import MilepostCore

/// The ledger as an Atom feed (RFC 4287), the newest first, in pages (RFC 5005).
package struct LedgerFeed: Sendable {
  private let isChinese: Bool
  private let instance: String

  package init(isChinese: Bool, instance: String) {
    self.isChinese = isChinese
    self.instance = instance
  }

  /// - Parameters:
  ///   - before: where this page begins; nil for the newest.
  ///   - next: where the following page begins; nil for the last.
  package func text(_ entries: [LedgerEntry], before: Int64?, next: Int64?) -> String {
    var text = """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(isChinese ? "zh-Hans" : "en")">
      <id>\(id("ledger"))</id>
      <title>\(isChinese ? "Milepost 台账" : "Milepost: ledger")</title>
      <updated>\(entries.first?.at.rfc3339 ?? "1970-01-01T00:00:00Z")</updated>
      <author><name>Milepost</name></author>
      <generator>Milepost</generator>
      <link rel="self" type="application/atom+xml" href="?\(before.map { "before=\($0)" } ?? "")"/>

      """
    if let next { text += "<link rel=\"next\" type=\"application/atom+xml\" href=\"?before=\(next)\"/>\n" }
    for entry in entries { text += self.entry(entry) }
    return text + "</feed>\n"
  }

  private func entry(_ entry: LedgerEntry) -> String {
    let title = XMLEscapes.escaped("\(LedgerFeed.words(entry.action, isChinese)) \(entry.subject)")
    var content = "\(entry.action) \(entry.subject)"
    if let reason = entry.reason { content += isChinese ? "：\(reason)" : ": \(reason)" }
    return """
      <entry>
      <id>\(id("ledger \(entry.sequence)"))</id>
      <title>\(title)</title>
      <updated>\(entry.at.rfc3339)</updated>
      <author><name>\(XMLEscapes.escaped(entry.author))</name></author>
      <category term="\(XMLEscapes.escaped(entry.action))"/>
      <content type="text">\(XMLEscapes.escaped(content))</content>
      </entry>

      """
  }

  /// The same for the same thing of the same database, for ever.
  private func id(_ name: String) -> String {
    var bytes = Array(SHA256.hash(data: Array("\(instance) \(name)".utf8)).prefix(16))
    // As RFC 9562 marks those of one's own making.
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    let parts = [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]]
    return "urn:uuid:" + parts.map { $0.joined() }.joined(separator: "-")
  }

  private static func words(_ action: String, _ isChinese: Bool) -> String {
    guard isChinese else { return action.replacing(".", with: " ").replacing("_", with: " ") + ":" }
    return (chinese[action] ?? action) + "："
  }

  private static let chinese = [
    "project.add": "新增项目", "project.edit": "修改项目", "project.archive": "归档项目", "milestone.add": "新增节点",
    "milestone.edit": "修改节点", "milestone.remove": "删除节点", "milestone.expect": "更新预计日期",
    "milestone.reach": "登记完成", "milestone.reopen": "重新打开", "milestone.forecast": "预计日期变动",
    "milestone.missed": "错过一次", "activity.add": "新增工作", "activity.remove": "删除工作", "activity.edit": "修改工作",
    "activity.start": "工作开工", "activity.progress": "更新进度", "activity.finish": "工作完成", "baseline.set": "确定基线",
    "webhook.add": "登记 webhook", "webhook.remove": "删除 webhook", "webhook.pause": "暂停 webhook",
    "webhook.resume": "恢复 webhook", "webhook.replay": "重新投递", "webhook.disable": "停用 webhook",
    "alert.acknowledge": "确认提醒", "calendar.set": "设置日历", "feed.add": "新增订阅", "feed.revoke": "撤销订阅",
  ]
}
