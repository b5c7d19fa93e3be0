import { describe, expect, test } from "vitest";
import { verdictOf } from "../../../shared/readout.ts";
import { eventsOf, id, MINUTE, play, replay, START, type World } from "../../support/timeline.ts";
import type { Crowd, Surge } from "../../support/voices.ts";

const world = (surges: readonly Surge[], over: Partial<World> = {}, crowd: Partial<Crowd> = {}): World => ({
  services: { aria: ["web", "api"], mail: ["web"], maps: ["web"], chat: ["web"] },
  minutes: 130,
  crowds: [{ service: "aria", perMinute: 2, surges, ...crowd }],
  ...over,
});
const opened = (story: ReturnType<typeof play>) => story.minutesOf("incident.opened");
const failing = (story: ReturnType<typeof play>, minute: number) => {
  const verdict = story.verdicts.filter(({ at }) => at <= START + minute * MINUTE).at(-1);
  return Object.entries(verdict?.regions ?? {}).flatMap(([region, { state }]) =>
    state === "degraded" ? [region] : [],
  );
};

describe("people who report what no probe sees", () => {
  test("open an incident when many do so for some minutes, and end it when they stop", () => {
    const story = play(world([{ from: 60, to: 90, factor: 8 }]));
    expect(opened(story)).toHaveLength(1);
    expect(opened(story)[0]).toBeGreaterThan(63);
    expect(opened(story)[0]).toBeLessThan(70);
    expect(story.minutesOf("incident.resolved")[0]).toBeLessThan(98);
    expect(story.events.find(({ kind }) => kind === "incident.opened")?.because.join("; ")).toMatch(
      /\d+ people in .* report it within 10 min/,
    );
  });

  test.each([1, 2, 3])("end it within minutes although some go on reporting, seed %i", (seed) => {
    const story = play(world([{ from: 60, to: 90, factor: 8, fading: 3 }], { seed }));
    expect(opened(story)).toHaveLength(1);
    expect(story.minutesOf("incident.resolved")).toHaveLength(1);
    expect(story.minutesOf("incident.resolved")[0]).toBeLessThan(96);
  });

  test("of one country name the region that answers for it, and no other", () => {
    const story = play(world([{ from: 60, to: 90, factor: 30, in: ["JP"] }]));
    expect(opened(story)).toHaveLength(1);
    expect(failing(story, 80)).toEqual(["apac-ne"]);
  });

  test("need longer than probes do", () => {
    const hard = play(world([], { faults: [{ service: "aria", from: 60, to: 90, cause: "origin_error" }] }));
    const said = play(world([{ from: 60, to: 90, factor: 20 }]));
    expect((opened(hard)[0] ?? 0) + 3).toBeLessThan(opened(said)[0] ?? 0);
  });

  test("make a failure that one probe sees an incident at once", () => {
    const seen: Partial<World> = {
      faults: [{ service: "aria", in: ["weur"], from: 63, to: 90, cause: "origin_error" }],
    };
    const alone = play(world([], seen));
    const joined = play(world([{ from: 60, to: 90, factor: 8 }], seen));
    expect(opened(joined)[0]).toBeLessThan(opened(alone)[0] ?? 0);
  });
});

describe("reports that are no outage", () => {
  test.each<[string, readonly Surge[], Partial<Crowd>]>([
    ["a flood from one network", [{ from: 60, to: 90, factor: 150, in: ["DE"], networks: 1 }], {}],
    ["a flood from two networks", [{ from: 60, to: 90, factor: 150, in: ["DE"], networks: 2 }], {}],
    ["a handful of people who never stop", [{ from: 60, to: 90, factor: 150, people: 5 }], {}],
    ["an ordinary day", [], {}],
    ["a peak that takes an hour to come", [], { rhythm: { swing: 4, periodMinutes: 120 } }],
  ])("%s", (_, surges, crowd) => {
    expect(opened(play(world(surges, {}, crowd)))).toEqual([]);
  });

  test("a second copy of every report", () => {
    const events = eventsOf(world([{ from: 60, to: 90, factor: 3 }]));
    const once = play(world([]), { events });
    const twice = play(world([]), { events: events.flatMap((event) => [event, event]) });
    expect(verdictOf(twice.network, id("aria"))).toEqual(verdictOf(once.network, id("aria")));
  });
});

