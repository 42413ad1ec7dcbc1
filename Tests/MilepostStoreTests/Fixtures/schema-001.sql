PRAGMA application_id = 1298754661;
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
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
INSERT INTO "alert" VALUES(1,2,'event:milestone.reached','r2','milestone.reached','resolved',1652976000000,1652976000000,NULL,NULL,1652976000000,'{"type":"milestone.reached"}');
INSERT INTO "alert" VALUES(2,1,'lead:30d','2022-06-30','milestone.upcoming','open',1652976000001,1652976000001,NULL,NULL,NULL,'{"type":"milestone.upcoming"}');
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
INSERT INTO "attempt" VALUES(1,1,1652976000000,12,204,NULL,NULL);
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
INSERT INTO "delivery" VALUES(1,'msg_1',1,1,'delivered',1,1652976000000,1652976000000,1652976000000,204,NULL);
INSERT INTO "delivery" VALUES(2,'msg_2',1,2,'pending',0,1652976000001,1652976000001,NULL,NULL,NULL);
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
INSERT INTO "endpoint" VALUES(1,'site','https://example.com/hook','whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=','active',NULL,'[]',16,0,1,1);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('001');
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
INSERT INTO "ledger" VALUES(1,1652976000000,'uid:1000','project.add','works','','{}',NULL,X'0000000000000000000000000000000000000000000000000000000000000000',X'EE3CB211D8EFC847D2CBE40F39BD6D376AE0E550C76A29DA4EF43EE6B8E31C67');
INSERT INTO "ledger" VALUES(2,1652976000000,'uid:1000','milestone.add','works/completion','','{}',NULL,X'EE3CB211D8EFC847D2CBE40F39BD6D376AE0E550C76A29DA4EF43EE6B8E31C67',X'1252F9039C3AACA1A2B5ECABECEB0E50D96134514C3F2DC5337E47565B9A7458');
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
INSERT INTO "milestone" VALUES(1,1,'completion','全部工程完工',NULL,'date',NULL,'6月底',19173,0,NULL,NULL,NULL,NULL,NULL,NULL,1653840000000,1655946000000,NULL,1,1);
INSERT INTO "milestone" VALUES(2,1,'opening','投入使用',NULL,'date',NULL,'9月份',19265,0,NULL,19131,NULL,NULL,NULL,NULL,1652976000000,NULL,NULL,0,2);
CREATE TABLE note (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "note" VALUES('ledger_head','2:1252f9039c3aaca1a2b5ecabeceb0e50d96134514c3f2dc5337e47565b9a7458');
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
INSERT INTO "project" VALUES(1,'works','工程',NULL,NULL,'Asia/Shanghai','china','{}','[]','{"leadDays":[30,7],"onDay":true,"overdueEveryDays":1,"alertMinute":540,"workingDaysOnly":false}',NULL,1);
CREATE TABLE tally (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "tally" VALUES('milestones_open',1);
CREATE UNIQUE INDEX milestone_key ON milestone (project_id, key) WHERE removed_at IS NULL;
CREATE INDEX milestone_next_check ON milestone (next_check) WHERE next_check IS NOT NULL;
CREATE INDEX milestone_open_due ON milestone (due_day) WHERE open = 1;
CREATE TRIGGER milestone_open_added AFTER INSERT ON milestone WHEN NEW.open = 1
      BEGIN UPDATE tally SET value = value + 1 WHERE name = 'milestones_open'; END;
CREATE TRIGGER milestone_open_changed AFTER UPDATE OF open ON milestone WHEN NEW.open <> OLD.open
      BEGIN UPDATE tally SET value = value + NEW.open - OLD.open WHERE name = 'milestones_open'; END;
CREATE UNIQUE INDEX endpoint_name ON endpoint (name) WHERE removed = 0;
CREATE UNIQUE INDEX alert_once ON alert (milestone_id, rule, occurrence);
CREATE INDEX alert_standing ON alert (milestone_id) WHERE state IN ('open', 'acknowledged');
CREATE INDEX delivery_pending ON delivery (endpoint_id, next_attempt) WHERE state = 'pending';
CREATE INDEX delivery_of_endpoint ON delivery (endpoint_id);
CREATE INDEX delivery_dead ON delivery (endpoint_id) WHERE state = 'dead';
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger
      WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM ledger), 0) + 1
      BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END;
INSERT INTO "sqlite_sequence" VALUES('project',1);
INSERT INTO "sqlite_sequence" VALUES('milestone',2);
INSERT INTO "sqlite_sequence" VALUES('endpoint',1);
INSERT INTO "sqlite_sequence" VALUES('alert',2);
INSERT INTO "sqlite_sequence" VALUES('delivery',2);
COMMIT;
