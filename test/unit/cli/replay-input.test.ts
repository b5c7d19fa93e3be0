import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Cause, FoldEvent, Outcome, Stage, Verdict } from "../../../shared/schema/index.ts";
import { NONE } from "../../../workers/cli/replay/interned.ts";
import { LINE_MAX_BYTES, wholeLines } from "../../../workers/cli/replay/lines.ts";
import { observationOf } from "../../../workers/cli/replay/observation-row.ts";
import { readEvent } from "../../../workers/cli/replay/read-event.ts";
import { createReorder } from "../../../workers/cli/replay/reorder.ts";
import { lineOf } from "../../../workers/cli/replay/replay.ts";
import { openRow, scanObservation } from "../../../workers/cli/replay/scan-observation.ts";
import { eventsOf, play, type World } from "../../support/timeline.ts";

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  "",
  "UPPER",
  -1,
  1.5,
  {},
  "a".repeat(400),
  "2026-02-30T00:00:00Z",
);
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd });
const line = fc.record({
  type: mostly(fc.constant("observation")),
  service: mostly(fc.constantFrom("aria", "lumen-mail", "a.b-c")),
  endpoint: mostly(fc.constantFrom("web", "api")),
  region: mostly(fc.constantFrom("weur", "apac-ne", "local")),
  colo: mostly(fc.constantFrom("AMS", null, undefined)),
  at: mostly(
    fc.constantFrom(
      "2026-09-14T06:00:03.120Z",
      "2026-09-14T06:00:03Z",
      "2026-09-14T08:00:03+02:00",
      "2024-02-29T23:59:59.999Z",
    ),
  ),
  outcome: mostly(fc.constantFrom(...Outcome.options)),
  stage: mostly(fc.constantFrom(undefined, null, ...Stage.options)),
  cause: mostly(fc.constantFrom(undefined, null, ...Cause.options)),
  status: mostly(fc.constantFrom(undefined, null, 200, 503)),
  latencyMs: mostly(fc.constantFrom(undefined, null, 0, 81.5, 89.83677184712516, 0.1)),
  provider: mostly(fc.constantFrom(undefined, null, "fastly")),
  detail: mostly(fc.constantFrom(undefined, null, "in words")),
  version: mostly(fc.constantFrom(undefined, null, undefined, null, undefined, null, "2026.09.14-3")),
});

/** What the quick reader makes of a text that is one line; `null` where it leaves it to the schema. */
function scanned(text: string): FoldEvent | null {
  const bytes = Buffer.from(text);
  const row = openRow();
  const end = scanObservation(bytes, 0, row);
  if (end === NONE) return null;
  expect(end).toBe(bytes.length);
  return observationOf(row, 0);
}

/** Absent and null mean the same. */
const said = (event: FoldEvent | undefined) =>
  Object.fromEntries(Object.entries(event ?? {}).filter(([, value]) => value !== null && value !== undefined));

