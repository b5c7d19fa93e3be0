-- What a map was drawn from, whenever it had changed: at most one row a minute and shard, and one an hour in any case.
CREATE TABLE map_frames (
  at INTEGER NOT NULL,
  shard TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (at, shard)
) WITHOUT ROWID;
