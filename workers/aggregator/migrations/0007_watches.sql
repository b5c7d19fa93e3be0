-- When the network was at work: a span per uninterrupted run, moved on once a minute. Outside of them nobody was watching, so
-- that time is no uptime.
CREATE TABLE watches (
  since INTEGER PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;

-- Events in the order in which they were committed: what a stream resumes from. Times cannot be that, for shards commit apart.
CREATE TABLE stream (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL
);
CREATE TRIGGER events_to_stream AFTER INSERT ON events BEGIN
  INSERT INTO stream (event) VALUES (NEW.id);
END;
