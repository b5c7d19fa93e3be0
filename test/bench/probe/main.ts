import { partsOf } from "../../../shared/observe/lanes.ts";
import { LANE_BOUNDS } from "../../../shared/observe/limits.ts";
import { Assignment } from "../../../shared/schema/index.ts";
import { printTable } from "../print-table.ts";
import { openLane } from "./lane.ts";
import { openTargets } from "./targets.ts";

/** How many checks one lane sustains on the local runtime, and whether it finishes its slot when nothing answers. */

const HELP = `npm run bench:probe: one lane on workerd against a loopback server

  A lane of so many checks, once a minute, runs three slots one after another. "possible" is how many checks a minute
  that pace would make; 5 % of a slot are spent on spreading the checks. "in a slot" says whether the longest round is
  over before the next one is due.
`;
const SLOT_MS = 60_000;
const SLOTS = 3;
const CASES = [
  { checks: 100, answerMs: 50, timeoutMs: 10_000 },
  { checks: 500, answerMs: 50, timeoutMs: 10_000 },
  { checks: 1_000, answerMs: 0, timeoutMs: 10_000 },
  { checks: 1_000, answerMs: 200, timeoutMs: 10_000 },
  { checks: 1_000, answerMs: 2_000, timeoutMs: 10_000 },
  { checks: 1_000, answerMs: null, timeoutMs: 10_000 },
] as const;

if (process.argv.includes("--help")) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const { checks, answerMs, timeoutMs } of CASES) {
    const targets = await openTargets();
    targets.answerAfter(answerMs);
    const lane = await openLane({ checks, port: targets.port, timeoutMs });
    const slots = answerMs === null ? 1 : SLOTS;
    const took: number[] = [];
    for (let slot = 0; slot < slots; slot++) took.push(await lane.run());
    const { rounds, looks, passed } = await lane.stored();
    const { atOnce } = targets.take();
    const meanMs = took.reduce((sum, ms) => sum + ms, 0) / took.length;
    rows.push([
      String(checks),
      answerMs === null ? "never" : `${answerMs} ms`,
      String(partsFor(checks, timeoutMs)),
      `${rounds} of ${slots}`,
      `${looks} of ${checks * slots}`,
      String(passed),
      String(atOnce),
      (meanMs / 1_000).toFixed(1),
      Math.round((checks / meanMs) * SLOT_MS).toLocaleString("en"),
      Math.max(...took) < SLOT_MS ? "yes" : "no",
    ]);
    await lane.close();
    targets.close();
  }
  printTable(
    [
      "checks",
      "answers after",
      "parts",
      "rounds",
      "looks",
      "passed",
      "at once",
      "s a round",
      "possible a minute",
      "in a slot",
    ],
    rows,
  );
}

function partsFor(checks: number, timeoutMs: number): number {
  const assignments = Array.from({ length: checks }, (_, index) =>
    Assignment.parse({
      service: `s${index}`,
      endpoint: "e",
      allowPrivate: true,
      check: { url: "http://127.0.0.1/", timeoutMs },
    }),
  );
  return partsOf({ intervalSeconds: SLOT_MS / 1_000, assignments }, LANE_BOUNDS).length;
}
