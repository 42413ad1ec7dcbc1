/// What a storm writes for each alert and each delivery, and no more.
///
/// SQLite cannot take an AUTOINCREMENT from a table: those of alerts and deliveries are made anew. It costs a look at,
/// and a change of, one more table for each row, and gives nothing where the newest row is never deleted.
enum Migration008 {
  static let sql = """
    CREATE TABLE alert_new (
      id INTEGER PRIMARY KEY,
      -- NULL for the service's own, which `subject` names: `endpoint:NAME` or `service`.
      milestone_id INTEGER REFERENCES milestone (id),
      subject TEXT NOT NULL DEFAULT '',
      rule TEXT NOT NULL,
      occurrence TEXT NOT NULL,
      type TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
      -- How an open one came to be resolved; NULL for what was news only, and never open.
      ended TEXT CHECK (ended IN ('superseded', 'gone')),
      scheduled_at INTEGER NOT NULL,
      fired_at INTEGER NOT NULL,
      acknowledged_by TEXT,
      acknowledged_at INTEGER,
      acknowledged_reason TEXT,
      -- The alert whose message told this one as well; NULL: its own did, or is to.
      told_by INTEGER REFERENCES alert (id),
      -- When an acknowledged or snoozed one is told again; NULL: never.
      wakes_at INTEGER,
      resolved_at INTEGER,
      body TEXT NOT NULL
    ) STRICT;
    INSERT INTO alert_new SELECT id, milestone_id, subject, rule, occurrence, type, state, ended, scheduled_at,
      fired_at, acknowledged_by, acknowledged_at, acknowledged_reason, told_by, wakes_at, resolved_at, body FROM alert;
    DROP TABLE alert;
    ALTER TABLE alert_new RENAME TO alert;
    CREATE UNIQUE INDEX alert_once ON alert (milestone_id, rule, occurrence);
    CREATE UNIQUE INDEX alert_once_service ON alert (subject, rule, occurrence) WHERE milestone_id IS NULL;
    CREATE INDEX alert_standing ON alert (milestone_id) WHERE state <> 'resolved';
    CREATE INDEX alert_wakes ON alert (wakes_at) WHERE wakes_at IS NOT NULL AND state <> 'resolved';
    -- New alerts are counted by whoever adds them, once a transaction.
    CREATE TRIGGER alert_tally_changed AFTER UPDATE OF state ON alert WHEN NEW.state <> OLD.state
      BEGIN
        INSERT INTO alert_tally (type, state, value) VALUES (OLD.type, OLD.state, -1), (NEW.type, NEW.state, 1)
          ON CONFLICT (type, state) DO UPDATE SET value = value + excluded.value;
      END;
    CREATE TRIGGER alert_tally_removed AFTER DELETE ON alert
      BEGIN
        INSERT INTO alert_tally (type, state, value) VALUES (OLD.type, OLD.state, -1)
          ON CONFLICT (type, state) DO UPDATE SET value = value - 1;
      END;

    CREATE TABLE delivery_new (
      id INTEGER PRIMARY KEY,
      message_id TEXT NOT NULL,
      endpoint_id INTEGER NOT NULL REFERENCES endpoint (id),
      -- NULL for a message that stands for several alerts: `delivery_alert` says which.
      alert_id INTEGER REFERENCES alert (id),
      -- The alert's; NULL for the service's and for several. Deliveries of one milestone keep their order.
      milestone_id INTEGER,
      -- NULL: the alert's own.
      body TEXT,
      state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'folded', 'withdrawn')),
      -- The message that tells what this one was to tell.
      folded_into INTEGER REFERENCES delivery (id),
      attempts INTEGER NOT NULL DEFAULT 0,
      -- Tries that do not count against their number: probes, answers that ask to wait, those before a replay.
      uncounted INTEGER NOT NULL DEFAULT 0,
      next_attempt INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      finished_at INTEGER,
      last_status INTEGER,
      last_error TEXT,
      -- The try that delivered it; those before it are in `attempt`, and so is this one after a replay.
      tried_at INTEGER,
      took_ms INTEGER,
      answer TEXT,
      CHECK (alert_id IS NOT NULL OR body IS NOT NULL)
    ) STRICT;
    INSERT INTO delivery_new (id, message_id, endpoint_id, alert_id, milestone_id, body, state, folded_into, attempts,
        uncounted, next_attempt, created_at, finished_at, last_status, last_error)
      SELECT id, message_id, endpoint_id, alert_id, milestone_id, body, state, folded_into, attempts, uncounted,
        next_attempt, created_at, finished_at, last_status, last_error FROM delivery;
    DROP TABLE delivery;
    ALTER TABLE delivery_new RENAME TO delivery;
    -- Never tried: in the order in which it came to be, whatever the clock says. Tried: when its time comes.
    CREATE INDEX delivery_fresh ON delivery (endpoint_id) WHERE state = 'pending' AND attempts + uncounted = 0;
    CREATE INDEX delivery_retry ON delivery (endpoint_id, next_attempt)
      WHERE state = 'pending' AND attempts + uncounted > 0;
    CREATE INDEX delivery_retry_order ON delivery (endpoint_id, milestone_id)
      WHERE state = 'pending' AND attempts + uncounted > 0 AND milestone_id IS NOT NULL;
    CREATE INDEX delivery_groups ON delivery (endpoint_id) WHERE state = 'pending' AND alert_id IS NULL;
    CREATE INDEX delivery_of_endpoint ON delivery (endpoint_id);
    CREATE INDEX delivery_dead ON delivery (endpoint_id) WHERE state = 'dead';
    CREATE INDEX delivery_of_alert ON delivery (alert_id) WHERE alert_id IS NOT NULL;
    CREATE INDEX delivery_folded ON delivery (folded_into) WHERE folded_into IS NOT NULL;
    """
}
