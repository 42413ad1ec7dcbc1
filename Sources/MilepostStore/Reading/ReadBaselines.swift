import GRDB
import MilepostCore

extension StoreReader {
  private static let baselineColumns = "id, project_id, name, at, author, note"

  /// The oldest first.
  package func baselines(projectID: Int64) throws -> [Baseline] {
    try rows(
      "SELECT \(StoreReader.baselineColumns) FROM baseline WHERE project_id = ? ORDER BY id", [projectID],
      StoreReader.baseline)
  }

  package func baseline(projectID: Int64, name: String) throws -> Baseline? {
    try row(
      "SELECT \(StoreReader.baselineColumns) FROM baseline WHERE project_id = ? AND name = ?", [projectID, name],
      StoreReader.baseline)
  }

  package func entries(baselineID: Int64) throws -> [Baseline.Entry] {
    try rows(
      """
      SELECT key, noun, name, name_en, start_day, finish_day, due_day FROM baseline_date WHERE baseline_id = ?
      ORDER BY key
      """, [baselineID]
    ) { row in
      Baseline.Entry(
        key: row[0], noun: (row[1] as String) == "milestone" ? .milestone : .activity, name: row[2], nameEn: row[3],
        start: (row[4] as Int32?).map(CivilDate.init(dayNumber:)), finish: CivilDate(dayNumber: row[5]),
        due: (row[6] as Int32?).map(CivilDate.init(dayNumber:)))
    }
  }

  private static func baseline(_ row: Row) -> Baseline {
    Baseline(
      id: row[0], projectID: row[1], name: row[2], at: Instant(milliseconds: row[3]), author: row[4], note: row[5])
  }
}

extension StoreWriter {
  /// The baseline with its id.
  package func insert(_ baseline: Baseline, _ entries: [Baseline.Entry]) throws -> Baseline {
    try run(
      "INSERT INTO baseline (project_id, name, at, author, note) VALUES (?, ?, ?, ?, ?)",
      [baseline.projectID, baseline.name, baseline.at.milliseconds, baseline.author, baseline.note])
    var stored = baseline
    stored.id = db.lastInsertedRowID
    for entry in entries {
      try run(
        """
        INSERT INTO baseline_date (baseline_id, key, noun, name, name_en, start_day, finish_day, due_day)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          stored.id, entry.key, entry.noun == .milestone ? "milestone" : "activity", entry.name, entry.nameEn,
          entry.start?.dayNumber, entry.finish.dayNumber, entry.due?.dayNumber,
        ])
    }
    return stored
  }
}
