-- What people report: one packed row per minute of a service in which anybody said anything; counts by country, network,
-- platform and symptom, and nothing of whoever said it. `part`: 0, or what came minutes late.
CREATE TABLE report_minutes (
  service TEXT NOT NULL,
  minute INTEGER NOT NULL,
  part INTEGER NOT NULL,
  people INTEGER NOT NULL,
  working INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (service, minute, part)
) WITHOUT ROWID;
