import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { eventsOf as eventsOfRound, foldRound, foldTime, openLedger, saveLedger } from "../../../shared/ledger.ts";
import { openNetwork } from "../../../shared/network.ts";
import { packRound, unpackRound } from "../../../shared/observe/pack-round.ts";
import { verdictOf } from "../../../shared/readout.ts";
import { restoreNetwork, saveNetwork } from "../../../shared/save-network.ts";
import type { Cause, FoldEvent } from "../../../shared/schema/index.ts";
import { roundOf } from "../../support/rounds.ts";
import { eventsOf, factsOf, id, MINUTE, play, REGIONS, replay, START, type World } from "../../support/timeline.ts";

/** Rules that hold whatever fails where and when. */

const services = { aria: ["web", "api"], mail: ["web"], maps: ["web"] };
const trouble = fc.record({
  seed: fc.integer({ min: 1, max: 10_000 }),
  in: fc.subarray([...REGIONS], { minLength: 1 }),
  rate: fc.constantFrom(0.2, 0.4, 1),
  cause: fc.constantFrom<Cause>("origin_error", "connect_timeout", "resolve_nxdomain", "cdn_error"),
  cut: fc.integer({ min: 9, max: 24 }),
});
type Trouble = typeof trouble extends fc.Arbitrary<infer T> ? T : never;
const worldOf = ({ seed, in: regions, rate, cause }: Trouble): World => ({
  services,
  seed,
  minutes: 26,
  noise: 0.01,
  faults: [{ service: "aria", in: regions, from: 8, to: 18, rate, cause }],
});
const passing = (region: string, endpoint: string, at: number): FoldEvent => ({
  type: "observation",
  service: id("aria"),
  endpoint: id(endpoint),
  region,
  at,
  outcome: "pass",
  latencyMs: 80,
});

describe("whatever fails", () => {
  test("one more pass never makes a region likelier to fail than the passing of time would", () => {
    fc.assert(
      fc.property(trouble, fc.constantFrom(...REGIONS), fc.constantFrom("web", "api"), (given, region, endpoint) => {
        const world = worldOf(given);
        const at = START + given.cut * MINUTE + 59_500;
        const before = saveNetwork(play(world, { events: eventsOf(world).filter((event) => event.at < at) }).network);
        const chanceAfter = (event: FoldEvent) => {
          const network = restoreNetwork(DEFAULT_MODEL, before, factsOf(world));
          fold(network, event);
          return verdictOf(network, id("aria"))?.regions[region]?.probability ?? 0;
        };
        expect(chanceAfter(passing(region, endpoint, at))).toBeLessThanOrEqual(
          chanceAfter({ type: "tick", at }) + 1e-9,
        );
      }),
      { numRuns: 60 },
    );
  });

  test("regions are alike but for their names", () => {
    fc.assert(
      fc.property(trouble, fc.shuffledSubarray([...REGIONS], { minLength: REGIONS.length }), (given, shuffled) => {
        const world = worldOf(given);
        const renamed = (region: string) => shuffled[REGIONS.indexOf(region as never)] ?? region;
        const events = eventsOf(world);
        const moved = events.map((event) => ("region" in event ? { ...event, region: renamed(event.region) } : event));
        const [here, there] = [play(world, { events }), play(world, { events: moved })];
        expect(there.events.map(({ kind, at }) => [kind, at])).toEqual(here.events.map(({ kind, at }) => [kind, at]));
        const regions = verdictOf(there.network, id("aria"))?.regions ?? {};
        for (const [region, { state, probability }] of Object.entries(
          verdictOf(here.network, id("aria"))?.regions ?? {},
        )) {
          expect(regions[renamed(region)]?.state).toBe(state);
          expect(regions[renamed(region)]?.probability).toBeCloseTo(probability, 5);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("every copy of an event after the first changes nothing, however late it comes", () => {
    fc.assert(
      fc.property(trouble, fc.integer({ min: 1, max: 300 }), (given, delay) => {
        const world = worldOf(given);
        const events = eventsOf(world);
        const copied = events.flatMap((event, index) => [
          event,
          ...(index < delay ? [] : [events[index - delay] ?? event]),
        ]);
        expect(play(world, { events: copied }).events).toEqual(play(world, { events }).events);
      }),
      { numRuns: 15 },
    );
  });

  test("a restart in the middle changes nothing that follows", () => {
    fc.assert(
      fc.property(trouble, (given) => {
        const world = worldOf(given);
        const events = eventsOf(world);
        const index = events.findIndex(({ at }) => at >= START + given.cut * MINUTE);
        const whole = play(world, { events });
        const first = play(world, { events: events.slice(0, index) });
        const second = restoreNetwork(
          DEFAULT_MODEL,
          JSON.parse(JSON.stringify(saveNetwork(first.network))),
          factsOf(world),
        );
        const rest = replay(second, events.slice(index));
        expect([...first.events, ...rest.events]).toEqual(whole.events);
      }),
      { numRuns: 15 },
    );
  });
});

describe("stored rounds", () => {
  const rounds = Array.from({ length: 30 }, (_, minute) =>
    REGIONS.map((region) =>
      roundOf({ region, slot: START + minute * MINUTE, cause: minute >= 10 && minute < 18 ? "cdn_error" : null }),
    ),
  ).flat();

  test("give the state that the live network had", () => {
    const [live, rebuilt] = [openLedger(DEFAULT_MODEL, []), openLedger(DEFAULT_MODEL, [])];
    const stored = rounds.map((round) => packRound(round));
    for (const round of rounds) {
      foldRound(live, round);
      foldTime(live, round.finishedAt);
    }
    for (const text of stored) {
      const round = unpackRound(text);
      foldRound(rebuilt, round);
      foldTime(rebuilt, round.finishedAt);
    }
    expect(saveLedger(rebuilt)).toEqual(saveLedger(live));
    expect([...live.network.incidents.values()].map(({ incident }) => incident.phase)).toEqual(["resolved"]);
  });

  test("give what a replay of their events gives", () => {
    const live = openLedger(DEFAULT_MODEL, []);
    for (const round of rounds) foldRound(live, round);
    const network = openNetwork(DEFAULT_MODEL);
    for (const event of rounds.flatMap(eventsOfRound)) fold(network, event);
    expect(saveNetwork(network)).toEqual(saveNetwork(live.network));
  });
});
