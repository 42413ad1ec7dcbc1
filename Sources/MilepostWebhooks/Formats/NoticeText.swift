import MilepostCore

/// A notice in one language, in the parts of which any chat message is made.
struct NoticeText {
  let title: String
  /// The sentence of what happened, or will.
  let sentence: String
  /// Why, in one sentence; nil where there is nothing to add.
  let reason: String?
  /// Names and values, in the order in which they are shown.
  let facts: [(name: String, value: String)]
  let light: String

  init(_ notice: Notice, _ language: MessageLanguage) {
    let data = notice.data
    light = data.light ?? "grey"
    let head = [data.project?.text(language), data.milestone?.text(language)].compactMap(\.self)
    let kind = NoticeText.kind(notice.type).text(language)
    title =
      "\(NoticeText.lamp(light)) \(kind)"
      + (head.isEmpty ? "" : (language == .en ? ": " : "：") + head.joined(separator: " / "))
    sentence = data.message.text(language)
    reason = data.reason?.text(language)
    let isEnglish = language == .en
    var facts: [(String, String)] = []
    if let due = data.due {
      let written = due.written == due.date ? "" : isEnglish ? " (\(due.written))" : "（\(due.written)）"
      facts.append((isEnglish ? "Due" : "应完成", due.date + written))
    }
    if let actual = data.actual {
      facts.append((isEnglish ? "Reached" : "完成", actual))
    } else if let forecast = data.forecast {
      facts.append((isEnglish ? "Forecast" : "预计", forecast))
    }
    if data.actual == nil, let days = data.floatDays {
      facts.append((isEnglish ? "Float" : "机动时间", isEnglish ? "\(days) working days" : "\(days) 个工作日"))
    }
    if let step = data.drivingPath?.first(where: { $0.lastSafe != nil }), let safe = step.lastSafe {
      let name = isEnglish ? step.nameEn ?? step.name : step.name
      facts.append((isEnglish ? "Must be done" : "最迟完成", isEnglish ? "\(name) by \(safe)" : "\(name)：\(safe)"))
    }
    self.facts = facts
  }

  static func lamp(_ light: String) -> String {
    switch light {
    case "red": "🔴"
    case "orange": "🟠"
    case "yellow": "🟡"
    case "green": "🟢"
    default: "⚪"
    }
  }

  private static func kind(_ type: String) -> Notice.Text {
    switch type {
    case "milestone.upcoming": .init(en: "Coming up", zh: "即将到期")
    case "milestone.due": .init(en: "Due today", zh: "今天到期")
    case "milestone.overdue": .init(en: "Overdue", zh: "已逾期")
    case "milestone.at_risk": .init(en: "At risk", zh: "有延误风险")
    case "milestone.recovered": .init(en: "Back on track", zh: "风险解除")
    case "milestone.reached": .init(en: "Reached", zh: "已完成")
    case "milestone.reopened": .init(en: "Open again", zh: "重新打开")
    case "milestone.rescheduled": .init(en: "New date", zh: "日期变更")
    case "milestone.stale": .init(en: "No word", zh: "久无进展消息")
    case "gate.vetoed": .init(en: "Check failed", zh: "检查未通过")
    case "count.behind": .init(en: "Behind its pace", zh: "进度落后")
    case "project.digest": .init(en: "How it stands", zh: "项目简报")
    case "test.ping": .init(en: "Test", zh: "测试")
    default: .init(en: "Milepost", zh: "Milepost")
    }
  }
}
