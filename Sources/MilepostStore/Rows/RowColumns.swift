import GRDB

/// A row's values by their places, out of GRDB or straight out of SQLite.
protocol RowColumns {
  func int64(_ column: Int) -> Int64
  func optionalInt64(_ column: Int) -> Int64?
  func optionalText(_ column: Int) -> String?
}

extension RowColumns {
  func text(_ column: Int) -> String { optionalText(column) ?? "" }
}

extension Row: RowColumns {
  func int64(_ column: Int) -> Int64 { self[column] }
  func optionalInt64(_ column: Int) -> Int64? { self[column] }
  func optionalText(_ column: Int) -> String? { self[column] }
}