describe("what the vendor says", () => {
  const outage: World["faults"] = [{ service: "aria", in: ["weur"], from: 30, to: 60, cause: "gateway_error" }];
  const notice = (status: "major_outage" | "operational" | "maintenance", minute: number) => ({
    service: "aria",
    minute,
    status,
    phase: null,
    title: "Elevated errors",
  });

  test("opens nothing by itself", () => {
    const story = play(world([], { notices: [notice("major_outage", 30)] }));
    expect(story.events).toEqual([]);
  });

  test("is a second witness where one region sees it failing", () => {
    const alone = play(world([], { faults: outage }));
    const told = play(world([], { faults: outage, notices: [notice("major_outage", 29)] }));
    expect(opened(told)[0]).toBeLessThan(opened(alone)[0] ?? 0);
    expect(told.events.flatMap(({ because }) => because).join("; ")).toContain(
      'statuspage says: major outage, "Elevated errors"',
    );
  });

  test("lowers nothing, however often it says that all is green", () => {
    const green = Array.from({ length: 40 }, (_, turn) => notice("operational", 20 + turn));
    const silent = play(world([], { faults: outage }));
    const told = play(world([], { faults: outage, notices: green }));
    expect(opened(told)).toEqual(opened(silent));
    expect(told.minutesOf("incident.resolved")).toEqual(silent.minutesOf("incident.resolved"));
  });

  test("is forgotten when it says that it is over", () => {
    const over = { ...notice("major_outage", 20), phase: "resolved" as const };
    const alone = play(world([], { faults: outage }));
    const told = play(world([], { faults: outage, notices: [notice("major_outage", 10), over] }));
    expect(opened(told)).toEqual(opened(alone));
  });

  test("of a maintenance mutes what fails meanwhile, and leaves it visible", () => {
    const story = play(world([], { faults: outage, notices: [notice("maintenance", 25)] }));
    expect(story.incidents[0]).toMatchObject({ phase: "resolved", muted: { because: "maintenance" } });
    expect(story.events.find(({ kind }) => kind === "incident.opened")?.muted).toMatchObject({
      because: "maintenance",
    });
  });
});

test("a maintenance that is only scheduled mutes nothing: it says nothing of now", () => {
  const outage: World["faults"] = [{ service: "aria", in: ["weur"], from: 30, to: 60, cause: "gateway_error" }];
  const at = (phase: "scheduled" | "in_progress") =>
    play(
      world([], {
        faults: outage,
        notices: [{ service: "aria", minute: 25, status: "maintenance", phase, title: "New racks next week" }],
      }),
    ).events.find(({ kind }) => kind === "incident.opened")?.muted;
  expect(at("in_progress")).toMatchObject({ because: "maintenance" });
  expect(at("scheduled") ?? null).toBeNull();
});

describe("a service that nobody has reported yet", () => {
  const bursts = (from: number) =>
    eventsOf(world([{ from, to: from + 20, factor: 8 }])).filter(
      (event) => event.type !== "report" || event.at >= START + from * MINUTE,
    );

  test("is known to be silent once it has been listened to: a surge of first reports opens within ten minutes", () => {
    const [minute = Number.POSITIVE_INFINITY] = opened(play(world([]), { events: bursts(60) }));
    expect(minute).toBeGreaterThan(62);
    expect(minute).toBeLessThan(70);
  });

  test("is not known to be silent when listening has only begun", () => {
    const events = bursts(0).filter(({ at }) => at < START + 8 * MINUTE);
    expect(opened(play(world([], { minutes: 8 }), { events }))).toEqual([]);
  });
});

test("who says that it works is heard, and takes nothing back", () => {
  const events = eventsOf(world([{ from: 60, to: 90, factor: 8 }]));
  const working = Array.from({ length: 400 }, (_, turn) => ({
    type: "reports" as const,
    service: id("aria"),
    country: "DE",
    asn: 1_000,
    symptom: "works",
    people: 5,
    at: START + 60 * MINUTE + turn * 4_000,
  }));
  const told = play(world([]), { events: [...events, ...working].sort((a, b) => a.at - b.at) });
  // A minute may end with one of them, a second earlier.
  expect(opened(told)[0]).toBeCloseTo(opened(play(world([]), { events }))[0] ?? 0, 0);
});

test("reports that were counted before are worth what the single ones are", () => {
  const events = eventsOf(world([{ from: 60, to: 90, factor: 8 }]));
  const counted = events.map((event) => {
    if (event.type !== "report") return event;
    const { reporter: _, ...rest } = event;
    return { ...rest, type: "reports" as const, people: 1 };
  });
  expect(opened(play(world([]), { events: counted }))).toEqual(opened(play(world([]), { events })));
});

test("reports alone make a verdict of a service that nobody probes", () => {
  const events = eventsOf(world([{ from: 60, to: 90, factor: 8 }])).filter(
    ({ type }) => type === "report" || type === "tick",
  );
  const story = play({ services: {}, minutes: 130 }, { events });
  expect(opened(story)).toHaveLength(1);
  expect(replay(story.network, []).incidents).toEqual([]);
});
