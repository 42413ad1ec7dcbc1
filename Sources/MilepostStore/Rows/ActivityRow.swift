import GRDB
import MilepostCore

enum ActivityRow {
  static let columns = """
    id, project_id, key, name, name_en, owner, duration, calendar, after_keys, constraints, started_day, finished_day, \
    remaining, remaining_day, revision
    """

  static func activity(_ row: Row) throws -> PlanActivity {
    PlanActivity(
      id: row[0], projectID: row[1], key: row[2], name: row[3], nameEn: row[4], owner: row[5],
      duration: try JSONColumn.value(WorkDuration.self, row[6]), calendar: row[7],
      after: try (row[8] as String?).map { try JSONColumn.value([PlanLink].self, $0) } ?? [],
      constraints: try (row[9] as String?).map { try JSONColumn.value([PlanConstraint].self, $0) } ?? [],
      started: (row[10] as Int32?).map(CivilDate.init(dayNumber:)),
      finished: (row[11] as Int32?).map(CivilDate.init(dayNumber:)),
      remaining: try (row[12] as String?).map { try JSONColumn.value(WorkDuration.self, $0) },
      remainingOn: (row[13] as Int32?).map(CivilDate.init(dayNumber:)), revision: row[14])
  }

  static func values(_ activity: PlanActivity) throws -> StatementArguments {
    [
      activity.projectID, activity.key, activity.name, activity.nameEn, activity.owner,
      try JSONColumn.text(activity.duration), activity.calendar, try JSONColumn.text(orNil: activity.after),
      try JSONColumn.text(orNil: activity.constraints), activity.started?.dayNumber, activity.finished?.dayNumber,
      try activity.remaining.map { try JSONColumn.text($0) }, activity.remainingOn?.dayNumber,
    ]
  }
}
