/// Escalations know whom a level was told to, and go with the word that takes them back.
enum Migration009 {
  static let sql = """
    -- JSON: ids of the endpoints that heard it by this route. NULL: not told, or told before this was kept.
    ALTER TABLE escalation ADD COLUMN told_to TEXT;

    -- Until now they were taken back only when they came due: by those of which somebody has said a word since.
    DELETE FROM escalation WHERE EXISTS (
      SELECT 1 FROM alert a JOIN milestone m ON m.id = a.milestone_id
      WHERE a.id = escalation.alert_id AND m.last_word > escalation.since);
    """
}
