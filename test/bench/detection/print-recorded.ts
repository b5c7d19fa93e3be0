import type { FoldEvent } from "../../../shared/schema/index.ts";
import { printTable } from "../print-table.ts";
import { openOurs } from "./ours.ts";
import { PEER_RULES } from "./peers/index.ts";
import { openRecorded, type Recorded } from "./recorded.ts";
import type { Alarm, Rule, Watch, Watched } from "./rule.ts";
import { quantile } from "./score.ts";

/** What the same rules make of recorded sites and of two recorded outages. */

const MINUTE = 60_000;
const MONTH_MINUTES = 43_200;
/** Days of each repository, the last ones: enough for hundreds of outages, and a bench that ends. */
const DAYS = 45;
/** Rules that need several vantage points say nothing about sites that were watched from one. */
const ONE_EYED: ReadonlySet<string> = new Set([
  "Better Stack",
  "common practice",
  "Downdetector-like",
  "OpenStatus reports",
]);

type Tally = { outages: number; found: number; falseAlarms: number; months: number; delays: number[] };

export function printRecorded(): void {
  const recorded = openRecorded();
  if (recorded === null) {
    process.stdout.write("ABSENT: ../shared/data is not here, so nothing was measured on recorded outages.\n");
    return;
  }
  printSites(recorded);
  printReplays(recorded);
}

const rules = (): { name: string; open: (world: Watched) => Watch }[] => [
  { name: "Downwhere", open: () => openOurs() },
  ...PEER_RULES.filter(({ peer }) => !ONE_EYED.has(peer)).map(({ peer, name, open }: Rule) => ({
    name: `${peer}: ${name}`,
    open,
  })),
];

function printSites(recorded: Recorded): void {
  const tallies = new Map<string, Tally>();
  for (const recording of recorded.upptime()) {
    const span = {
      from: Math.max(recording.span.from, recording.span.to - DAYS * 1_440 * MINUTE),
      to: recording.span.to,
    };
    const episodes = [...recording.episodes(span)];
    const serviceMinutes = (Object.keys(recording.world.services).length * (span.to - span.from)) / MINUTE;
    const alarms = alarmsOf(recording.world, recording.events(span));
    for (const [name, raised] of alarms) {
      const tally = tallies.get(name) ?? { outages: 0, found: 0, falseAlarms: 0, months: 0, delays: [] };
      tallies.set(name, tally);
      tally.months += serviceMinutes / MONTH_MINUTES;
      const rises = raised.filter(({ alerting }) => alerting);
      const within = (alarm: Alarm) => (episode: (typeof episodes)[number]) =>
        episode.service === alarm.service && alarm.at >= episode.from && alarm.at <= episode.to + 5 * MINUTE;
      tally.falseAlarms += rises.filter(
        (alarm) => !episodes.some((episode) => episode.label !== "blocked" && within(alarm)(episode)),
      ).length;
      for (const outage of episodes.filter(({ label }) => label === "outage")) {
        tally.outages++;
        const first = rises.find((alarm) => within(alarm)(outage));
        if (first === undefined) continue;
        tally.found++;
        tally.delays.push((first.at - outage.from) / MINUTE);
      }
    }
  }
  process.stdout.write(
    `Recorded sites, the last ${DAYS} days of each repository, one vantage point, a look every 5 min. An alarm outside any episode of failure, or because a bot wall refused the look, is false:\n\n`,
  );
  printTable(
    ["rule", "outages found", "false / service-month", "delay, min (median / p95)"],
    [...tallies].map(([name, { outages, found, falseAlarms, months, delays }]) => [
      name,
      `${found}/${outages}`,
      (falseAlarms / months).toFixed(2),
      `${quantile(delays, 0.5).toFixed(0)} / ${quantile(delays, 0.95).toFixed(0)}`,
    ]),
  );
}

function printReplays(recorded: Recorded): void {
  const replays = recorded.replays();
  const columns = replays.map(({ name, world, events, notices, outage }) => {
    const first = (alarms: readonly Alarm[]) =>
      alarms.find(({ alerting, at }) => alerting && at >= outage.from - 10 * MINUTE)?.at;
    const posted = notices.filter(({ at }) => at >= outage.from)[0]?.at;
    const alarms = alarmsOf(world, events());
    return { name, posted, of: (rule: string) => first(alarms.get(rule) ?? []) };
  });
  const clock = (at: number | undefined) => (at === undefined ? "–" : new Date(at).toISOString().slice(11, 16));
  process.stdout.write("Two recorded outages, seen through a few sites behind them: the first alarm, UTC.\n\n");
  printTable(
    ["rule", ...columns.map(({ name }) => name)],
    [
      ["the vendor's first post", ...columns.map(({ posted }) => clock(posted))],
      ...rules().map(({ name }) => [name, ...columns.map(({ of }) => clock(of(name)))]),
    ],
  );
}

function alarmsOf(world: Watched, events: Iterable<FoldEvent>): Map<string, Alarm[]> {
  const watches = rules().map(({ name, open }) => ({ name, watch: open(world), alarms: [] as Alarm[] }));
  for (const event of events) for (const { watch, alarms } of watches) alarms.push(...watch.see(event));
  return new Map(watches.map(({ name, alarms }) => [name, alarms]));
}
