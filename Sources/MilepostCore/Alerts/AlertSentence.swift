/// The one sentence of each alert, in both languages.
package enum AlertSentence {
  /// From this many milliseconds an alert says itself that it comes late.
  package static let worthSayingLateMs: Int64 = 3_600_000

  package static func firing(
    project: Project, milestone: Milestone, outlook: MilestoneOutlook, today: CivilDate, lateMs: Int64
  ) -> Bilingual {
    let due = milestone.due.date
    let days = due.days(since: today)
    let subject = subject(project, milestone)
    let expected = outlook.forecast > due && outlook.forecast > today ? outlook.forecast : nil
    var en: String
    var zh: String
    switch days {
    case 1...:
      en = "\(subject.en) is due on \(due), in \(count(days, "day"))"
      zh = "\(subject.zh)应于\(due)（\(milestone.due.written)）完成，还有\(days)天"
    case 0:
      en = "\(subject.en) is due today, \(due)"
      zh = "\(subject.zh)今天（\(due)）到期"
    default:
      en = "\(subject.en) was due on \(due) and is \(count(-days, "day")) late"
      zh = "\(subject.zh)应于\(due)（\(milestone.due.written)）完成，已逾期\(-days)天"
    }
    if let expected {
      en += "; it is now expected on \(expected)"
      zh += "，目前预计\(expected)完成"
    }
    if let late = lateness(lateMs) {
      en += " (this alert comes \(late.en) late)"
      zh += "（本提醒迟发\(late.zh)）"
    }
    return Bilingual(en: en + ".", zh: zh + "。")
  }

  /// Which date is in danger, by how much, what drives it, and by when that must be done.
  package static func atRisk(
    project: Project, milestone: Milestone, outlook: MilestoneOutlook, today: CivilDate, story: RiskStory
  ) -> Bilingual {
    let (subject, due, forecast) = (subject(project, milestone), milestone.due.date, outlook.forecast)
    var en = "\(subject.en), due on \(due), is at risk: it is now forecast for \(forecast)"
    var zh = "\(subject.zh)应于\(due)完成，现预计\(forecast)完成"
    if forecast > due {
      let late = count(max(1, -outlook.floatDays), "working day")
      en += ", \(late) late"
      zh += "，将逾期\(max(1, -outlook.floatDays))个工作日"
    } else {
      en += " with \(count(outlook.floatDays, "working day")) to spare"
      zh += "，仅余\(outlook.floatDays)个工作日"
    }
    if let cause = story.cause {
      en += ". “\(cause.name.en)” drives it"
      zh += "。起因是“\(cause.name.zh)”"
      if let safe = cause.lastSafeFinish {
        en += safe >= today ? "; it must end by \(safe) at the latest" : "; it would have had to end by \(safe)"
        zh += safe >= today ? "，最迟须在\(safe)完成" : "，本应最迟在\(safe)完成"
      }
    }
    let others = also(story)
    return Bilingual(en: en + "." + others.en, zh: zh + "。" + others.zh)
  }

  /// The forecast keeps the promise again.
  package static func recovered(
    project: Project, milestone: Milestone, outlook: MilestoneOutlook, story: RiskStory
  ) -> Bilingual {
    let (subject, due, forecast) = (subject(project, milestone), milestone.due.date, outlook.forecast)
    let others = also(story)
    return Bilingual(
      en: "\(subject.en) is no longer at risk: it is forecast for \(forecast) and due on \(due), "
        + "\(count(outlook.floatDays, "working day")) to spare." + others.en,
      zh: "\(subject.zh)已无逾期风险：预计\(forecast)完成，应于\(due)完成，尚有\(outlook.floatDays)个工作日。" + others.zh)
  }

  /// Nobody has said a word for so long.
  package static func stale(
    project: Project, milestone: Milestone, lastWord: CivilDate, today: CivilDate
  ) -> Bilingual {
    let (subject, due, days) = (subject(project, milestone), milestone.due.date, today.days(since: lastWord))
    return Bilingual(
      en: "Nobody has said a word about \(subject.en) for \(count(days, "day")), since \(lastWord); it is due on "
        + "\(due). Report how it stands.",
      zh: "\(subject.zh)自\(lastWord)起已\(days)天没有进展消息，应于\(due)完成；请上报情况。")
  }

  private static func also(_ story: RiskStory) -> Bilingual {
    guard !story.others.isEmpty else { return Bilingual(en: "", zh: "") }
    let shown = story.others.prefix(othersNamed)
    let rest = story.others.count - shown.count
    let en = shown.map { "“\($0.name.en)” (due \($0.due), forecast \($0.forecast))" }.joined(separator: ", ")
    let zh = shown.map { "“\($0.name.zh)”（应于\($0.due)，预计\($0.forecast)）" }.joined(separator: "、")
    return Bilingual(
      en: " The same goes for \(en)\(rest > 0 ? " and \(rest) more" : "").",
      zh: "同样受影响：\(zh)\(rest > 0 ? "等\(story.others.count)项" : "")。")
  }

  /// A late milestone's sentence, with what it puts at risk.
  package static func adding(_ driven: [RiskStory.Other], to sentence: Bilingual) -> Bilingual {
    let shown = driven.prefix(othersNamed)
    let rest = driven.count - shown.count
    let en = shown.map { "“\($0.name.en)” (due \($0.due), forecast \($0.forecast))" }.joined(separator: ", ")
    let zh = shown.map { "“\($0.name.zh)”（应于\($0.due)，预计\($0.forecast)）" }.joined(separator: "、")
    return Bilingual(
      en: sentence.en + " It puts at risk: \(en)\(rest > 0 ? " and \(rest) more" : "").",
      zh: sentence.zh + "由此可能延误：\(zh)\(rest > 0 ? "等\(driven.count)项" : "")。")
  }

  /// More are counted, not named.
  private static let othersNamed = 5

  package static func reached(project: Project, milestone: Milestone, on date: CivilDate) -> Bilingual {
    let subject = subject(project, milestone)
    let late = date.days(since: milestone.due.date)
    if late > 0 {
      return Bilingual(
        en: "\(subject.en) was reached on \(date), \(count(late, "day")) after its due date.",
        zh: "\(subject.zh)已于\(date)完成，比应完成日期晚\(late)天。")
    }
    return Bilingual(en: "\(subject.en) was reached on \(date).", zh: "\(subject.zh)已于\(date)完成。")
  }

  package static func reopened(project: Project, milestone: Milestone) -> Bilingual {
    let subject = subject(project, milestone)
    return Bilingual(
      en: "\(subject.en) is open again; it is due on \(milestone.due.date).",
      zh: "\(subject.zh)已重新打开，应于\(milestone.due.date)完成。")
  }

  package static func rescheduled(project: Project, milestone: Milestone, from: DueDate) -> Bilingual {
    let subject = subject(project, milestone)
    return Bilingual(
      en: "\(subject.en) is now due on \(milestone.due.date); it was due on \(from.date).",
      zh: "\(subject.zh)的应完成日期由\(from.date)改为\(milestone.due.date)。")
  }

  package static func subject(_ project: Project, _ milestone: Milestone) -> Bilingual {
    Bilingual(
      en: "“\(milestone.nameEn ?? milestone.name)” of \(project.nameEn ?? project.name)",
      zh: "\(project.name)“\(milestone.name)”")
  }

  private static func lateness(_ lateMs: Int64) -> Bilingual? {
    guard lateMs >= worthSayingLateMs else { return nil }
    let hours = Int(lateMs / 3_600_000)
    if hours < 48 { return Bilingual(en: count(hours, "hour"), zh: "\(hours)小时") }
    return Bilingual(en: count(hours / 24, "day"), zh: "\(hours / 24)天")
  }

  private static func count(_ value: Int, _ noun: String) -> String { "\(value) \(noun)\(value == 1 ? "" : "s")" }
}
