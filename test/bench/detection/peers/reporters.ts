import type { FoldEvent } from "../../../../shared/schema/index.ts";

/** People who reported within a sliding window, each counted once. */

export type Report = Extract<FoldEvent, { type: "report" }>;

export type Reporters = {
  /** Whether this person is new in the window. */
  add(report: Report): boolean;
  countAt(at: number): number;
};

export function reportersWithin(windowMs: number): Reporters {
  /** When each reported last; re-inserted at every report, so that the map is in the order of time. */
  const lastAt = new Map<string, number>();
  const forget = (at: number) => {
    for (const [reporter, reportedAt] of lastAt) {
      if (at - reportedAt < windowMs) return;
      lastAt.delete(reporter);
    }
  };
  return {
    add({ reporter, at }) {
      forget(at);
      const isNew = !lastAt.delete(reporter);
      lastAt.set(reporter, at);
      return isNew;
    },
    countAt(at) {
      forget(at);
      return lastAt.size;
    },
  };
}
