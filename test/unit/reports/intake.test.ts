import { describe, expect, test } from "vitest";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { foldReports, openLedger } from "../../../shared/ledger.ts";
import { bucketName, openMinute } from "../../../shared/reports/bucket.ts";
import { type ReportBatch, ServiceId } from "../../../shared/schema/index.ts";
import { type Commit, handOver, type Marks } from "../../../workers/aggregator/reports/hand-over.ts";
import {
  type Counted,
  count,
  isCounted,
  type KeptKey,
  openKeys,
} from "../../../workers/aggregator/reports/reporters.ts";

/** How reports are handed over exactly once, and how reporters are known again without being known. */

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const ARIA = ServiceId.parse("aria");
const T = 1_767_225_600_000;

function memoryStore() {
  const store = {
    commits: [] as { id: number; at: number; commit: Commit }[],
    kept: { all: 0, of: {} } as Marks,
    commit: (commit: Commit) => store.commits.push({ id: store.commits.length + 1, at: T, commit }),
    commitsAfter: (id: number, limit: number) => store.commits.filter((each) => each.id > id).slice(0, limit),
    marks: () => store.kept,
    setMarks: (marks: Marks) => {
      store.kept = marks;
    },
  };
  return store;
}

const told = (target: string, people = 1) => ({
  target,
  minute: {
    ...openMinute(ARIA, T),
    counts: { [bucketName({ country: "DE", asn: 1, platform: null, symptom: "login" })]: people },
  },
});

/** A fold that takes batches as the real one does, and counts. */
function fold() {
  const ledger = openLedger(DEFAULT_MODEL, [{ id: ARIA, endpoints: [] }]);
  let people = 0;
  return {
    people: () => people,
    take: (batch: ReportBatch) => {
      const { taken, upTo } = foldReports(ledger, batch);
      if (taken) for (const { counts } of batch.minutes) for (const count of Object.values(counts)) people += count;
      return upTo;
    },
  };
}

describe("handing over", () => {
  const over = (hand: (target: string, batch: ReportBatch) => Promise<number>) => ({ from: "i", now: () => T, hand });

  test("is one batch for each target, however many reports", async () => {
    const store = memoryStore();
    for (let turn = 0; turn < 50; turn++) store.commit({ reporters: [], told: [told("a"), told("b", 2)] });
    const [a, b] = [fold(), fold()];
    let calls = 0;
    const hand = async (target: string, batch: ReportBatch) => {
      calls++;
      return target === "a" ? a.take(batch) : b.take(batch);
    };
    await handOver(store, over(hand));
    expect([calls, a.people(), b.people(), store.kept.all]).toEqual([2, 50, 100, 50]);
  });

  test("counts nothing twice and loses nothing, whichever answers are lost", async () => {
    const store = memoryStore();
    const folds: Record<string, ReturnType<typeof fold>> = { a: fold(), b: fold() };
    let turn = 0;
    for (let round = 0; round < 40; round++) {
      store.commit({ reporters: [], told: round % 3 === 0 ? [told("a")] : [told("a"), told("b")] });
      const hand = async (target: string, batch: ReportBatch) => {
        if (turn++ % 4 === 0) throw new Error("never arrived");
        const mark = folds[target]?.take(batch) ?? 0;
        if (turn % 3 === 0) throw new Error("the answer was lost");
        return mark;
      };
      await handOver(store, over(hand)).catch(() => undefined);
    }
    await handOver(
      store,
      over(async (target, batch) => folds[target]?.take(batch) ?? 0),
    );
    expect([folds.a?.people(), folds.b?.people()]).toEqual([40, 26]);
  });
});

describe("reporters", () => {
  const who = { address: "203.0.113.9", agent: "phone" };

  test("are known again, by the service, and by no key but their own", async () => {
    const keep = () => undefined;
    const [one, other] = await Promise.all([
      openKeys([], { keep, overlapMs: HALF_HOUR }),
      openKeys([], { keep, overlapMs: HALF_HOUR }),
    ]);
    const name = (await one.namesOf(who, "aria", T))[0];
    expect((await one.namesOf(who, "aria", T + 1))[0]).toBe(name);
    expect((await one.namesOf(who, "mail", T))[0]).not.toBe(name);
    expect((await one.namesOf({ ...who, agent: "laptop" }, "aria", T))[0]).not.toBe(name);
    expect((await other.namesOf(who, "aria", T))[0]).not.toBe(name);
  });

  test("are known again across a change of keys for half an hour, and the old key is then gone", async () => {
    let stored: readonly KeptKey[] = [];
    const keep = (kept: readonly KeptKey[]) => {
      stored = kept;
    };
    const keys = await openKeys([], { keep, overlapMs: HALF_HOUR });
    const [before] = await keys.namesOf(who, "aria", T);
    const after = await keys.namesOf(who, "aria", T + DAY + 1);
    expect(after).toHaveLength(2);
    expect(after[1]).toBe(before);
    expect(after[0]).not.toBe(before);
    expect(await keys.namesOf(who, "aria", T + DAY + HALF_HOUR + 1)).toEqual([after[0]]);
    expect(stored).toHaveLength(1);
  });

  test("may be counted again when their time is over", () => {
    const counted: Counted = new Map();
    count(counted, 7, T + HALF_HOUR, T);
    expect(isCounted(counted, [7], T + HALF_HOUR - 1)).toBe(true);
    expect(isCounted(counted, [7], T + HALF_HOUR)).toBe(false);
    count(counted, 8, T + 2 * HALF_HOUR, T + HALF_HOUR);
    expect([...counted.keys()]).toEqual([8]);
  });
});
