import type { Assignment, Lane } from "../schema/index.ts";
import { hashOf } from "./slot.ts";

/**
 * Spreads checks over lanes, and the checks of a lane over parts. A lane is what one alarm runs, one round, one row: it
 * holds many checks of one interval. A part is what one invocation can finish within the slot even when every one of its
 * targets times out. It decides nothing about where they run.
 */

export type LaneBounds = {
  /** Checks of one lane. */
  readonly checks: number;
  /** Exchanges under way at once in one part. */
  readonly concurrency: number;
  /** Share of a slot that checks may fill in the worst case. */
  readonly fill: number;
  /** Milliseconds that a failing check may take beyond its timeout. */
  readonly stagingMs: number;
};

/** Share of a lane that is filled on average once there are several: a hash fills them unevenly. */
const AVERAGE_FILL = 0.8;

/**
 * Lanes in a stable order; the same assignments always give the same lanes, whatever order they come in. One check more
 * changes one lane, and one lane more takes its share from the others and moves nothing between them.
 */
export function planLanes(assignments: readonly Assignment[], bounds: Pick<LaneBounds, "checks">): Lane[] {
  const byInterval = new Map<number, Assignment[]>();
  for (const assignment of assignments) {
    const interval = assignment.check.intervalSeconds;
    const group = byInterval.get(interval);
    if (group === undefined) byInterval.set(interval, [assignment]);
    else group.push(assignment);
  }
  return [...byInterval.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([intervalSeconds, group]) =>
      spread(group, bounds).map((mine, number) => ({ intervalSeconds, number, assignments: mine })),
    );
}

/** The parts of a lane, in order. A check that is too slow for any part has one of its own. */
export function partsOf(
  { intervalSeconds, assignments }: Pick<Lane, "intervalSeconds" | "assignments">,
  bounds: LaneBounds,
): Assignment[][] {
  const budgetMs = intervalSeconds * 1_000 * bounds.fill;
  const parts: Assignment[][] = [];
  let part: Assignment[] = [];
  let spent = { totalMs: 0, longestMs: 0 };
  for (const assignment of assignments) {
    const grown = grow(spent, assignment, bounds);
    if (part.length > 0 && lastsMs(grown, bounds) > budgetMs) {
      parts.push(part);
      part = [];
      spent = { totalMs: 0, longestMs: 0 };
    }
    part.push(assignment);
    spent = grow(spent, assignment, bounds);
  }
  return part.length > 0 ? [...parts, part] : parts;
}

/** Milliseconds that a set of checks takes when each one runs into its timeout and is staged. */
export function worstCaseMs(
  assignments: readonly Assignment[],
  bounds: Pick<LaneBounds, "concurrency" | "stagingMs">,
): number {
  return lastsMs(
    assignments.reduce((spent, assignment) => grow(spent, assignment, bounds), { totalMs: 0, longestMs: 0 }),
    bounds,
  );
}

type Spent = { readonly totalMs: number; readonly longestMs: number };

function grow(
  { totalMs, longestMs }: Spent,
  { check }: Assignment,
  { stagingMs }: Pick<LaneBounds, "stagingMs">,
): Spent {
  const lasts = check.timeoutMs + stagingMs;
  return { totalMs: totalMs + lasts, longestMs: Math.max(longestMs, lasts) };
}

/** Graham's bound for any order of work: total / m + longest * (1 - 1 / m) (SIAM J. Appl. Math. 17, 1969). */
function lastsMs({ totalMs, longestMs }: Spent, { concurrency }: Pick<LaneBounds, "concurrency">): number {
  return Math.max(longestMs, totalMs / concurrency + longestMs * (1 - 1 / concurrency));
}

function spread(group: readonly Assignment[], { checks }: Pick<LaneBounds, "checks">): Assignment[][] {
  const sorted = group.map((assignment) => ({ key: keyOf(assignment), assignment })).sort(byKey);
  for (let count = group.length <= checks ? 1 : Math.ceil(group.length / (checks * AVERAGE_FILL)); ; count++) {
    const lanes: Assignment[][] = Array.from({ length: count }, () => []);
    for (const { key, assignment } of sorted) lanes[laneOf(key, count)]?.push(assignment);
    if (lanes.every(({ length }) => length <= checks)) return lanes;
  }
}

/**
 * The lane of a check among `count`: jump consistent hashing (Lamping and Veach, 2014, https://arxiv.org/abs/1406.2294),
 * with a hash of its own for every jump in place of a generator.
 */
function laneOf(key: string, count: number): number {
  let lane = 0;
  for (let next = 0; next < count; ) {
    lane = next;
    next = Math.floor((lane + 1) / ((hashOf(`${key}#${lane}`) + 1) / 2 ** 32));
  }
  return lane;
}

function keyOf({ service, endpoint }: Assignment): string {
  return `${service}/${endpoint}`;
}

function byKey(a: { key: string }, b: { key: string }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
