/// Promises that count from the day on which they were written; receivers that want messages of their own form.
enum Migration003 {
  static let sql = """
    -- Days since 1970-01-01; NULL where the date does not rest on it, or it is not known.
    ALTER TABLE milestone ADD COLUMN due_written_day INTEGER;

    ALTER TABLE endpoint ADD COLUMN format TEXT NOT NULL DEFAULT 'standard';
    ALTER TABLE endpoint ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
    """
}
