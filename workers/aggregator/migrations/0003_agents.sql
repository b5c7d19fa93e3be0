-- Probes on somebody's own host. A row is never deleted, so that a key that was revoked stays refused.
CREATE TABLE agents (
  id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) WITHOUT ROWID;

-- One key at a time speaks for a region.
CREATE UNIQUE INDEX agents_by_region ON agents (region) WHERE revoked_at IS NULL;
