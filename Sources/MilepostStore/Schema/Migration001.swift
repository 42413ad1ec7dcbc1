/// The first schema. Times are milliseconds since 1970 in UTC, dates are days since 1970-01-01.
enum Migration001 {
  static let sql = """
    PRAGMA application_id = \(Schema.applicationID);

    CREATE TABLE project (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      name_en TEXT,
      owner TEXT,
      zone TEXT NOT NULL,
      calendar TEXT NOT NULL,
      labels TEXT NOT NULL CHECK (json_valid(labels)),
      facts TEXT NOT NULL CHECK (json_valid(facts)),
      policy TEXT NOT NULL CHECK (json_valid(policy)),
      archived_at INTEGER,
      revision INTEGER NOT NULL
    ) STRICT;

    -- Counts that would cost a walk over everything stored.
    CREATE TABLE tally (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO tally (name, value) VALUES ('milestones_open', 0);

    CREATE TABLE milestone (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      project_id INTEGER NOT NULL REFERENCES project (id),
      key TEXT NOT NULL,
      name TEXT NOT NULL,
      name_en TEXT,
      kind TEXT NOT NULL CHECK (kind IN ('date', 'count', 'recurring', 'gate', 'finding')),
      detail TEXT CHECK (detail IS NULL OR json_valid(detail)),
      due_written TEXT NOT NULL,
      due_day INTEGER NOT NULL,
      due_provisional INTEGER NOT NULL,
      expected_day INTEGER,
      actual_day INTEGER,
      evidence TEXT,
      labels TEXT CHECK (labels IS NULL OR json_valid(labels)),
      after_keys TEXT CHECK (after_keys IS NULL OR json_valid(after_keys)),
      policy TEXT CHECK (policy IS NULL OR json_valid(policy)),
      evaluated_through INTEGER NOT NULL,
      next_check INTEGER,
      removed_at INTEGER,
      -- Not reached, not removed, in a project that is not archived.
      open INTEGER NOT NULL CHECK (open IN (0, 1)),
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX milestone_key ON milestone (project_id, key) WHERE removed_at IS NULL;
    CREATE INDEX milestone_next_check ON milestone (next_check) WHERE next_check IS NOT NULL;
    CREATE INDEX milestone_open_due ON milestone (due_day) WHERE open = 1;
    CREATE TRIGGER milestone_open_added AFTER INSERT ON milestone WHEN NEW.open = 1
      BEGIN UPDATE tally SET value = value + 1 WHERE name = 'milestones_open'; END;
    CREATE TRIGGER milestone_open_changed AFTER UPDATE OF open ON milestone WHEN NEW.open <> OLD.open
      BEGIN UPDATE tally SET value = value + NEW.open - OLD.open WHERE name = 'milestones_open'; END;

    CREATE TABLE endpoint (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      url TEXT NOT NULL,
      secret TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
      reason TEXT,
      projects TEXT NOT NULL CHECK (json_valid(projects)),
      concurrency INTEGER NOT NULL CHECK (concurrency > 0),
      removed INTEGER NOT NULL DEFAULT 0,
      delivered INTEGER NOT NULL DEFAULT 0,
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX endpoint_name ON endpoint (name) WHERE removed = 0;

    CREATE TABLE alert (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      milestone_id INTEGER NOT NULL REFERENCES milestone (id),
      rule TEXT NOT NULL,
      occurrence TEXT NOT NULL,
      type TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
      scheduled_at INTEGER NOT NULL,
      fired_at INTEGER NOT NULL,
      acknowledged_by TEXT,
      acknowledged_at INTEGER,
      resolved_at INTEGER,
      body TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX alert_once ON alert (milestone_id, rule, occurrence);
    CREATE INDEX alert_standing ON alert (milestone_id) WHERE state IN ('open', 'acknowledged');

    CREATE TABLE delivery (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      message_id TEXT NOT NULL,
      endpoint_id INTEGER NOT NULL REFERENCES endpoint (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      finished_at INTEGER,
      last_status INTEGER,
      last_error TEXT
    ) STRICT;
    CREATE INDEX delivery_pending ON delivery (endpoint_id, next_attempt) WHERE state = 'pending';
    CREATE INDEX delivery_of_endpoint ON delivery (endpoint_id);
    CREATE INDEX delivery_dead ON delivery (endpoint_id) WHERE state = 'dead';

    CREATE TABLE attempt (
      delivery_id INTEGER NOT NULL REFERENCES delivery (id),
      number INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      duration_ms INTEGER NOT NULL,
      status INTEGER,
      error TEXT,
      response_head TEXT,
      PRIMARY KEY (delivery_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ledger (
      sequence INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      before TEXT NOT NULL,
      after TEXT NOT NULL,
      reason TEXT,
      previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger
      WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM ledger), 0) + 1
      BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END;

    CREATE TABLE note (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    """
}