describe("the quick reader", () => {
  test("takes nothing that the schema refuses, and makes of the rest what the schema makes", () => {
    let quick = 0;
    fc.assert(
      fc.property(line, fc.constantFrom(undefined, 1), (written, indent) => {
        const text = JSON.stringify(written, undefined, indent).replaceAll("\n", " ");
        const event = scanned(text);
        if (event === null) return;
        quick++;
        const parsed = FoldEvent.safeParse(JSON.parse(text));
        expect(parsed.success).toBe(true);
        expect(said(event)).toEqual(said(parsed.data));
      }),
      { numRuns: 3_000 },
    );
    expect(quick).toBeGreaterThan(300);
  });

  test("reads no line that is no JSON, wherever a byte of it is changed, and nothing else than the schema", () => {
    const whole =
      '{"type":"observation","service":"aria","endpoint":"api","region":"weur","colo":"AMS","at":"2026-09-14T06:00:03.120Z","outcome":"fail","stage":"response","cause":"gateway_error","status":503,"latencyMs":81.25,"extra":7}';
    expect(scanned(whole)).not.toBeNull();
    fc.assert(
      fc.property(
        fc.nat({ max: whole.length - 1 }),
        fc.constantFrom(...'{}":,\\ 0159.-+eEtnZTa\u0001é', ""),
        fc.boolean(),
        (place, byte, isInserted) => {
          const text = whole.slice(0, place) + byte + whole.slice(isInserted ? place : place + 1);
          const event = scanned(text);
          if (event === null) return;
          expect(said(event)).toEqual(said(FoldEvent.parse(JSON.parse(text))));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ["a text with an escape", '"service":"ari\\u0061"'],
    ["words, which no row keeps", '"detail":"in words"'],
    ["a number written with an exponent", '"latencyMs":1e3'],
    ["a number below nothing", '"latencyMs":-1'],
    ["an object", '"service":{}'],
  ])("leaves to the schema %s", (_, field) => {
    const rest = '"type":"observation","endpoint":"api","region":"weur","at":"2026-09-14T06:00:03Z","outcome":"pass"';
    expect(scanned(`{${rest},"service":"aria"}`)).not.toBeNull();
    expect(scanned(`{${rest},"service":"aria",${field}}`)).toBeNull();
  });

  test("tells ids apart however many there are", () => {
    for (let number = 0; number < 3_000; number++) {
      const text = `{"type":"observation","service":"s${number}","endpoint":"e","region":"weur","at":"2026-09-14T06:00:03Z","outcome":"pass"}`;
      expect(scanned(text)).toMatchObject({ service: `s${number}` });
    }
  });

  test("leaves the message to the schema", () => {
    expect(readEvent('{"type":"observation","service":"Aria"}')).toMatch(/^service: a service id must be lower-case/);
    expect(readEvent("nonsense")).toMatch(/^must be JSON/);
  });
});

describe("lines", () => {
  const linesOf = async (chunks: readonly string[]) => {
    const input = (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk);
    })();
    const lines: string[] = [];
    for await (const each of wholeLines(input)) lines.push(...(each === "too long" ? [each] : [each.toString()]));
    return lines;
  };

  test("are whole however they were cut, the last one without its end included", async () => {
    const text = "one\ntwo\n\nthree";
    for (let size = 1; size <= text.length; size++) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      );
      expect((await linesOf(chunks)).join("")).toBe(text);
    }
  });

  test("that have no end are dropped and told once", async () => {
    const half = "x".repeat(LINE_MAX_BYTES / 2 + 1);
    expect(await linesOf(["one\n", half, half, half, "\ntwo\nthree"])).toEqual(["one\n", "too long", "two\n", "three"]);
    expect(await linesOf([half, half, half])).toEqual(["too long"]);
  });
});

describe("the order of events", () => {
  const world: World = {
    services: { aria: ["web", "api"], mail: ["web"] },
    minutes: 8,
    crowds: [{ service: "aria", perMinute: 3 }],
    faults: [{ service: "aria", in: ["weur", "oc"], from: 2, to: 6 }],
  };
  const events = eventsOf(world);
  const ordered = (input: readonly FoldEvent[]) => {
    const released: FoldEvent[] = [];
    const reorder = createReorder(300_000, (event) => released.push(event));
    for (const event of input) reorder.add(event);
    reorder.finish();
    return released;
  };

  test("is the same however the lines were shuffled within five minutes, those of one instant included", () => {
    const straight = ordered(events);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 290_000 }), { minLength: events.length, maxLength: events.length }),
        (delays) => {
          const late = events
            .map((event, index) => ({ event, key: event.at + (delays[index] ?? 0) }))
            .sort((a, b) => a.key - b.key)
            .map(({ event }) => event);
          expect(ordered(late)).toEqual(straight);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("is the same for rows of numbers", () => {
    const recent = events.filter(({ at }) => at < (events[0]?.at ?? 0) + 290_000);
    const straight = ordered(recent);
    const released: FoldEvent[] = [];
    const reorder = createReorder(300_000, (event) => released.push(event));
    const row = openRow();
    for (const event of [...recent].reverse()) {
      const text = event.type === "observation" ? JSON.stringify(z.encode(FoldEvent, event)) : "";
      if (scanObservation(Buffer.from(text), 0, row) === NONE) reorder.add(event);
      else reorder.addRow(row);
    }
    reorder.finish();
    expect(released.map(said)).toEqual(straight.map(said));
  });

  test("loses nothing, and lets through what comes too late", () => {
    const late = [...events.slice(20), ...events.slice(0, 20)];
    expect(ordered(late)).toHaveLength(events.length);
  });
});

test("a printed verdict is what the schema writes", () => {
  const { verdicts } = play({
    services: { aria: ["web"] },
    minutes: 14,
    faults: [{ service: "aria", in: ["weur", "oc"], from: 3, to: 8, cause: "cdn_error" }],
  });
  expect(verdicts.length).toBeGreaterThan(10);
  for (const verdict of verdicts)
    expect(JSON.parse(lineOf(verdict))).toEqual({ type: "verdict", ...z.encode(Verdict, verdict) });
});
