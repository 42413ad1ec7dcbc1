/// Sums that a look from outside asks for every few seconds, kept as things change; private links to calendars; answers
/// to messages.
enum Migration007 {
  static let sql = """
    -- Open milestones by due date; `slipping` are those expected later than that.
    CREATE TABLE due_tally (
      due_day INTEGER PRIMARY KEY,
      open INTEGER NOT NULL,
      slipping INTEGER NOT NULL
    ) STRICT;
    INSERT INTO due_tally (due_day, open, slipping)
      SELECT due_day, count(*), sum(coalesce(projected_day, expected_day, due_day) > due_day)
      FROM milestone WHERE open = 1 GROUP BY due_day;
    CREATE TRIGGER due_tally_added AFTER INSERT ON milestone WHEN NEW.open = 1
      BEGIN
        INSERT INTO due_tally (due_day, open, slipping)
          VALUES (NEW.due_day, 1, coalesce(NEW.projected_day, NEW.expected_day, NEW.due_day) > NEW.due_day)
          ON CONFLICT (due_day) DO UPDATE SET open = open + 1, slipping = slipping + excluded.slipping;
      END;
    CREATE TRIGGER due_tally_changed AFTER UPDATE OF open, due_day, projected_day, expected_day ON milestone
      WHEN NEW.open <> OLD.open OR NEW.due_day <> OLD.due_day
        OR coalesce(NEW.projected_day, NEW.expected_day) IS NOT coalesce(OLD.projected_day, OLD.expected_day)
      BEGIN
        UPDATE due_tally SET open = open - 1,
          slipping = slipping - (coalesce(OLD.projected_day, OLD.expected_day, OLD.due_day) > OLD.due_day)
          WHERE due_day = OLD.due_day AND OLD.open = 1;
        INSERT INTO due_tally (due_day, open, slipping)
          SELECT NEW.due_day, 1, coalesce(NEW.projected_day, NEW.expected_day, NEW.due_day) > NEW.due_day
          WHERE NEW.open = 1
          ON CONFLICT (due_day) DO UPDATE SET open = open + 1, slipping = slipping + excluded.slipping;
        DELETE FROM due_tally WHERE due_day = OLD.due_day AND open = 0;
      END;

    -- Alerts by type and state. The state '' counts all that ever were.
    CREATE TABLE alert_tally (
      type TEXT NOT NULL,
      state TEXT NOT NULL,
      value INTEGER NOT NULL,
      PRIMARY KEY (type, state)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO alert_tally (type, state, value) SELECT type, state, count(*) FROM alert GROUP BY type, state;
    INSERT INTO alert_tally (type, state, value) SELECT type, '', count(*) FROM alert GROUP BY type;
    CREATE TRIGGER alert_tally_added AFTER INSERT ON alert
      BEGIN
        INSERT INTO alert_tally (type, state, value) VALUES (NEW.type, NEW.state, 1), (NEW.type, '', 1)
          ON CONFLICT (type, state) DO UPDATE SET value = value + 1;
      END;
    CREATE TRIGGER alert_tally_changed AFTER UPDATE OF state ON alert WHEN NEW.state <> OLD.state
      BEGIN
        UPDATE alert_tally SET value = value - 1 WHERE type = OLD.type AND state = OLD.state;
        INSERT INTO alert_tally (type, state, value) VALUES (NEW.type, NEW.state, 1)
          ON CONFLICT (type, state) DO UPDATE SET value = value + 1;
      END;
    CREATE TRIGGER alert_tally_removed AFTER DELETE ON alert
      BEGIN
        UPDATE alert_tally SET value = value - 1 WHERE type = OLD.type AND state = OLD.state;
      END;

    CREATE TABLE feed (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      -- SHA-256 of the link's text, which is kept nowhere.
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      projects TEXT NOT NULL CHECK (json_valid(projects)),
      language TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      last_used_at INTEGER,
      revoked_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX feed_name ON feed (name) WHERE revoked_at IS NULL;
    -- What calendars were last given of each entry, so that its version grows when it changes, and else stays.
    CREATE TABLE feed_item (
      uid TEXT PRIMARY KEY,
      digest BLOB NOT NULL,
      sequence INTEGER NOT NULL,
      modified_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Leave to answer once, used up; kept for as long as it would have been good.
    CREATE TABLE answer_used (
      nonce BLOB PRIMARY KEY,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX answer_used_expires ON answer_used (expires_at);

    """
}
