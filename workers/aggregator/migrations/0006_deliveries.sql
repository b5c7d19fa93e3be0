-- Events as subscribers are told them, in the order in which they were committed, and until when they wait for being handed
-- to the subscriptions. They take the place of `events`, whose rows had no order and not the whole event.
DROP TABLE events;
CREATE TABLE published_events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- NULL for an event about a probe of ours.
  service TEXT,
  simulated INTEGER NOT NULL,
  at INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  handed_at INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX published_events_unhanded ON published_events (position) WHERE handed_at IS NULL;
CREATE INDEX published_events_by_service ON published_events (service, position);

-- Who is to be told. The whole of a subscription, its secrets among it, is in an object of its own; this is how it is found.
CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY,
  manage_key_sha256 TEXT NOT NULL,
  -- The API key that it was made with.
  api_key TEXT,
  host TEXT NOT NULL,
  status TEXT NOT NULL,
  format TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  waiting INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  dead INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Subscriptions whose object could not be told: since which event. They are told apart from the others, in order, until they
-- have caught up.
CREATE TABLE lagging_subscriptions (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  key_sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- JSON array of text.
  scopes TEXT NOT NULL,
  max_subscriptions INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) WITHOUT ROWID;
