import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filteredBecause } from "../../../shared/notify/filter.ts";
import { planDelivery, type Told, toldAfter, UNTOLD, type Wishes } from "../../../shared/notify/plan.ts";
import { quietUntil } from "../../../shared/notify/quiet.ts";
import { EVENTS_BY_DEFAULT, Filter, SubscriptionRequest } from "../../../shared/notify/subscription.ts";
import { EventType, type IncidentTold } from "../../../shared/schema/event.ts";
import { toldOf } from "../../support/told.ts";

const NOW = Date.UTC(2026, 0, 5, 12, 0);
const HOUR = 3_600_000;
const event = (over: Partial<Parameters<typeof toldOf>[0]> = {}) => toldOf({ incident: "x", at: NOW, ...over });
const wishes = (over: Partial<Wishes> = {}): Wishes => ({
  status: "active",
  filter: {},
  quiet: null,
  updatesPerHour: 6,
  ...over,
});
const plan = (
  told: IncidentTold,
  { with: over = {}, before = UNTOLD, now = NOW }: { with?: Partial<Wishes>; before?: Told; now?: number } = {},
) => planDelivery(told, { wishes: wishes(over), told: before, now });
const OPEN: Told = { open: true, ends: 0, updatedAt: [] };

describe("a filter", () => {
  test.each<[string, object, string | null]>([
    ["an empty one", {}, null],
    ["the service", { services: ["aria"] }, null],
    ["another service", { services: ["shop"] }, "aria is not among the services"],
    ["a tag", { tags: ["video", "music"] }, null],
    ["another tag", { tags: ["video"] }, "aria has none of the tags video"],
    ["other events", { events: ["incident.resolved"] }, "incident.opened is not among the events: incident.resolved"],
    ["a state that is reached", { minState: "down" }, null],
    ["a probability that is not", { minProbability: 0.999 }, "the probability is 0.998; at least 0.999 is asked for"],
    ["another scope", { scopes: ["global"] }, "the scope is regional, not global"],
    ["another layer", { layers: ["dns", "tls"] }, "the layer is gateway, not dns or tls"],
    ["a region that fails", { regions: ["weur"] }, null],
    ["a region that does not", { regions: ["enam"] }, "it fails in none of enam"],
    ["a country that is touched", { countries: ["DE"] }, null],
    ["a country that is not", { countries: ["BR"] }, "it fails in none of the countries BR"],
  ])("that names %s says %s", (_, filter, because) => {
    expect(filteredBecause(event(), Filter.parse(filter))).toBe(because);
  });

  test("lets suspicions and ill probes through only when they are asked for", () => {
    const left = EventType.options.filter((type) => !EVENTS_BY_DEFAULT.includes(type));
    expect(left).toEqual(["incident.suspected", "incident.withdrawn", "probe.ill"]);
    expect(filteredBecause(event({ type: "incident.suspected" }), {})).toContain("not among the events");
    expect(filteredBecause(event({ type: "incident.suspected" }), { events: ["incident.suspected"] })).toBeNull();
  });

  test("refuses a part that it does not know, by name", () => {
    expect(
      SubscriptionRequest.safeParse({ url: "https://a.example/", filter: { service: "aria" } }).error?.issues[0],
    ).toMatchObject({
      path: ["filter"],
      code: "unrecognized_keys",
    });
  });
});

