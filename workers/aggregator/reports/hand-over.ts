import { addMinutes, openMinute } from "../../../shared/reports/bucket.ts";
import type { ReportBatch, ReportMinute } from "../../../shared/schema/index.ts";
import { REPORT_FLUSH_COMMITS } from "../limits.ts";

/**
 * Hands what was committed to the Fusion objects it is for, as counts: one batch each, however many reports. A target says up
 * to which commit it has taken; when that is not where we thought (an answer was lost), the batch is made again from there.
 */

/** Counts for one Fusion object, which is named by its shard. */
export type Told = { readonly target: string; readonly minute: ReportMinute };

/** What was acknowledged together. */
export type Commit = {
  /** Names of reporters, and until when they are not counted again. */
  readonly reporters: readonly (readonly [name: number, until: number])[];
  readonly told: readonly Told[];
};

export type Marks = {
  /** Up to which commit everything is handed over. */
  readonly all: number;
  /** Up to which commit each target has taken. */
  readonly of: Readonly<Record<string, number>>;
};

/** What handing over needs of an intake's store. */
export type Commits = {
  /** In the order in which they were made. */
  commitsAfter(id: number, limit: number): { id: number; at: number; commit: Commit }[];
  marks(): Marks;
  setMarks(marks: Marks): void;
};

export type Hand = (target: string, batch: ReportBatch) => Promise<number>;

/** Times that a target may say that it stands elsewhere before it is given up for this turn. */
const CORRECTIONS_MAX = 3;

/** Hands over everything; throws when a target cannot be reached, and then nothing is lost. */
export async function handOver(
  store: Commits,
  { from, now, hand }: { from: string; now: () => number; hand: Hand },
): Promise<void> {
  for (;;) {
    const { all, of } = store.marks();
    const commits = store.commitsAfter(all, REPORT_FLUSH_COMMITS);
    const upTo = commits.at(-1)?.id;
    if (upTo === undefined) return;
    const targets = [...new Set(commits.flatMap(({ commit }) => commit.told.map(({ target }) => target)))];
    const marks: Record<string, number> = { ...of };
    const results = await Promise.allSettled(
      targets.map(async (target) => {
        // Up to `all` there is nothing more for anybody, unless a target says that it stands before that.
        for (let turn = 0, begin = all; turn < CORRECTIONS_MAX; turn++) {
          const after = marks[target] ?? 0;
          if (after >= upTo) return;
          const minutes = minutesFor(store, { target, after: Math.max(after, begin), upTo });
          begin = 0;
          const mark = await hand(target, { from, after, upTo, at: now(), minutes });
          marks[target] = mark;
          if (mark === upTo) return;
        }
        throw new Error(`${target} does not say where it stands`);
      }),
    );
    const failed = results.find((result) => result.status === "rejected");
    store.setMarks({ all: failed === undefined ? upTo : all, of: marks });
    if (failed !== undefined) throw failed.reason;
  }
}

function minutesFor(
  store: Commits,
  { target, after, upTo }: { target: string; after: number; upTo: number },
): ReportMinute[] {
  const told: Told[] = [];
  for (let last = after; last < upTo; ) {
    const commits = store.commitsAfter(last, REPORT_FLUSH_COMMITS).filter(({ id }) => id <= upTo);
    told.push(...commits.flatMap(({ commit }) => commit.told.filter((each) => each.target === target)));
    last = commits.at(-1)?.id ?? upTo;
  }
  return joined(told).map(({ minute }) => minute);
}

/** One for each target, service and minute. */
export function joined(told: readonly Told[]): Told[] {
  const groups = new Map<string, Told[]>();
  for (const each of told) {
    const key = `${each.target} ${each.minute.service} ${each.minute.minute}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const minute = openMinute(first.minute.service, first.minute.minute);
    addMinutes(
      minute,
      group.map((each) => each.minute),
    );
    return [{ target: first.target, minute }];
  });
}
