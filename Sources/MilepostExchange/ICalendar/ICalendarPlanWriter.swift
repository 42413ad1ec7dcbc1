import MilepostCore

/// Writes milestones as an iCalendar file (RFC 5545): each due date a day, with a stable identity, so that a calendar
/// that takes the file again moves what moved and adds nothing twice.
package struct ICalendarPlanWriter {
  private var lines: [String]
  private let isChinese: Bool

  package init(name: String, isChinese: Bool) {
    self.isChinese = isChinese
    lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Milepost//Milepost//EN", "CALSCALE:GREGORIAN",
      "X-WR-CALNAME:\(ICalendarPlanWriter.escaped(name))",
    ]
  }

  /// - Parameter outlook: when it is forecast; what is forecast for another day than the due date says so.
  package mutating func add(_ milestone: Milestone, in project: Project, _ outlook: MilestoneOutlook) {
    let name = isChinese ? milestone.name : milestone.nameEn ?? milestone.name
    let title = isChinese ? project.name : project.nameEn ?? project.name
    let due = milestone.due.date
    lines += [
      "BEGIN:VEVENT", "UID:\(milestone.key)/\(project.key)@milepost",
      "DTSTAMP:\(ICalendarPlanWriter.stamp(milestone.lastWord))", "SEQUENCE:\(milestone.revision)",
      "DTSTART;VALUE=DATE:\(ICalendarPlanWriter.day(due))",
      "DTEND;VALUE=DATE:\(ICalendarPlanWriter.day(due.adding(days: 1)))",
      "SUMMARY:\(ICalendarPlanWriter.escaped("\(name) (\(title))"))",
      "DESCRIPTION:\(ICalendarPlanWriter.escaped(description(milestone, outlook)))",
      "CATEGORIES:\(ICalendarPlanWriter.escaped(project.key))", "TRANSP:TRANSPARENT",
      "STATUS:\(milestone.actual == nil ? "TENTATIVE" : "CONFIRMED")", "END:VEVENT",
    ]
  }

  package var text: String {
    (lines + ["END:VCALENDAR"]).flatMap(ICalendarPlanWriter.folded).map { $0 + "\r\n" }.joined()
  }

  private func description(_ milestone: Milestone, _ outlook: MilestoneOutlook) -> String {
    if let actual = milestone.actual { return isChinese ? "已于\(actual)完成。" : "Reached on \(actual)." }
    let due = isChinese ? "应完成：\(milestone.due.written)" : "Due: \(milestone.due.written)"
    guard outlook.forecast != milestone.due.date else { return due }
    return due + (isChinese ? "；预计\(outlook.forecast)完成。" : "; forecast for \(outlook.forecast).")
  }

  private static func day(_ date: CivilDate) -> String { date.description.filter { $0 != "-" } }

  private static func stamp(_ instant: Instant) -> String {
    let text = instant.rfc3339.prefix(19)
    return text.filter { $0 != "-" && $0 != ":" } + "Z"
  }

  /// RFC 5545, 3.3.11.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
      .replacing("\n", with: "\\n")
  }

  /// Lines of 75 bytes at most, cut between characters (3.1).
  private static func folded(_ line: String) -> [String] {
    var lines: [String] = []
    var current = ""
    for character in line {
      if current.utf8.count + String(character).utf8.count > 75 {
        lines.append(current)
        current = " "
      }
      current.append(character)
    }
    return lines + [current]
  }
}
