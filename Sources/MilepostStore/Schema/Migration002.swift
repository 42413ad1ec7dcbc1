/// Work that drives forecasts, what the schedule says of each milestone, and how that has changed.
enum Migration002 {
  static let sql = """
    CREATE TABLE activity (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      project_id INTEGER NOT NULL REFERENCES project (id),
      key TEXT NOT NULL,
      name TEXT NOT NULL,
      name_en TEXT,
      owner TEXT,
      -- Durations and links as people write them, a link a line: a schedule of many is read in one go.
      duration TEXT NOT NULL,
      calendar TEXT,
      after_links TEXT,
      constraints TEXT CHECK (constraints IS NULL OR json_valid(constraints)),
      started_day INTEGER,
      finished_day INTEGER,
      remaining TEXT,
      remaining_day INTEGER,
      revision INTEGER NOT NULL,
      UNIQUE (project_id, key)
    ) STRICT;

    -- Calendars that came with imported plans.
    CREATE TABLE project_calendar (
      project_id INTEGER NOT NULL REFERENCES project (id),
      name TEXT NOT NULL,
      shifts TEXT NOT NULL CHECK (json_valid(shifts)),
      PRIMARY KEY (project_id, name)
    ) STRICT, WITHOUT ROWID;

    -- Which projects wait for which, so that a change finds all that it may move.
    CREATE TABLE project_link (
      project_id INTEGER NOT NULL REFERENCES project (id),
      before_id INTEGER NOT NULL REFERENCES project (id),
      PRIMARY KEY (project_id, before_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX project_link_before ON project_link (before_id);

    ALTER TABLE milestone ADD COLUMN projection TEXT CHECK (projection IS NULL OR json_valid(projection));
    ALTER TABLE milestone ADD COLUMN projected_day INTEGER;
    ALTER TABLE milestone ADD COLUMN risk_day INTEGER;
    ALTER TABLE milestone ADD COLUMN was_red INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE milestone ADD COLUMN last_word INTEGER;
    ALTER TABLE milestone ADD COLUMN buffer TEXT CHECK (buffer IS NULL OR json_valid(buffer));
    ALTER TABLE project ADD COLUMN progress_rule TEXT NOT NULL DEFAULT 'retained_logic';
    ALTER TABLE project ADD COLUMN lights TEXT NOT NULL DEFAULT 'standard';
    CREATE INDEX milestone_linked ON milestone (project_id) WHERE after_keys IS NOT NULL AND removed_at IS NULL;

    -- When today's date must be put into the project's schedule; NULL where nothing is linked.
    ALTER TABLE project ADD COLUMN next_forecast INTEGER;
    CREATE INDEX project_next_forecast ON project (next_forecast) WHERE next_forecast IS NOT NULL;

    -- A milestone's forecasts, each from the moment it came to be.
    CREATE TABLE forecast (
      milestone_id INTEGER NOT NULL REFERENCES milestone (id),
      at INTEGER NOT NULL,
      day INTEGER NOT NULL,
      due_day INTEGER NOT NULL,
      -- Who or what moved it, why as far as somebody said, and what drove it then.
      cause TEXT NOT NULL,
      reason TEXT,
      driver TEXT,
      PRIMARY KEY (milestone_id, at)
    ) STRICT, WITHOUT ROWID;

    -- What was agreed at a moment; never changed.
    CREATE TABLE baseline (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      project_id INTEGER NOT NULL REFERENCES project (id),
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      note TEXT,
      UNIQUE (project_id, name)
    ) STRICT;
    CREATE TABLE baseline_date (
      baseline_id INTEGER NOT NULL REFERENCES baseline (id),
      key TEXT NOT NULL,
      noun TEXT NOT NULL CHECK (noun IN ('milestone', 'activity')),
      name TEXT NOT NULL,
      name_en TEXT,
      start_day INTEGER,
      finish_day INTEGER NOT NULL,
      due_day INTEGER,
      PRIMARY KEY (baseline_id, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER baseline_no_update BEFORE UPDATE ON baseline
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
    CREATE TRIGGER baseline_no_delete BEFORE DELETE ON baseline
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
    CREATE TRIGGER baseline_date_no_update BEFORE UPDATE ON baseline_date
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
    CREATE TRIGGER baseline_date_no_delete BEFORE DELETE ON baseline_date
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;

    """
}
