import GRDB
import MilepostCore

enum ActivityRow {
  static let columns = """
    id, project_id, key, name, name_en, owner, duration, calendar, after_links, constraints, started_day, finished_day, \
    remaining, remaining_day, revision
    """

  static func activity(_ row: Row) throws -> PlanActivity {
    PlanActivity(
      id: row[0], projectID: row[1], key: row[2], name: row[3], nameEn: row[4], owner: row[5],
      duration: try duration(row[6]), calendar: row[7],
      after: try (row[8] as String?).map(links) ?? [],
      constraints: try (row[9] as String?).map { try JSONColumn.value([PlanConstraint].self, $0) } ?? [],
      started: (row[10] as Int32?).map(CivilDate.init(dayNumber:)),
      finished: (row[11] as Int32?).map(CivilDate.init(dayNumber:)),
      remaining: try (row[12] as String?).map(duration),
      remainingOn: (row[13] as Int32?).map(CivilDate.init(dayNumber:)), revision: row[14])
  }

  static func values(_ activity: PlanActivity) throws -> StatementArguments {
    [
      activity.projectID, activity.key, activity.name, activity.nameEn, activity.owner,
      activity.duration.text, activity.calendar,
      activity.after.isEmpty ? nil : activity.after.map(\.text).joined(separator: "\n"),
      try JSONColumn.text(orNil: activity.constraints), activity.started?.dayNumber, activity.finished?.dayNumber,
      activity.remaining?.text, activity.remainingOn?.dayNumber,
    ]
  }

  private static func duration(_ text: String) throws -> WorkDuration {
    guard let duration = WorkDuration(stored: text) else { throw JSONColumn.corrupt("duration") }
    return duration
  }

  private static func links(_ text: String) throws -> [PlanLink] {
    try text.utf8.split(separator: 10).map { line in
      guard let link = PlanLink(stored: Substring(line)) else { throw JSONColumn.corrupt("link") }
      return link
    }
  }
}
