-- What is watched. The catalogue, an operator's file or (locally) the simulated services; one row each.
CREATE TABLE services (
  id TEXT PRIMARY KEY,
  simulated INTEGER NOT NULL,
  source TEXT NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;

-- Small facts about the network: the version of the plan.
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- One packed row per round; the key makes a second write of the same round a no-op and pruning by age a range.
CREATE TABLE rounds (
  slot INTEGER NOT NULL,
  lane TEXT NOT NULL,
  simulated INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (slot, lane)
) WITHOUT ROWID;

-- Every change of a verdict, newest read first.
CREATE TABLE verdict_changes (
  service TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (service, at)
) WITHOUT ROWID;

CREATE TABLE incidents (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  phase TEXT NOT NULL,
  suspected_at INTEGER NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX incidents_by_time ON incidents (suspected_at, id);

-- What happened to incidents: written in one batch with them, so that an event exists exactly when its incident does.
CREATE TABLE events (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;
