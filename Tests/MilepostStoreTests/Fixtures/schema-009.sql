PRAGMA application_id = 1298754661;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO activity VALUES(1,1,'outdoor-works','室外附属施工',NULL,NULL,'30wd',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1);
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
INSERT INTO attempt VALUES(1,1,1652976000000,12,204,NULL,NULL);
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
    , format TEXT NOT NULL DEFAULT 'standard', language TEXT NOT NULL DEFAULT 'en', options TEXT CHECK (options IS NULL OR json_valid(options)), breaker TEXT CHECK (breaker IS NULL OR json_valid(breaker)), throttle TEXT CHECK (throttle IS NULL OR json_valid(throttle))) STRICT;
INSERT INTO endpoint VALUES(1,'site','https://example.com/hook','whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=','active',NULL,'[]',16,0,1,1,'standard','en',NULL,NULL,NULL);
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
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('001');
INSERT INTO grdb_migrations VALUES('002');
INSERT INTO grdb_migrations VALUES('003');
INSERT INTO grdb_migrations VALUES('004');
INSERT INTO grdb_migrations VALUES('005');
INSERT INTO grdb_migrations VALUES('006');
INSERT INTO grdb_migrations VALUES('007');
INSERT INTO grdb_migrations VALUES('008');
INSERT INTO grdb_migrations VALUES('009');
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
INSERT INTO ledger VALUES(1,1652976000000,'uid:1000','project.add','works','','{}',NULL,X'0000000000000000000000000000000000000000000000000000000000000000',X'ee3cb211d8efc847d2cbe40f39bd6d376ae0e550c76a29da4ef43ee6b8e31c67');
INSERT INTO ledger VALUES(2,1652976000000,'uid:1000','milestone.add','works/completion','','{}',NULL,X'ee3cb211d8efc847d2cbe40f39bd6d376ae0e550c76a29da4ef43ee6b8e31c67',X'1252f9039c3aaca1a2b5ecabeceb0e50d96134514c3f2dc5337e47565b9a7458');
CREATE TABLE milestone (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      project_id INTEGER NOT NULL REFERENCES project (id),
      key TEXT NOT NULL,
      name TEXT NOT NULL,
      name_en TEXT,
      kind TEXT NOT NULL CHECK (kind = 'date' OR kind = 'count' OR kind = 'recurring' OR kind = 'gate' OR kind = 'finding'),
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
    , projection TEXT CHECK (projection IS NULL OR json_valid(projection)), projected_day INTEGER, risk_day INTEGER, was_red INTEGER NOT NULL DEFAULT 0, last_word INTEGER, buffer TEXT CHECK (buffer IS NULL OR json_valid(buffer)), due_written_day INTEGER) STRICT;
