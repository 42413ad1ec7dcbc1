/// What the courier keeps about each endpoint, and tries that do not count.
enum Migration005 {
  static let sql = """
    -- What the endpoint wants beside the usual, and how it fares; NULL where there is nothing to say.
    ALTER TABLE endpoint ADD COLUMN options TEXT CHECK (options IS NULL OR json_valid(options));
    ALTER TABLE endpoint ADD COLUMN breaker TEXT CHECK (breaker IS NULL OR json_valid(breaker));
    ALTER TABLE endpoint ADD COLUMN throttle TEXT CHECK (throttle IS NULL OR json_valid(throttle));

    -- Tries that do not count against their number: probes, answers that ask to wait, those before a replay.
    ALTER TABLE delivery ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0;

    -- The oldest that waits of each milestone; messages for several that wait; what was told by another.
    CREATE INDEX delivery_order ON delivery (endpoint_id, milestone_id, id)
      WHERE state = 'pending' AND milestone_id IS NOT NULL;
    CREATE INDEX delivery_groups ON delivery (endpoint_id) WHERE state = 'pending' AND alert_id IS NULL;
    CREATE INDEX delivery_folded ON delivery (folded_into) WHERE folded_into IS NOT NULL;
    """
}
