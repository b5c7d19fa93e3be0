import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Round } from "../../../shared/schema/index.ts";
import { deliver, retryAfterMs } from "../../../workers/cli/agent/deliver.ts";
import type { Answer } from "../../../workers/cli/agent/network.ts";
import { openOutbox } from "../../../workers/cli/agent/outbox.ts";
import { roundOf } from "../../support/rounds.ts";

const BOUNDS = { maxRounds: 100, maxBytes: 1_000_000, slackBytes: 1_000_000 };
const round = (slot: number): Round => roundOf({ region: "attic", slot });
let folder: string;
const file = () => join(folder, "outbox.ndjson");
const drain = (bounds = BOUNDS) => {
  const outbox = openOutbox(folder, bounds);
  const slots: number[] = [];
  for (let first = outbox.first(); first !== null; first = outbox.first()) {
    slots.push(first.slot);
    outbox.release();
  }
  outbox.close();
  return slots;
};
const fill = (slots: readonly number[], bounds = BOUNDS) => {
  const outbox = openOutbox(folder, bounds);
  for (const slot of slots) outbox.append(round(slot));
  return outbox;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "downwhere-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the outbox of an agent", () => {
  test("gives back what went in, in order, after a restart too", () => {
    const outbox = fill([1, 2, 3]);
    expect(outbox.first()).toEqual(round(1));
    outbox.release();
    // No close: this process is gone.
    expect(drain()).toEqual([2, 3]);
    expect(drain()).toEqual([]);
    expect(statSync(file()).size).toBe(0);
  });

  test("forgets a line that a crash cut in half, and nothing else", () => {
    fill([1, 2]);
    appendFileSync(file(), '{"v":1,"head":{"reg');
    fill([3]).close();
    expect(drain()).toEqual([1, 2, 3]);
  });

  test("sends again rather than skips when the mark does not fit the file", () => {
    fill([1, 2, 3]);
    for (const mark of ["7", "999999", "none"]) {
      writeFileSync(join(folder, "outbox.delivered"), mark);
      const outbox = openOutbox(folder, BOUNDS);
      expect(outbox.size()).toBe(3);
      outbox.close();
    }
  });

  test("lets the oldest go when there are too many, by number and by size", () => {
    const few = fill([1, 2, 3, 4], { ...BOUNDS, maxRounds: 2 });
    expect(few.dropped()).toBe(2);
    expect(drain()).toEqual([3, 4]);
    const bytes = fill([5]).size() === 1 ? statSync(file()).size : 0;
    fill([6, 7], { ...BOUNDS, maxBytes: Math.ceil(bytes * 2.5) });
    expect(drain()).toEqual([6, 7]);
  });

  test("does not grow with what was delivered", () => {
    const outbox = openOutbox(folder, { ...BOUNDS, slackBytes: 2_000 });
    outbox.append(round(0));
    const { size } = statSync(file());
    for (let slot = 1; slot <= 30; slot++) {
      outbox.append(round(slot));
      outbox.release();
      expect(outbox.first()).toEqual(round(slot));
    }
    expect(30 * size).toBeGreaterThan(10_000);
    expect(statSync(file()).size).toBeLessThan(2_000 + 2 * size);
    expect(readFileSync(file(), "utf8").endsWith("\n")).toBe(true);
    outbox.close();
  });
});

describe("delivery", () => {
  const answers = (...kinds: Answer<null>["kind"][]) => {
    const queue = [...kinds];
    const posted: number[] = [];
    const post = async ({ slot }: Round): Promise<Answer<null>> => {
      posted.push(slot);
      const kind = queue.shift() ?? "taken";
      return kind === "taken" ? { kind, value: null } : { kind, because: "words" };
    };
    return { post, posted };
  };

  test.each([
    ["hands all of it over, oldest first", ["taken", "taken", "taken"], { sent: 3, stopped: null }, [1, 2, 3], 0],
    [
      "stops at the first that cannot be taken now",
      ["taken", "away"],
      { sent: 1, stopped: { kind: "away" } },
      [1, 2],
      2,
    ],
    ["stops when the key is refused", ["barred"], { sent: 0, stopped: { kind: "barred" } }, [1], 3],
    ["lets go what will never be taken", ["refused", "taken", "refused"], { sent: 1, stopped: null }, [1, 2, 3], 0],
  ] as const)("%s", async (_, kinds, result, posted, left) => {
    const outbox = fill([1, 2, 3]);
    const network = answers(...kinds);
    expect(await deliver(outbox, network, () => undefined)).toMatchObject(result);
    expect(network.posted).toEqual(posted);
    expect(outbox.size()).toBe(left);
  });

  test("waits twice as long each time, and never more than a minute", () => {
    expect([1, 2, 3, 7, 50].map(retryAfterMs)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  });
});
