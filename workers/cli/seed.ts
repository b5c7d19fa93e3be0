import { createHash } from "node:crypto";
import type { Service } from "../../shared/schema/index.ts";
import type { Database } from "./migrate.ts";

/** Makes the services in D1 exactly these. Nothing is written when they are the same as before. */

export type Seed = {
  readonly real: readonly Service[];
  readonly simulated: readonly Service[];
  readonly source: string;
};

/** Another text for other services, the same for the same. */
export function versionOf(rows: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 16);
}

export async function seedServices(
  db: Database,
  { real, simulated, source }: Seed,
): Promise<{ version: string; changed: boolean }> {
  const rows = [
    ...real.map((service) => ({ service, simulated: 0 })),
    ...simulated.map((service) => ({ service, simulated: 1 })),
  ];
  const version = versionOf(rows);
  const { results } = await db.prepare("SELECT value FROM settings WHERE key = 'services_version'").all();
  if (results[0]?.value === version) return { version, changed: false };
  await db.batch([
    db.prepare("DELETE FROM services"),
    ...rows.map((row) =>
      db
        .prepare("INSERT INTO services (id, simulated, source, body) VALUES (?, ?, ?, ?)")
        .bind(row.service.id, row.simulated, row.simulated === 1 ? "simulation" : source, JSON.stringify(row.service)),
    ),
    db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('services_version', ?)").bind(version),
  ]);
  return { version, changed: true };
}
