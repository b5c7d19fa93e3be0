import { describe, expect, test } from "vitest";
import { regionsToAsk } from "../../../shared/observe/ask.ts";
import { affords, earn, spend } from "../../../shared/observe/budget.ts";
import { EXTRA_SAVED, EXTRA_SHARE } from "../../../shared/observe/limits.ts";
import { RegionId } from "../../../shared/schema/index.ts";
import { type Lived, live, openedAt, type Shows } from "../../support/adaptive.ts";
import { MINUTE, START } from "../../support/timeline.ts";

const ONE = { aria: ["web"] };
const MANY = { aria: ["web", "api", "cdn"], lumen: ["web", "api"], orbit: ["web"] };
const failingFrom =
  (minute: number, where: (region: string, service: string) => boolean = () => true, until = 1e9): Shows =>
  ({ service }, region, at) =>
    at >= START + minute * MINUTE && at < START + until * MINUTE && where(region, service) ? "fail" : "pass";
const lostAtRandom =
  (rate: number): Shows =>
  (_, __, ___, random) =>
    random() < rate ? "fail" : "pass";
const of = (counts: ReadonlyMap<string, number>, name = "all") => counts.get(name) ?? 0;
const delayMs = (lived: Lived) => (openedAt(lived)[0] ?? Number.POSITIVE_INFINITY) - (lived.firstFailureAt ?? 0);

describe("a first failure", () => {
  test("of a hard global outage is confirmed within 15 seconds, at whatever moment it begins", () => {
    for (let from = 5; from < 6; from += 0.05) {
      const delay = delayMs(
        live({ services: MANY, minutes: 8, shows: failingFrom(from, (_, service) => service === "aria") }),
      );
      expect(delay).toBeLessThanOrEqual(15_000);
    }
  });

  test("is confirmed later by the schedule alone", () => {
    const options = { services: ONE, minutes: 8, shows: failingFrom(5.2) };
    expect(delayMs(live(options))).toBeLessThan(1_000);
    expect(delayMs(live({ ...options, adaptive: false }))).toBeGreaterThan(3_000);
  });

  test("is looked at twice again where it was seen and once by four others, and that is all", () => {
    const { extra } = live({ services: ONE, minutes: 8, shows: failingFrom(5, (region) => region === "weur") });
    expect(of(extra, "weur")).toBe(2);
    expect(of(extra)).toBe(6);
  });

  test("is left alone once it passes", () => {
    const { extra } = live({ services: ONE, minutes: 8, shows: oneLook("weur", 5) });
    expect(of(extra, "weur")).toBe(1);
    expect(of(extra)).toBe(5);
  });

  test("that could not be seen, a wall say, triggers nothing", () => {
    const wall: Shows = (_, __, at) => (at > START + 5 * MINUTE ? "inconclusive" : "pass");
    expect(of(live({ services: ONE, minutes: 8, shows: wall }).extra)).toBe(0);
  });
});

