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
      "X-WR-CALNAME:\(ICalendarText.escaped(name))",
    ]
  }

  /// - Parameter outlook: when it is forecast; what is forecast for another day than the due date says so.
  package mutating func add(_ milestone: Milestone, in project: Project, _ outlook: MilestoneOutlook) {
    let name = isChinese ? milestone.name : milestone.nameEn ?? milestone.name
    let title = isChinese ? project.name : project.nameEn ?? project.name
    let due = milestone.due.date
    lines += [
      "BEGIN:VEVENT", "UID:\(milestone.key)/\(project.key)@milepost",
      "DTSTAMP:\(ICalendarText.stamp(milestone.lastWord))", "SEQUENCE:\(milestone.revision)",
      "DTSTART;VALUE=DATE:\(ICalendarText.day(due))",
      "DTEND;VALUE=DATE:\(ICalendarText.day(due.adding(days: 1)))",
      "SUMMARY:\(ICalendarText.escaped("\(name) (\(title))"))",
      "DESCRIPTION:\(ICalendarText.escaped(description(milestone, outlook)))",
      "CATEGORIES:\(ICalendarText.escaped(project.key))", "TRANSP:TRANSPARENT",
      "STATUS:\(milestone.actual == nil ? "TENTATIVE" : "CONFIRMED")", "END:VEVENT",
    ]
  }

  package var text: String { ICalendarText.document(lines + ["END:VCALENDAR"]) }

  private func description(_ milestone: Milestone, _ outlook: MilestoneOutlook) -> String {
    if let actual = milestone.actual { return isChinese ? "已于\(actual)完成。" : "Reached on \(actual)." }
    let due = isChinese ? "应完成：\(milestone.due.written)" : "Due: \(milestone.due.written)"
    guard outlook.forecast != milestone.due.date else { return due }
    return due + (isChinese ? "；预计\(outlook.forecast)完成。" : "; forecast for \(outlook.forecast).")
  }
}
