import type { Assignment, Lane } from "../schema/index.ts";

/**
 * Spreads checks over lanes so that every lane finishes its slot even when every one of its targets times out.
 * A lane holds checks of one interval. It decides nothing about where a lane runs.
 */

export type LaneBounds = {
  /** Exchanges under way at once in one lane. */
  readonly concurrency: number;
  /** Share of a slot that checks may fill in the worst case; the rest is for control targets, DNS and delivery. */
  readonly fill: number;
};

/** Lanes in a stable order; the same assignments always give the same lanes, whatever order they come in. */
export function planLanes(assignments: readonly Assignment[], bounds: LaneBounds): Lane[] {
  const byInterval = new Map<number, Assignment[]>();
  const sorted = [...assignments].sort((a, b) => compare(keyOf(a), keyOf(b)));
  for (const assignment of sorted) {
    const interval = assignment.check.intervalSeconds;
    byInterval.set(interval, [...(byInterval.get(interval) ?? []), assignment]);
  }
  return [...byInterval.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([interval, group]) => fill(interval, group, bounds));
}

/** Milliseconds that a set of checks takes when each one runs into its timeout. */
export function worstCaseMs(assignments: readonly Assignment[], concurrency: number): number {
  const timeouts = assignments.map(({ check }) => check.timeoutMs);
  const longest = Math.max(0, ...timeouts);
  const total = timeouts.reduce((sum, timeoutMs) => sum + timeoutMs, 0);
  return total === 0 ? 0 : Math.max(longest, total / concurrency + longest * (1 - 1 / concurrency));
}

function fill(intervalSeconds: number, group: readonly Assignment[], bounds: LaneBounds): Lane[] {
  const budgetMs = intervalSeconds * 1_000 * bounds.fill;
  const lanes: Assignment[][] = [];
  for (const assignment of group) {
    const current = lanes.at(-1);
    if (current && worstCaseMs([...current, assignment], bounds.concurrency) <= budgetMs) current.push(assignment);
    else lanes.push([assignment]);
  }
  return lanes.map((assignments, number) => ({ intervalSeconds, number, assignments }));
}

function keyOf({ service, endpoint }: Assignment): string {
  return `${service}/${endpoint}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
