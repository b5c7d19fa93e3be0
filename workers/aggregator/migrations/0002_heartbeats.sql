-- The last call of each heartbeat that is awaited, by the SHA-256 of its token. A row exists exactly while a check asks for it.
CREATE TABLE heartbeats (
  token_sha256 TEXT PRIMARY KEY,
  -- When it was first awaited, and when the service last called.
  since INTEGER NOT NULL,
  at INTEGER,
  -- The last call said that something failed.
  failing INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
