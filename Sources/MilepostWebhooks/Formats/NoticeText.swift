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
  /// Of a message that stands for several alerts: a line for each.
  let items: [Item]
  /// Where it can be answered; nil where it cannot.
  let link: String?
  let light: String
  private let isEnglish: Bool

  struct Item {
    var text: String
    var link: String?
  }

  /// What a link or button to answer with is called.
  var linkName: String { isEnglish ? "Answer" : "处理" }

  init(_ notice: Notice, _ language: MessageLanguage) {
    let data = notice.data
    light = NoticeText.brightest([notice] + notice.members)
    let head = [data.project?.text(language), data.milestone?.text(language)].compactMap(\.self)
    let words = AlertKind.words(notice.type)
    let kind = data.title?.text(language) ?? (language == .en ? words.en : words.zh)
    title =
      "\(NoticeText.lamp(light)) \(kind)"
      + (head.isEmpty ? "" : (language == .en ? ": " : "：") + head.joined(separator: " / "))
    sentence = data.message.text(language)
    reason = data.reason?.text(language)
    isEnglish = language == .en
    link = NoticeText.usable(data.link)
    items = notice.members.map {
      Item(
        text: "\(NoticeText.lamp($0.data.light ?? "grey")) \($0.data.message.text(language))",
        link: NoticeText.usable($0.data.link))
    }
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

  /// A message that stands for several shows the light of the worst.
  private static func brightest(_ notices: [Notice]) -> String {
    let lights = notices.compactMap { $0.data.light.flatMap(MilestoneOutlook.Light.init(rawValue:)) }
    return lights.max()?.rawValue ?? "grey"
  }

  /// One that would end a link of markdown's or Slack's is none.
  private static func usable(_ link: String?) -> String? {
    link.flatMap { link in link.unicodeScalars.contains { "()<>|[]\" ".unicodeScalars.contains($0) } ? nil : link }
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

  /// The message that `render` makes of the lines of its alerts, with as many of them as keep it within `limit`; the
  /// rest are counted.
  func fitted(_ limit: Int, _ size: (String) -> Int, _ render: ([Item]) -> String) -> String {
    render(fitting(limit, size, render))
  }

  /// The lines of its alerts that keep a message within `limit`, and the one that counts the rest.
  ///
  /// - Parameter most: lines at most, that one among them.
  func fitting(_ limit: Int, _ size: (String) -> Int, most: Int = .max, _ render: ([Item]) -> String) -> [Item] {
    guard !items.isEmpty, items.count > most || size(render(items)) > limit else { return items }
    var (fitting, tooMany) = (0, min(items.count, most))
    while tooMany - fitting > 1 {
      let count = (fitting + tooMany) / 2
      if size(render(shown(count))) <= limit { fitting = count } else { tooMany = count }
    }
    return shown(fitting)
  }

  private func shown(_ count: Int) -> [Item] {
    let rest = items.count - count
    return items.prefix(count) + [Item(text: isEnglish ? "… and \(rest) more" : "……另有 \(rest) 条")]
  }
}
