import { formatInstant } from "../../../shared/schema/instant.ts";
import { printTable } from "../print-table.ts";
import type { Placed } from "./places.ts";
import { type Cluster, scan } from "./scan.ts";

/** The clusters in eight days of placed reports, beside what a plain threshold on the hourly count says. */

const HOUR = 3_600_000;

export function clusters(reports: readonly Placed[]): void {
  const found = merged(scan(reports.map(({ at, city, state }) => ({ at, areas: [city, state] }))));
  const hourly = hourlyOf(reports);
  const mean = hourly.reduce((sum, count) => sum + count, 0) / hourly.length;
  const loud = hourly.filter((count) => count > 3 * mean).length;
  process.stdout.write(
    `Placed reports: ${reports.length} in ${hourly.length} hours, ${mean.toFixed(1)} an hour, ${Math.max(...hourly)} in the busiest. ` +
      `"Three times the mean" alarms in ${loud} hours and names no place. The scan finds ${found.length} clusters, none of them an ordinary hour of the day:\n\n`,
  );
  printTable(
    ["where", "from", "to", "observed", "expected", "log likelihood ratio", "p"],
    found.map(({ area, at, until, observed, expected, ratio, p }) => [
      area,
      formatInstant(at).slice(0, 16),
      formatInstant(until).slice(0, 16),
      String(observed),
      expected.toFixed(1),
      ratio.toFixed(1),
      p.toExponential(0),
    ]),
  );
}

/** Alarms of one area within half a day of each other are one cluster, told by its strongest hour. */
function merged(alarms: readonly Cluster[]): (Cluster & { until: number })[] {
  const found: (Cluster & { until: number })[] = [];
  for (const alarm of alarms) {
    const index = found.findIndex(({ area, until }) => area === alarm.area && alarm.at - until <= 12 * HOUR);
    const known = found[index];
    if (known === undefined) found.push({ ...alarm, until: alarm.at });
    else found[index] = { ...(alarm.ratio > known.ratio ? alarm : known), at: known.at, until: alarm.at };
  }
  return found;
}

function hourlyOf(reports: readonly Placed[]): number[] {
  const first = Math.floor((reports[0]?.at ?? 0) / HOUR);
  const counts: number[] = [];
  for (const { at } of reports) {
    const hour = Math.floor(at / HOUR) - first;
    while (counts.length <= hour) counts.push(0);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
}
