import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../../shared/fold.ts";
import { openBelief, predict, stateIn, update } from "../../../shared/fuse/belief.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { openNetwork } from "../../../shared/network.ts";
import { probesOf, verdictOf } from "../../../shared/readout.ts";
import { restoreNetwork, saveNetwork } from "../../../shared/save-network.ts";
import type { FoldEvent } from "../../../shared/schema/index.ts";
import { eventsOf, factsOf, id, MINUTE, play, REGIONS, replay, START, type World } from "../../support/timeline.ts";

const outage: World = {
  services: { aria: ["web", "api"], mail: ["web"], maps: ["web"] },
  minutes: 30,
  faults: [
    { service: "aria", endpoints: ["api"], in: ["weur", "eeur", "afr"], from: 8, to: 18, cause: "gateway_error" },
  ],
};
const probabilities = (events: readonly FoldEvent[]) => {
  const { network } = play(outage, { events });
  const regions = verdictOf(network, id("aria"))?.regions ?? {};
  return Object.fromEntries(
    Object.entries(regions).map(([region, { probability }]) => [region, Number(probability.toFixed(6))]),
  );
};
const until = (minute: number) => eventsOf(outage).filter(({ at }) => at < START + minute * MINUTE);

describe("the fold", () => {
  test("ignores a second copy of any event", () => {
    const events = until(14);
    expect(probabilities(events.flatMap((event) => [event, event]))).toEqual(probabilities(events));
  });

  test("counts a control target that did not answer once, however often it is told", () => {
    const illnessAfter = (copies: number) => {
      const network = openNetwork(DEFAULT_MODEL, []);
      const control = { type: "control", control: "dns", provider: "dns", reach: "internet", region: "weur" } as const;
      for (let copy = 0; copy < copies; copy++) fold(network, { ...control, at: START, outcome: "pass" });
      return probesOf(network)[0]?.ill;
    };
    expect(illnessAfter(3)).toBe(illnessAfter(1));
  });

  test("gives the same belief whatever the order of the looks within a tick", () => {
    const seen = [0.01, 0.3, 0.9].map((fail): [number, number, number] => [1 - fail, 0.5, fail]);
    const believed = (order: readonly number[]) => {
      const belief = openBelief(START, DEFAULT_MODEL);
      for (const place of [0, 1, 2]) update(belief, place, [1, 1, 1], DEFAULT_MODEL);
      predict(belief, START + MINUTE, DEFAULT_MODEL);
      for (const index of order) {
        predict(belief, START + MINUTE + index * 1_000, DEFAULT_MODEL);
        update(belief, index, seen[index]!, DEFAULT_MODEL);
      }
      return [0, 1, 2].flatMap((place) => stateIn(belief, place, DEFAULT_MODEL).map((p) => p.toFixed(3)));
    };
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ];
    for (const order of orders) expect(believed(order)).toEqual(believed([0, 1, 2]));
  });

  test("does not mind the order in which endpoints of one round arrive", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (salt) => {
        const events = until(14);
        const shuffled = [...events].sort(
          (a, b) => a.at - b.at || hash(JSON.stringify(a), salt) - hash(JSON.stringify(b), salt),
        );
        expect(verdictOf(play(outage, { events: shuffled }).network, id("aria"))?.scope).toBe("regional");
        expect(Object.keys(probabilities(shuffled))).toEqual(Object.keys(probabilities(events)));
      }),
      { numRuns: 10 },
    );
  });

  test("never believes more in an outage because a probe is silent or inconclusive", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REGIONS),
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom("silent", "inconclusive"),
        (region, from, outcome) => {
          const quiet: World = { services: outage.services, minutes: 24 };
          const hushed = play({
            ...quiet,
            faults: [{ in: [region], from, to: 24, outcome: outcome as "silent" | "inconclusive", cause: "blocked" }],
          });
          expect(hushed.events).toEqual([]);
          expect(verdictOf(hushed.network, id("aria"))?.probability).toBeLessThan(0.01);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("keeps at most one incident per service and skips no phase, whatever fails when", () => {
    const fault = fc.record({
      from: fc.integer({ min: 5, max: 60 }),
      length: fc.integer({ min: 1, max: 15 }),
      regions: fc.subarray([...REGIONS], { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(fault, { minLength: 1, maxLength: 4 }), (faults) => {
        const story = play({
          services: { aria: ["web"], mail: ["web"] },
          minutes: 100,
          faults: faults.map(({ from, length, regions }) => ({
            service: "aria",
            in: regions,
            from,
            to: from + length,
            cause: "origin_error",
          })),
        });
        const before: Record<string, string[]> = {
          "incident.suspected": ["", "incident.resolved", "incident.withdrawn"],
          "incident.opened": ["incident.suspected"],
          "incident.updated": ["incident.opened", "incident.updated", "incident.recovering", "incident.resolved"],
          "incident.recovering": ["incident.opened", "incident.updated"],
          "incident.resolved": ["incident.recovering"],
          "incident.withdrawn": ["incident.suspected"],
        };
        for (const [index, event] of story.events.entries())
          expect(before[event.kind]).toContain(story.events[index - 1]?.kind ?? "");
      }),
      { numRuns: 15 },
    );
  });

  test("continues from a saved state exactly as if it had never stopped", () => {
    const events = eventsOf(outage);
    const whole = replay(openNetwork(DEFAULT_MODEL, factsOf(outage)), events);
    const first = openNetwork(DEFAULT_MODEL, factsOf(outage));
    const cut = Math.floor(events.length / 2);
    for (const event of events.slice(0, cut)) fold(first, event);
    const second = restoreNetwork(DEFAULT_MODEL, JSON.parse(JSON.stringify(saveNetwork(first))), factsOf(outage));
    const rest = replay(second, events.slice(cut));
    expect(rest.events).toEqual(whole.events.slice(whole.events.length - rest.events.length));
    expect(verdictOf(second, id("aria"))).toEqual(verdictOf(whole.network, id("aria")));
  });

  test("goes on with the same incident after a pause of twenty minutes in the middle of it", () => {
    const long: World = {
      ...outage,
      minutes: 60,
      faults: [{ service: "aria", from: 8, to: 45, cause: "origin_error" }],
    };
    const events = eventsOf(long).filter(({ at }) => at < START + 14 * MINUTE || at >= START + 34 * MINUTE);
    const story = play(long, { events });
    expect(story.incidents).toHaveLength(1);
    expect(story.minutesOf("incident.opened")).toHaveLength(1);
  });
});

function hash(text: string, salt: number): number {
  return [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), salt);
}