INSERT INTO milestone VALUES(1,1,'completion','全部工程完工',NULL,'date',NULL,'6月底',19173,0,NULL,NULL,NULL,NULL,NULL,NULL,1653840000000,1655946000000,NULL,1,1,NULL,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO milestone VALUES(2,1,'opening','投入使用',NULL,'date',NULL,'9月份',19265,0,NULL,19131,NULL,NULL,NULL,NULL,1652976000000,NULL,NULL,0,2,NULL,NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE note (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO note VALUES('ledger_head','2:1252f9039c3aaca1a2b5ecabeceb0e50d96134514c3f2dc5337e47565b9a7458');
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
    , progress_rule TEXT NOT NULL DEFAULT 'retained_logic', lights TEXT NOT NULL DEFAULT 'standard', next_forecast INTEGER) STRICT;
INSERT INTO project VALUES(1,'works','工程',NULL,NULL,'Asia/Shanghai','china','{}','[]','{"leadDays":[30,7],"onDay":true,"overdueEveryDays":1,"alertMinute":540,"workingDaysOnly":false}',NULL,1,'retained_logic','standard',NULL);
CREATE TABLE project_calendar (
      project_id INTEGER NOT NULL REFERENCES project (id),
      name TEXT NOT NULL,
      shifts TEXT NOT NULL CHECK (json_valid(shifts)),
      PRIMARY KEY (project_id, name)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE project_link (
      project_id INTEGER NOT NULL REFERENCES project (id),
      before_id INTEGER NOT NULL REFERENCES project (id),
      PRIMARY KEY (project_id, before_id)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES('milestones_open',1);
CREATE TABLE delivery_alert (
      delivery_id INTEGER NOT NULL REFERENCES delivery (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      PRIMARY KEY (delivery_id, alert_id)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE route (
      name TEXT PRIMARY KEY,
      parent TEXT,
      position INTEGER NOT NULL,
      document TEXT NOT NULL CHECK (json_valid(document)),
      revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO route VALUES('default',NULL,0,'{"continues":false,"match":[],"name":"default","to":[]}',1);
INSERT INTO route VALUES('urgent','default',1,'{"continues":false,"match":["rule=\"due\""],"name":"urgent","parent":"default","to":["site"]}',1);
CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      route TEXT NOT NULL,
      endpoint_id INTEGER NOT NULL REFERENCES endpoint (id),
      group_key TEXT NOT NULL,
      -- When it goes out; without members: until when its group's next message waits.
      flush_at INTEGER NOT NULL,
      UNIQUE (route, endpoint_id, group_key)
    ) STRICT;
CREATE TABLE batch_member (
      batch_id INTEGER NOT NULL REFERENCES batch (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      PRIMARY KEY (batch_id, alert_id)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE escalation (
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      route TEXT NOT NULL,
      level INTEGER NOT NULL,
      -- From when on nobody has taken the alert in hand.
      since INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      told_at INTEGER, told_to TEXT,
      PRIMARY KEY (alert_id, route, level)
    ) STRICT, WITHOUT ROWID;
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
INSERT INTO silence VALUES(1,'["project=\"works\""]',1795709142650,1795723542650,'uid:0(root)','holiday',1795709142650,NULL);
CREATE TABLE silenced (
      silence_id INTEGER NOT NULL REFERENCES silence (id),
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      PRIMARY KEY (silence_id, alert_id)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE alert_act (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      alert_id INTEGER NOT NULL REFERENCES alert (id),
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      action TEXT NOT NULL,
      detail TEXT
    ) STRICT;
CREATE TABLE token (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      -- SHA-256 of the text, which is kept nowhere.
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      scope TEXT NOT NULL CHECK (scope IN ('read', 'report', 'manage', 'admin')),
      -- NULL: all.
      projects TEXT CHECK (projects IS NULL OR json_valid(projects)),
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      last_used_at INTEGER
    ) STRICT;
INSERT INTO token VALUES(1,'desk',X'649f990131ad0150f82ddac9c4067f272c68f0ebd4fbff5483b28c2a7cad4df0','read',NULL,1795709142718,'uid:0(root)',NULL,NULL,NULL);
CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      token_id INTEGER NOT NULL REFERENCES token (id),
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT;
CREATE TABLE kept_answer (
      asker TEXT NOT NULL,
      key TEXT NOT NULL,
      -- SHA-256 of method, address and body.
      request BLOB NOT NULL CHECK (length(request) = 32),
      at INTEGER NOT NULL,
      -- NULL: the change stands, its answer was not kept.
      status INTEGER,
      headers TEXT CHECK (headers IS NULL OR json_valid(headers)),
      body BLOB,
      PRIMARY KEY (asker, key)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE due_tally (
      due_day INTEGER PRIMARY KEY,
      open INTEGER NOT NULL,
      slipping INTEGER NOT NULL
    ) STRICT;
INSERT INTO due_tally VALUES(19173,1,0);
CREATE TABLE alert_tally (
      type TEXT NOT NULL,
      state TEXT NOT NULL,
      value INTEGER NOT NULL,
      PRIMARY KEY (type, state)
    ) STRICT, WITHOUT ROWID;
INSERT INTO alert_tally VALUES('milestone.reached','',1);
INSERT INTO alert_tally VALUES('milestone.reached','resolved',1);
INSERT INTO alert_tally VALUES('milestone.upcoming','',1);
INSERT INTO alert_tally VALUES('milestone.upcoming','open',1);
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
INSERT INTO feed VALUES(1,'anna',X'81c5fdc44183e6d28d2ded36bc2ce15eabe63e832ce8636ec018959986ae4d33','[]','en',1795709142745,'uid:0(root)',NULL,NULL);
CREATE TABLE feed_item (
      uid TEXT PRIMARY KEY,
      digest BLOB NOT NULL,
      sequence INTEGER NOT NULL,
      modified_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE answer_used (
      nonce BLOB PRIMARY KEY,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "alert" (
      id INTEGER PRIMARY KEY,
      -- NULL for the service's own, which `subject` names: `endpoint:NAME` or `service`.
      milestone_id INTEGER REFERENCES milestone (id),
      subject TEXT NOT NULL DEFAULT '',
      rule TEXT NOT NULL,
      occurrence TEXT NOT NULL,
      type TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state = 'open' OR state = 'acknowledged' OR state = 'snoozed' OR state = 'resolved'),
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
INSERT INTO alert VALUES(1,2,'','event:milestone.reached','r2','milestone.reached','resolved',NULL,1652976000000,1652976000000,NULL,NULL,NULL,NULL,NULL,1652976000000,'{"type":"milestone.reached"}');
INSERT INTO alert VALUES(2,1,'','lead:30d','2022-06-30','milestone.upcoming','open',NULL,1652976000001,1652976000001,NULL,NULL,NULL,NULL,NULL,NULL,'{"type":"milestone.upcoming"}');
CREATE TABLE IF NOT EXISTS "delivery" (
      id INTEGER PRIMARY KEY,
      message_id TEXT NOT NULL,
      endpoint_id INTEGER NOT NULL REFERENCES endpoint (id),
      -- NULL for a message that stands for several alerts: `delivery_alert` says which.
      alert_id INTEGER REFERENCES alert (id),
      -- The alert's; NULL for the service's and for several. Deliveries of one milestone keep their order.
      milestone_id INTEGER,
      -- NULL: the alert's own.
      body TEXT,
      state TEXT NOT NULL CHECK (state = 'pending' OR state = 'delivered' OR state = 'dead' OR state = 'folded' OR state = 'withdrawn'),
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
INSERT INTO delivery VALUES(1,'msg_1',1,1,2,NULL,'delivered',NULL,1,0,1652976000000,1652976000000,1652976000000,204,NULL,NULL,NULL,NULL);
INSERT INTO delivery VALUES(2,'msg_2',1,2,1,NULL,'pending',NULL,0,0,1652976000001,1652976000001,NULL,NULL,NULL,NULL,NULL,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('activity',1);
INSERT INTO sqlite_sequence VALUES('endpoint',1);
INSERT INTO sqlite_sequence VALUES('milestone',2);
INSERT INTO sqlite_sequence VALUES('project',1);
INSERT INTO sqlite_sequence VALUES('silence',1);
INSERT INTO sqlite_sequence VALUES('token',1);
INSERT INTO sqlite_sequence VALUES('feed',1);
CREATE UNIQUE INDEX milestone_key ON milestone (project_id, key) WHERE removed_at IS NULL;
CREATE INDEX milestone_next_check ON milestone (next_check) WHERE next_check IS NOT NULL;
CREATE INDEX milestone_open_due ON milestone (due_day) WHERE open = 1;
CREATE TRIGGER milestone_open_added AFTER INSERT ON milestone WHEN NEW.open = 1
      BEGIN UPDATE tally SET value = value + 1 WHERE name = 'milestones_open'; END;
CREATE TRIGGER milestone_open_changed AFTER UPDATE OF open ON milestone WHEN NEW.open <> OLD.open
      BEGIN UPDATE tally SET value = value + NEW.open - OLD.open WHERE name = 'milestones_open'; END;
CREATE UNIQUE INDEX endpoint_name ON endpoint (name) WHERE removed = 0;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger
      WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM ledger), 0) + 1
      BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END;
CREATE INDEX project_link_before ON project_link (before_id);
CREATE INDEX milestone_linked ON milestone (project_id) WHERE after_keys IS NOT NULL AND removed_at IS NULL;
CREATE INDEX project_next_forecast ON project (next_forecast) WHERE next_forecast IS NOT NULL;
CREATE TRIGGER baseline_no_update BEFORE UPDATE ON baseline
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
CREATE TRIGGER baseline_no_delete BEFORE DELETE ON baseline
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
CREATE TRIGGER baseline_date_no_update BEFORE UPDATE ON baseline_date
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
CREATE TRIGGER baseline_date_no_delete BEFORE DELETE ON baseline_date
      BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END;
CREATE INDEX milestone_risk ON milestone (project_id) WHERE risk_day IS NOT NULL;
CREATE INDEX delivery_alert_alert ON delivery_alert (alert_id);
CREATE INDEX batch_flush ON batch (flush_at);
CREATE INDEX batch_member_alert ON batch_member (alert_id);
CREATE INDEX escalation_due ON escalation (due_at) WHERE told_at IS NULL;
CREATE INDEX silence_standing ON silence (ends_at) WHERE ended_at IS NULL;
CREATE INDEX alert_act_alert ON alert_act (alert_id);
CREATE UNIQUE INDEX token_name ON token (name) WHERE revoked_at IS NULL;
CREATE INDEX session_token ON session (token_id);
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX kept_answer_at ON kept_answer (at);
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
CREATE UNIQUE INDEX feed_name ON feed (name) WHERE revoked_at IS NULL;
CREATE INDEX answer_used_expires ON answer_used (expires_at);
CREATE UNIQUE INDEX alert_once ON alert (milestone_id, rule, occurrence);
CREATE UNIQUE INDEX alert_once_service ON alert (subject, rule, occurrence) WHERE milestone_id IS NULL;
CREATE INDEX alert_standing ON alert (milestone_id) WHERE state <> 'resolved';
CREATE INDEX alert_wakes ON alert (wakes_at) WHERE wakes_at IS NOT NULL AND state <> 'resolved';
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
COMMIT;
