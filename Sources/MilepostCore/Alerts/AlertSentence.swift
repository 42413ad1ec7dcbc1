/// The one sentence of each alert, in both languages.
package enum AlertSentence {
  /// From this many milliseconds an alert says itself that it comes late.
  package static let worthSayingLateMs: Int64 = 3_600_000

  package static func firing(
    project: Project, milestone: Milestone, today: CivilDate, lateMs: Int64
  ) -> Bilingual {
    let due = milestone.due.date
    let days = due.days(since: today)
    let subject = subject(project, milestone)
    let expected = milestone.expected.flatMap { $0 > due ? $0 : nil }
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

  private static func subject(_ project: Project, _ milestone: Milestone) -> Bilingual {
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
