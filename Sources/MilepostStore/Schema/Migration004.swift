/// Alerts of the service itself, alerts that wait, messages that stand for several, routes and silences.
///
/// SQLite cannot take a NOT NULL or a CHECK from a column: the tables of alerts and deliveries are made anew.
enum Migration004 {
  static let sql = """
    CREATE TABLE alert_new (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
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
    INSERT INTO alert_new (id, milestone_id, rule, occurrence, type, state, scheduled_at, fired_at, acknowledged_by,
        acknowledged_at, resolved_at, body)
      SELECT id, milestone_id, rule, occurrence, type, state, scheduled_at, fired_at, acknowledged_by,
        acknowledged_at, resolved_at, body FROM alert;
    DROP TABLE alert;
    ALTER TABLE alert_new RENAME TO alert;
    -- NULLs are never equal: the service's own have an index of theirs.
    CREATE UNIQUE INDEX alert_once ON alert (milestone_id, rule, occurrence);
    CREATE UNIQUE INDEX alert_once_service ON alert (subject, rule, occurrence) WHERE milestone_id IS NULL;
    CREATE INDEX alert_standing ON alert (milestone_id) WHERE state <> 'resolved';
    CREATE INDEX alert_wakes ON alert (wakes_at) WHERE wakes_at IS NOT NULL AND state <> 'resolved';

    CREATE INDEX milestone_risk ON milestone (project_id) WHERE risk_day IS NOT NULL;

    CREATE TABLE delivery_new (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
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
      next_attempt INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      finished_at INTEGER,
      last_status INTEGER,
      last_error TEXT,
      CHECK (alert_id IS NOT NULL OR body IS NOT NULL)
    ) STRICT;
    INSERT INTO delivery_new (id, message_id, endpoint_id, alert_id, milestone_id, state, attempts, next_attempt,
        created_at, finished_at, last_status, last_error)
      SELECT id, message_id, endpoint_id, alert_id, (SELECT milestone_id FROM alert WHERE alert.id = alert_id),
        state, attempts, next_attempt, created_at, finished_at, last_status, last_error FROM delivery;
    DROP TABLE delivery;
    ALTER TABLE delivery_new RENAME TO delivery;
    CREATE INDEX delivery_pending ON delivery (endpoint_id, next_attempt) WHERE state = 'pending';
    CREATE INDEX delivery_of_endpoint ON delivery (endpoint_id);
    CREATE INDEX delivery_dead ON delivery (endpoint_id) WHERE state = 'dead';
    CREATE INDEX delivery_of_alert ON delivery (alert_id) WHERE alert_id IS NOT NULL;

    CREATE TABLE delivery_alert (
      delivery_id INTEGER NOT NULL REFERENCES delivery (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      PRIMARY KEY (delivery_id, alert_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_alert_alert ON delivery_alert (alert_id);

    -- A tree: the root is `default` and has no parent.
    CREATE TABLE route (
      name TEXT PRIMARY KEY,
      parent TEXT,
      position INTEGER NOT NULL,
      document TEXT NOT NULL CHECK (json_valid(document)),
      revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What is not to go out at once, by route, endpoint and group.
    CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      route TEXT NOT NULL,
      endpoint_id INTEGER NOT NULL REFERENCES endpoint (id),
      group_key TEXT NOT NULL,
      -- When it goes out; without members: until when its group's next message waits.
      flush_at INTEGER NOT NULL,
      UNIQUE (route, endpoint_id, group_key)
    ) STRICT;
    CREATE INDEX batch_flush ON batch (flush_at);
    CREATE TABLE batch_member (
      batch_id INTEGER NOT NULL REFERENCES batch (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      PRIMARY KEY (batch_id, alert_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX batch_member_alert ON batch_member (alert_id);

    -- Levels still to come, each at a moment of its own: no restart can put one off.
    CREATE TABLE escalation (
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      route TEXT NOT NULL,
      level INTEGER NOT NULL,
      -- From when on nobody has taken the alert in hand.
      since INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      told_at INTEGER,
      PRIMARY KEY (alert_id, route, level)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX escalation_due ON escalation (due_at) WHERE told_at IS NULL;

    CREATE TABLE silence (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      matchers TEXT NOT NULL CHECK (json_valid(matchers)),
      starts_at INTEGER NOT NULL,
      ends_at INTEGER NOT NULL,
      author TEXT NOT NULL,
      comment TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      -- When its end was dealt with: what it held back has gone out.
      ended_at INTEGER
    ) STRICT;
    CREATE INDEX silence_standing ON silence (ends_at) WHERE ended_at IS NULL;
    -- Open alerts that nobody was told of because of it.
    CREATE TABLE silenced (
      silence_id INTEGER NOT NULL REFERENCES silence (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      PRIMARY KEY (silence_id, alert_id)
    ) STRICT, WITHOUT ROWID;

    -- What people and the service did to an alert.
    CREATE TABLE alert_act (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      action TEXT NOT NULL,
      detail TEXT
    ) STRICT;
    CREATE INDEX alert_act_alert ON alert_act (alert_id);

    """
}
