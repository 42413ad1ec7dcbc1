/// Silences take back what waits when they begin, also in a time to come.
enum Migration010 {
  static let sql = """
    -- When all that waited at its beginning had been looked through. NULL: that is still to be done.
    ALTER TABLE silence ADD COLUMN begun_at INTEGER;
    -- Up to which delivery, of which endpoint, that has been done.
    ALTER TABLE silence ADD COLUMN begun_endpoint INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE silence ADD COLUMN begun_delivery INTEGER NOT NULL DEFAULT 0;

    -- Until now this was done when they were entered, of those that began then.
    UPDATE silence SET begun_at = created_at WHERE starts_at <= created_at;
    CREATE INDEX silence_beginning ON silence (starts_at) WHERE begun_at IS NULL AND ended_at IS NULL;
    """
}
