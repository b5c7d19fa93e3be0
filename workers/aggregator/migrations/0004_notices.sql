-- What vendors say of themselves: one row per notice, written when it is new or changes.
CREATE TABLE notices (
  service TEXT NOT NULL,
  url TEXT NOT NULL,
  id TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  resolved INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (service, url, id)
) WITHOUT ROWID;
CREATE INDEX notices_by_time ON notices (service, updated_at);

-- What is remembered of all sources between two readings: one packed row.
CREATE TABLE source_memories (
  key TEXT PRIMARY KEY,
  body TEXT NOT NULL
) WITHOUT ROWID;

-- The newest incidents of one service, against which the vendor's first words are measured.
CREATE INDEX incidents_by_service ON incidents (service, suspected_at);
