/// Promises that count from the day on which they were written.
enum Migration003 {
  static let sql = """
    -- Days since 1970-01-01; NULL where the date does not rest on it, or it is not known.
    ALTER TABLE milestone ADD COLUMN due_written_day INTEGER;
    """
}
