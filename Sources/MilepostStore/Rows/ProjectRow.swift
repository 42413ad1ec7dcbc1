import GRDB
import MilepostCore

enum ProjectRow {
  static let columns =
    "id, key, name, name_en, owner, zone, calendar, labels, facts, policy, archived_at, progress_rule, lights, revision"

  static func project(_ row: Row) throws -> Project {
    Project(
      id: row[0], key: row[1], name: row[2], nameEn: row[3], owner: row[4], zone: row[5], calendar: row[6],
      labels: (row[7] as String) == "{}" ? [:] : try JSONColumn.value([String: String].self, row[7]),
      facts: (row[8] as String) == "[]" ? [] : try JSONColumn.value([Project.Fact].self, row[8]),
      policy: try policies.value(row[9]),
      progressRule: ScheduleSettings.ProgressRule(rawValue: row[11]) ?? .retainedLogic,
      lights: (try? LightTable(row[12], place: "lights")) ?? .standard,
      archivedAt: (row[10] as Int64?).map(Instant.init(milliseconds:)),
      revision: row[13])
  }

  static func values(_ project: Project) throws -> StatementArguments {
    [
      project.key, project.name, project.nameEn, project.owner, project.zone, project.calendar,
      try JSONColumn.text(project.labels), try JSONColumn.text(project.facts), try JSONColumn.text(project.policy),
      project.archivedAt?.milliseconds, project.progressRule.rawValue,
      project.lights.text,
    ]
  }

  private static let policies = JSONMemory<AlertPolicy>()
}