describe("the plan for an event", () => {
  test("is to send it where nothing speaks against it", () => {
    expect(plan(event())).toEqual({ kind: "send" });
  });

  test.each<[string, Partial<Wishes>, Partial<IncidentTold>, string]>([
    ["while it is paused", { status: "paused" }, {}, "paused"],
    ["in a planned maintenance", {}, { muted: { because: "maintenance", by: "disks" } }, "muted"],
    ["when something broader explains it", {}, { muted: { because: "inhibited", by: "inc_cdn" } }, "inhibited"],
    ["that the filter does not want", { filter: Filter.parse({ minProbability: 1 }) }, {}, "filtered"],
  ])("is not to send one %s, and says so", (_, over, changes, because) => {
    expect(plan({ ...event(), ...changes }, { with: over })).toMatchObject({ kind: "skip", because });
  });

  test("is to send what is muted to who asks for it", () => {
    const muted = { ...event(), muted: { because: "maintenance" as const, by: "disks" } };
    expect(plan(muted, { with: { filter: { muted: true } } })).toEqual({ kind: "send" });
  });

  test("never tells the end of what was not told, and always the end of what was", () => {
    const end = event({ type: "incident.resolved", muted: { because: "maintenance", by: "disks" } });
    const strict = { filter: Filter.parse({ minState: "down", services: ["shop"] }) };
    expect(plan(end, { with: strict })).toMatchObject({ kind: "skip", because: "untold" });
    expect(plan(end, { with: strict, before: OPEN })).toEqual({ kind: "send" });
  });

  test("is to hold an update when an hour has had its number, until the oldest is an hour old", () => {
    const before: Told = { ...OPEN, updatedAt: [NOW - 50 * 60_000, NOW - 60_000] };
    const update = event({ type: "incident.updated" });
    expect(plan(update, { with: { updatesPerHour: 3 }, before })).toEqual({ kind: "send" });
    expect(plan(update, { with: { updatesPerHour: 2 }, before })).toEqual({
      kind: "hold",
      until: NOW + 10 * 60_000,
      because: "2 updates of it were sent within an hour",
    });
    expect(plan(event({ type: "incident.resolved" }), { with: { updatesPerHour: 2 }, before })).toEqual({
      kind: "send",
    });
    expect(
      plan(event({ type: "incident.resolved" }), { with: { updatesPerHour: 2 }, before: { ...before, ends: 1 } }),
    ).toMatchObject({ kind: "hold" });
  });

  test("sends at most so many counted events in any hour, whatever comes", () => {
    const types = ["incident.updated", "incident.recovering", "incident.resolved"] as const;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...types), fc.integer({ min: 0, max: HOUR }))),
        fc.integer({ min: 1, max: 6 }),
        (steps, updatesPerHour) => {
          let told: Told = OPEN;
          let now = NOW;
          const sent: number[] = [];
          for (const [type, wait] of steps) {
            now += wait;
            const next = event({ type });
            const isEnd = type === "incident.resolved" && told.ends === 0;
            if (plan(next, { with: { updatesPerHour }, before: { ...told, open: true }, now }).kind !== "send")
              continue;
            told = toldAfter(next, told, now);
            if (!isEnd) sent.push(now);
          }
          for (const at of sent)
            expect(sent.filter((other) => other > at - HOUR && other <= at).length).toBeLessThanOrEqual(updatesPerHour);
        },
      ),
    );
  });

  test("is to hold it in a quiet time, but not an outage everywhere", () => {
    const quiet = { from: "11:00", to: "13:30", utcOffsetMinutes: 0, exceptGlobal: true };
    expect(plan(event(), { with: { quiet } })).toMatchObject({ kind: "hold", until: NOW + 90 * 60_000 });
    const grave = event();
    const everywhere = { ...grave, incident: { ...grave.incident, scope: "global" as const } };
    expect(plan(everywhere, { with: { quiet } })).toEqual({ kind: "send" });
    expect(plan(everywhere, { with: { quiet: { ...quiet, exceptGlobal: false } } })).toMatchObject({ kind: "hold" });
  });
});

describe("a quiet time", () => {
  const night = { from: "22:00", to: "07:00", utcOffsetMinutes: 0, exceptGlobal: true };
  test.each<[string, number, number | null]>([
    ["21:59", Date.UTC(2026, 0, 5, 21, 59), null],
    ["22:00", Date.UTC(2026, 0, 5, 22, 0), Date.UTC(2026, 0, 6, 7, 0)],
    ["03:30", Date.UTC(2026, 0, 6, 3, 30), Date.UTC(2026, 0, 6, 7, 0)],
    ["07:00", Date.UTC(2026, 0, 6, 7, 0), null],
  ])("at %s lasts until its end", (_, now, until) => {
    expect(quietUntil(night, now)).toBe(until);
  });
  test("is told by its own clock", () => {
    expect(quietUntil({ ...night, utcOffsetMinutes: 120 }, Date.UTC(2026, 0, 5, 20, 30))).toBe(
      Date.UTC(2026, 0, 6, 5, 0),
    );
  });
});
