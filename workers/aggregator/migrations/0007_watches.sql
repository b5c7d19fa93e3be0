-- When the network was at work: a span per uninterrupted run, moved on once a minute. Outside of them nobody was watching, so
-- that time is no uptime.
CREATE TABLE watches (
  since INTEGER PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;
