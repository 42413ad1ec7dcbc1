import GRDB
import MilepostCore

enum FeedRow {
  static let columns = "id, name, projects, language, created_at, created_by, last_used_at"

  static func feed(_ row: Row) throws -> FeedAccess {
    FeedAccess(
      id: row[0], name: row[1], projects: try JSONColumn.value([String].self, row[2]),
      language: MessageLanguage(rawValue: row[3]) ?? .en, createdAt: Instant(milliseconds: row[4]), createdBy: row[5],
      lastUsedAt: (row[6] as Int64?).map(Instant.init(milliseconds:)))
  }
}
