import MilepostCore

/// A calendar to subscribe to (RFC 5545): due and forecast dates as whole days, with the alarms of the policy.
package struct CalendarFeed: Sendable {
  /// One day in the calendar.
  package struct Entry: Sendable {
    /// The same for as long as the milestone is there, and never another's.
    package let uid: String
    /// All that a person would see; without version and time.
    fileprivate let lines: [String]

    /// What changes when the entry does.
    package var content: String { lines.joined(separator: "\n") }
  }

  private let isChinese: Bool
  /// What tells this database's entries from those of others.
  private let instance: String

  package init(isChinese: Bool, instance: String) {
    self.isChinese = isChinese
    self.instance = instance
  }

  /// The day on which the milestone is due, and the day for which it is forecast, where that is a later one.
  package func entries(
    of milestone: Milestone, in project: Project, _ outlook: MilestoneOutlook, schedule: AlertSchedule
  ) -> [Entry] {
    var entries = [due(milestone, project, outlook, schedule)]
    if milestone.actual == nil, outlook.forecast > milestone.due.date {
      entries.append(forecast(milestone, project, outlook))
    }
    return entries
  }

  package func text(name: String, _ entries: [(entry: Entry, version: FeedItemVersion)]) -> String {
    let head = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Milepost//Milepost//\(isChinese ? "ZH" : "EN")",
      "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:\(ICalendarText.escaped(name))",
      "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]
    let events = entries.flatMap { entry, version in
      let stamp = ICalendarText.stamp(version.modifiedAt)
      return ["BEGIN:VEVENT", "UID:\(entry.uid)", "DTSTAMP:\(stamp)", "LAST-MODIFIED:\(stamp)"]
        + ["SEQUENCE:\(version.sequence)"] + entry.lines + ["END:VEVENT"]
    }
    return ICalendarText.document(head + events + ["END:VCALENDAR"])
  }

  private func due(
    _ milestone: Milestone, _ project: Project, _ outlook: MilestoneOutlook, _ schedule: AlertSchedule
  ) -> Entry {
    let (name, title) = names(milestone, project)
    let summary: String
    let description: String
    if let actual = milestone.actual {
      summary = isChinese ? "已完成：\(name)（\(title)）" : "Reached: \(name) (\(title))"
      description =
        isChinese
        ? "已于\(actual)完成，应完成：\(milestone.due.written)。" : "Reached on \(actual); due: \(milestone.due.written)."
    } else {
      summary = isChinese ? "到期：\(name)（\(title)）" : "Due: \(name) (\(title))"
      description =
        outlook.forecast > milestone.due.date
        ? (isChinese
          ? "应完成：\(milestone.due.written)；预计\(outlook.forecast)完成。"
          : "Due: \(milestone.due.written); forecast for \(outlook.forecast).")
        : (isChinese ? "应完成：\(milestone.due.written)。" : "Due: \(milestone.due.written).")
    }
    let alarms = milestone.actual == nil ? schedule.reminders.map(\.at) : []
    return entry(
      milestone, "due", day: milestone.due.date, summary: summary, description: description, project: project,
      isCertain: milestone.actual != nil, alarms: alarms)
  }

  private func forecast(_ milestone: Milestone, _ project: Project, _ outlook: MilestoneOutlook) -> Entry {
    let (name, title) = names(milestone, project)
    let reason = milestone.projection.map { isChinese ? $0.reason.zh : $0.reason.en } ?? ""
    let promised = isChinese ? "承诺日期：\(milestone.due.date)。" : "Promised for \(milestone.due.date)."
    return entry(
      milestone, "forecast", day: outlook.forecast,
      summary: isChinese ? "预计：\(name)（\(title)）" : "Forecast: \(name) (\(title))",
      description: [promised, reason].filter { !$0.isEmpty }.joined(separator: isChinese ? "" : " "), project: project,
      isCertain: false, alarms: [])
  }

  private func names(_ milestone: Milestone, _ project: Project) -> (String, String) {
    isChinese
      ? (milestone.name, project.name) : (milestone.nameEn ?? milestone.name, project.nameEn ?? project.name)
  }

  private func entry(
    _ milestone: Milestone, _ kind: String, day: CivilDate, summary: String, description: String, project: Project,
    isCertain: Bool, alarms: [Instant]
  ) -> Entry {
    var lines = [
      "DTSTART;VALUE=DATE:\(ICalendarText.day(day))",
      "DTEND;VALUE=DATE:\(ICalendarText.day(day.adding(days: 1)))",
      "SUMMARY:\(ICalendarText.escaped(summary))", "DESCRIPTION:\(ICalendarText.escaped(description))",
      "CATEGORIES:\(ICalendarText.escaped(project.key))", "TRANSP:TRANSPARENT",
      "STATUS:\(isCertain ? "CONFIRMED" : "TENTATIVE")",
    ]
    for alarm in alarms {
      lines += [
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;VALUE=DATE-TIME:\(ICalendarText.stamp(alarm))",
        "DESCRIPTION:\(ICalendarText.escaped(summary))", "END:VALARM",
      ]
    }
    return Entry(uid: "\(milestone.id)-\(kind)@\(instance).milepost", lines: lines)
  }
}
