import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Cause, FoldEvent, Outcome, Stage, Verdict } from "../../../shared/schema/index.ts";
import { eventOrder } from "../../../workers/cli/event-order.ts";
import { plainObservation } from "../../../workers/cli/plain-observation.ts";
import { readEvent } from "../../../workers/cli/read-event.ts";
import { createReorder } from "../../../workers/cli/reorder.ts";
import { lineOf } from "../../../workers/cli/replay.ts";
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
  latencyMs: mostly(fc.constantFrom(undefined, null, 0, 81.5)),
  provider: mostly(fc.constantFrom(undefined, null, "fastly")),
  detail: mostly(fc.constantFrom(undefined, null, "in words")),
  version: mostly(fc.constantFrom(undefined, null, "2026.09.14-3", "a".repeat(128))),
});

describe("the quick reader", () => {
  test("takes nothing that the schema refuses, and makes of the rest what the schema makes", () => {
    let quick = 0;
    fc.assert(
      fc.property(line, (written) => {
        const text = JSON.stringify(written);
        const parsed = FoldEvent.safeParse(JSON.parse(text));
        const plain = plainObservation(JSON.parse(text));
        if (plain === null) return;
        quick++;
        expect(parsed.success).toBe(true);
        expect(plain).toEqual(parsed.data);
      }),
      { numRuns: 2_000 },
    );
    expect(quick).toBeGreaterThan(200);
  });

  test("leaves the message to the schema", () => {
    expect(readEvent('{"type":"observation","service":"Aria"}')).toMatch(/^service: a service id must be lower-case/);
    expect(readEvent("nonsense")).toMatch(/^must be JSON/);
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
    const reorder = createReorder<FoldEvent>(300_000, eventOrder);
    return [...input.flatMap((event) => [...reorder.add(event)]), ...reorder.rest()];
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