describe("what is looked at besides the schedule", () => {
  test("is at most a twentieth in ten quiet hours with three looks in a thousand lost, and raises no alarm", () => {
    const lived = live({ services: MANY, minutes: 600, shows: lostAtRandom(0.003) });
    expect(of(lived.extra)).toBeGreaterThan(50);
    for (const name of ["all", ...Object.keys(MANY), ...RegionId.options])
      expect([name, of(lived.extra, name) / of(lived.regular, name) <= 0.05]).toEqual([name, true]);
    expect(openedAt(lived)).toEqual([]);
  });

  test("is bounded per service and per region however much is lost", () => {
    const { extra, regular } = live({ services: MANY, minutes: 90, shows: lostAtRandom(0.2) });
    for (const service of Object.keys(MANY))
      expect(of(extra, service)).toBeLessThanOrEqual(EXTRA_SAVED.service + EXTRA_SHARE * of(regular, service));
    for (const region of RegionId.options)
      expect(of(extra, region)).toBeLessThanOrEqual(EXTRA_SAVED.region + EXTRA_SHARE * of(regular, region));
  });

  test("is nothing while a service recovers", () => {
    const stumble = failingFrom(5, undefined, 12);
    const shows: Shows = (target, region, at, random) =>
      region === "oc" && at > START + 13 * MINUTE && at < START + 14.5 * MINUTE
        ? "fail"
        : stumble(target, region, at, random);
    const until = (minutes: number) => live({ services: ONE, minutes, shows });
    const [before, after] = [until(12.5), until(15)];
    const phases = after.outputs.flatMap((output) => (output.type === "event" ? output.event.kind : []));
    expect(phases).toContain("incident.recovering");
    expect(phases).not.toContain("incident.resolved");
    expect(of(after.extra)).toBe(of(before.extra));
  });

  test("asks nobody else once an incident is open", () => {
    const { extra } = live({ services: ONE, minutes: 20, shows: failingFrom(5) });
    const asked = RegionId.options.filter((region) => of(extra, region) > 0);
    expect(of(extra)).toBeLessThanOrEqual(EXTRA_SAVED.service);
    expect(asked.length).toBeGreaterThanOrEqual(5);
  });
});

describe("the regions that are asked", () => {
  const all = RegionId.options.map((region, index) => ({ region, lookedAt: index }));

  test("are those that looked longest ago, far from the failure and from one another", () => {
    const asked = regionsToAsk(all, { from: "weur", count: 4 });
    expect(asked).toHaveLength(4);
    const longestAgo = all.slice(0, 6).map(({ region }) => region);
    for (const region of asked) expect(longestAgo).toContain(region);
    expect(regionsToAsk(all, { from: "oc", count: 2 })).toEqual(["weur", "sam"]);
  });

  test("are spread over the whole world where nothing has failed and all know as little", () => {
    const asked = regionsToAsk(
      RegionId.options.map((region) => ({ region, lookedAt: 0 })).toSorted((a, b) => (a.region < b.region ? -1 : 1)),
      {
        from: null,
        count: 5,
      },
    );
    expect(asked).toHaveLength(5);
    expect(asked.some((region) => ["wnam", "enam"].includes(region))).toBe(true);
    expect(asked).toContain("oc");
    expect(asked.some((region) => ["weur", "eeur", "me"].includes(region))).toBe(true);
  });

  test("are as many as there are, and each once", () => {
    expect(regionsToAsk(all.slice(0, 2), { from: "weur", count: 4 })).toHaveLength(2);
    expect(regionsToAsk([], { from: "weur", count: 4 })).toEqual([]);
    expect(new Set(regionsToAsk(all, { from: "local", count: 11 })).size).toBe(11);
  });
});

describe("the budget", () => {
  const bounds = { share: 0.05, saved: 3 };

  test("lets no more be spent than was saved up, and never owes", () => {
    const budget = new Map<string, number>();
    expect(affords(budget, "a", 3, bounds)).toBe(true);
    spend(budget, "a", 2, bounds);
    expect([affords(budget, "a", 1, bounds), affords(budget, "a", 2, bounds)]).toEqual([true, false]);
    spend(budget, "a", 5, bounds);
    expect(budget.get("a")).toBe(0);
  });

  test("earns by regular looks and forgets what is full", () => {
    const budget = new Map([["a", 0]]);
    earn(budget, "a", 20, bounds);
    expect(budget.get("a")).toBeCloseTo(1);
    earn(budget, "a", 40, bounds);
    expect(budget.has("a")).toBe(false);
    earn(budget, "b", 40, bounds);
    expect(budget.size).toBe(0);
  });
});

/** One region's look at one minute fails, and the very next one passes. */
function oneLook(where: string, minute: number): Shows {
  let done = false;
  return (_, region, at) => {
    if (done || region !== where || at < START + minute * MINUTE) return "pass";
    done = true;
    return "fail";
  };
}
