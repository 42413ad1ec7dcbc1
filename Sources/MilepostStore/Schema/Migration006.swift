/// Who may ask over the network, and answers that are kept so that a repeated request changes nothing twice.
enum Migration006 {
  static let sql = """
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
    CREATE UNIQUE INDEX token_name ON token (name) WHERE revoked_at IS NULL;

    -- Somebody who signed in to the pages with a token.
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
      token_id INTEGER NOT NULL REFERENCES token (id),
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX session_token ON session (token_id);
    CREATE INDEX session_expires ON session (expires_at);

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
    CREATE INDEX kept_answer_at ON kept_answer (at);

    """
}
