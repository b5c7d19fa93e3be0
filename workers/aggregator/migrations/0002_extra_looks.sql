-- Looks made besides the schedule, as one row a minute and shard; a verdict can be derived again from rounds and these.
CREATE TABLE extra_looks (
  at INTEGER NOT NULL,
  shard TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (at, shard)
) WITHOUT ROWID;
