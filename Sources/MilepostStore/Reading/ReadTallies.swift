import GRDB
import MilepostCore

/// Sums and pages over milestones, for lists: a row is never turned into a value unless it is shown.
extension StoreReader {
  /// How a project's milestones stand on `today`; those due up to `soon` are near.
  package func tally(projectID: Int64, today: CivilDate, soon: CivilDate) throws -> MilestoneTally {
    let open = "actual_day IS NULL"
    let late = "(due_day < :today OR coalesce(projected_day, expected_day, due_day) > due_day)"
    let tally = try row(
      """
      SELECT count(*),
        count(*) FILTER (WHERE \(open)),
        count(*) FILTER (WHERE \(open) AND due_day < :today),
        count(*) FILTER (WHERE \(open) AND \(late)),
        count(*) FILTER (WHERE \(open) AND NOT \(late) AND due_day <= :soon)
      FROM milestone WHERE project_id = :project AND removed_at IS NULL
      """, ["today": today.dayNumber, "soon": soon.dayNumber, "project": projectID]
    ) { row in
      MilestoneTally(milestones: row[0], open: row[1], overdue: row[2], late: row[3], near: row[4])
    }
    return tally ?? MilestoneTally(milestones: 0, open: 0, overdue: 0, late: 0, near: 0)
  }

  /// Zones of projects that are not archived.
  package func zones() throws -> [String] {
    try rows("SELECT DISTINCT zone FROM project WHERE archived_at IS NULL ORDER BY zone") { $0[0] }
  }

  /// Zones by which anything is set: of every project, and of routes.
  package func zonesInUse() throws -> [String] {
    try rows("SELECT DISTINCT zone FROM project") { $0[0] } + routes().compactMap(\.zone)
  }

  /// Open milestones whose due date has passed in their project's zone. `todays`: today by zone.
  ///
  /// It is today on three dates at most: only milestones due on these are looked at with their projects.
  package func overdueCount(todays: [String: CivilDate]) throws -> Int {
    guard let first = todays.values.min(), let last = todays.values.max() else { return 0 }
    let everywhere: Int =
      try value("SELECT coalesce(sum(open), 0) FROM due_tally WHERE due_day < ?", [first.dayNumber]) ?? 0
    guard first < last else { return everywhere }
    let between = try rows(
      """
      SELECT project.zone, due_day, count(*) FROM milestone JOIN project ON project.id = project_id
      WHERE open = 1 AND due_day >= ? AND due_day < ? GROUP BY project.zone, due_day
      """, [first.dayNumber, last.dayNumber]
    ) { row -> Int in
      let today = todays[row[0]] ?? first
      return CivilDate(dayNumber: row[1]) < today ? row[2] : 0
    }
    return everywhere + between.reduce(0, +)
  }

  /// By due date, then key; without those removed, and from behind `cursor` on.
  package func milestones(
    projectID: Int64, after cursor: (due: CivilDate, key: String)?, limit: Int
  ) throws -> [Milestone] {
    try rows(
      """
      SELECT \(MilestoneRow.columns) FROM milestone
      WHERE project_id = ? AND removed_at IS NULL AND (due_day, key) > (?, ?) ORDER BY due_day, key LIMIT ?
      """, [projectID, cursor?.due.dayNumber ?? .min, cursor?.key ?? "", limit], MilestoneRow.milestone)
  }
}

package struct MilestoneTally: Equatable, Sendable {
  package var milestones: Int
  package var open: Int
  /// Open, and their due date has passed.
  package var overdue: Int
  /// Open, and overdue or expected to be.
  package var late: Int
  /// Open, not late, and due soon.
  package var near: Int
}
