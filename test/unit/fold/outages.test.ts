import { describe, expect, test } from "vitest";
import { probesOf, standingOf, verdictOf } from "../../../shared/readout.ts";
import { eventsOf, id, MINUTE, play, REGIONS, START, type World } from "../../support/timeline.ts";

const quietServices = { aria: ["web", "api", "cdn"], mail: ["web"], maps: ["web"], chat: ["web"] };
const world = (over: Partial<World>): World => ({ services: quietServices, minutes: 40, ...over });
const at = (story: ReturnType<typeof play>, minute: number, service = "aria") =>
  story.verdicts.filter((verdict) => verdict.service === service && verdict.at <= START + minute * MINUTE).at(-1);
const failing = (verdict: ReturnType<typeof at>) =>
  Object.entries(verdict?.regions ?? {})
    .filter(([, { state }]) => state === "down" || state === "degraded")
    .map(([region]) => region)
    .sort();

describe("what must be found", () => {
  test("a regional CDN failure opens within two rounds, in exactly its regions, with its layer", () => {
    const story = play(
      world({
        faults: [
          { service: "aria", endpoints: ["web", "cdn"], in: ["weur", "eeur"], from: 10, to: 20, cause: "cdn_error" },
        ],
      }),
    );
    expect(story.minutesOf("incident.opened")).toHaveLength(1);
    expect(story.minutesOf("incident.opened")[0]).toBeLessThan(12);
    const verdict = at(story, 16);
    expect(verdict).toMatchObject({ state: "down", scope: "regional", layer: "cdn", phase: "open" });
    expect(failing(verdict)).toEqual(["eeur", "weur"]);
    expect(story.minutesOf("incident.resolved")[0]).toBeLessThanOrEqual(26);
  });

  test("half of the regions failing wholly is regional, and is not taken for half of the requests failing everywhere", () => {
    const half = ["afr", "eeur", "me", "oc", "weur"];
    const story = play(world({ faults: [{ service: "aria", in: half, from: 10, to: 20, cause: "cdn_error" }] }));
    expect(at(story, 13)).toMatchObject({ state: "down", scope: "regional" });
    expect(failing(at(story, 13))).toEqual(half);
    expect(story.minutesOf("incident.resolved")[0]).toBeLessThanOrEqual(26);
  });

  test("a recovery region by region is told as it goes", () => {
    const regions = ["weur", "eeur", "afr", "me"];
    const faults = regions.map((region, index) => ({
      service: "aria",
      in: [region],
      from: 10,
      to: 20 + 5 * index,
      cause: "cdn_error" as const,
    }));
    const story = play(world({ minutes: 60, faults }));
    const told = story.events.flatMap(({ because }) => because.filter((reason) => reason.endsWith("regions back")));
    expect(told).toEqual([
      "1 of 4 regions back",
      "2 of 4 regions back",
      "3 of 4 regions back",
      "4 of 4 regions back",
      "4 of 4 regions back",
    ]);
    expect(story.minutesOf("incident.resolved")).toHaveLength(1);
  });

  test("a 40 % brownout of one region alone is found within ten minutes", () => {
    const story = play(
      world({
        minutes: 60,
        faults: [{ service: "aria", in: ["weur"], from: 10, to: 40, cause: "origin_error", rate: 0.4 }],
      }),
    );
    expect(story.minutesOf("incident.opened")[0]).toBeLessThanOrEqual(20);
    expect(at(story, 20)).toMatchObject({ scope: "isolated" });
  });

  test("every server of a private network that refuses is down, for its control targets say that the probe is well", () => {
    const story = play({
      services: { one: ["web"], two: ["web"], three: ["web"], four: ["web"] },
      regions: ["local"],
      reach: "private",
      minutes: 20,
      faults: [{ from: 5, to: 15, cause: "connect_refused" }],
    });
    for (const service of ["one", "two", "three", "four"]) expect(at(story, 8, service)?.state).toBe("down");
  });

  test.each([2, 3, 4])("%i failing regions that happen to report first are at no moment called global", (count) => {
    const failing = REGIONS.slice(0, count);
    const story = play(
      world({
        faults: [{ service: "aria", endpoints: ["web", "cdn"], in: failing, from: 10, to: 20, cause: "cdn_error" }],
      }),
    );
    expect(story.verdicts.filter(({ scope }) => scope === "global")).toEqual([]);
    expect(story.incidents.map(({ scope }) => scope)).toEqual(["regional"]);
  });

  test("half of the requests failing everywhere at one endpoint is over soon after the last of them failed", () => {
    for (const seed of [1, 2, 3, 4]) {
      const story = play(
        world({
          seed,
          minutes: 60,
          faults: [{ service: "aria", endpoints: ["api"], from: 10, to: 35, cause: "tls_handshake", rate: 0.45 }],
        }),
      );
      expect(story.minutesOf("incident.resolved"), `seed ${seed}`).toHaveLength(1);
      expect(story.minutesOf("incident.resolved")[0], `seed ${seed}`).toBeLessThan(41);
    }
  });

  test("the layer that failed is named until it is resolved", () => {
    const story = play(world({ faults: [{ service: "aria", from: 10, to: 20, cause: "cdn_error" }] }));
    const recovering = story.verdicts.filter(({ service, phase }) => service === "aria" && phase === "recovering");
    expect(recovering.length).toBeGreaterThan(0);
    expect(recovering.map(({ layer }) => layer)).toEqual(recovering.map(() => "cdn"));
    expect(at(story, 39)).toMatchObject({ state: "up", layer: null });
  });

  test("a global backend failure is global and named backend within two rounds", () => {
    const story = play(world({ faults: [{ service: "aria", from: 10, to: 20, cause: "origin_error" }] }));
    expect(story.minutesOf("incident.opened")[0]).toBeLessThanOrEqual(12);
    expect(at(story, 14)).toMatchObject({ state: "down", scope: "global", layer: "backend" });
    expect(failing(at(story, 14))).toHaveLength(REGIONS.length);
    expect(story.minutesOf("incident.updated").filter((minute) => minute < 15).length).toBeLessThanOrEqual(4);
  });

  test.each([
    ["a brownout of 40 %", { rate: 0.4, cause: "gateway_timeout" as const }],
    ["answers seven times slower than usual", { slowBy: 7 }],
  ])("%s opens within four minutes", (_, fault) => {
    const story = play(world({ minutes: 50, faults: [{ service: "aria", from: 20, to: 35, ...fault }] }));
    expect(story.minutesOf("incident.opened")[0]).toBeLessThanOrEqual(24);
    expect(["degraded", "down"]).toContain(at(story, 28)?.state);
  });

  test("one region failing alone opens by itself once it is sure, and is called isolated", () => {
    const story = play(
      world({ faults: [{ service: "aria", in: ["oc"], from: 10, to: 25, cause: "connect_timeout" }] }),
    );
    expect(story.minutesOf("incident.opened")[0]).toBeLessThanOrEqual(15);
    expect(at(story, 20)).toMatchObject({ scope: "isolated", layer: "network" });
  });

  test("a three-minute outage is one incident, neither missed nor doubled", () => {
    const story = play(world({ faults: [{ service: "aria", from: 10, to: 13, cause: "gateway_error" }] }));
    expect(story.minutesOf("incident.opened")).toHaveLength(1);
    expect(story.minutesOf("incident.resolved")).toHaveLength(1);
  });

  test("flapping is held as one incident", () => {
    const faults = Array.from({ length: 8 }, (_, turn) => ({
      service: "aria",
      from: 10 + 2 * turn,
      to: 11 + 2 * turn,
      cause: "gateway_error" as const,
    }));
    expect(play(world({ minutes: 60, faults })).minutesOf("incident.opened")).toHaveLength(1);
  });

  test.each([60, 10])(
    "a single local probe at %i s sees a refused loopback server down by the third round, and up soon after it returns",
    (seconds) => {
      const intervalMs = seconds * 1_000;
      const minute = seconds / 60;
      const story = play({
        services: { mine: ["web", "api"] },
        regions: ["local"],
        reach: "private",
        minutes: 40,
        intervalMs,
        faults: [{ endpoints: ["api"], from: 5, to: 15, cause: "connect_refused" }],
      });
      expect(at(story, 5 + 2.5 * minute, "mine")).toMatchObject({ state: "down", layer: "network" });
      expect(story.minutesOf("incident.opened")[0]).toBeLessThanOrEqual(5 + 3 * minute);
      expect(at(story, 15 + 4 * minute, "mine")?.state).toBe("up");
      expect(story.minutesOf("incident.resolved")[0]).toBeLessThanOrEqual(25);
    },
  );
});

describe("a CDN that breaks in two regions", () => {
  const services = Object.fromEntries(["a", "b", "c", "d", "e", "mail", "maps"].map((service) => [service, ["web"]]));
  const providers = Object.fromEntries(["a", "b", "c", "d", "e"].map((service) => [service, "fastly"]));
  const faults = Object.keys(providers).map((service) => ({
    service,
    in: ["weur", "eeur"],
    from: 10,
    to: 30,
    cause: "cdn_error" as const,
  }));
  const story = play({ services, providers, faults, minutes: 25 });

  test("is seen at each of its services", () => {
    expect(
      story.incidents
        .filter(({ phase }) => phase === "open")
        .map(({ service }) => service)
        .sort(),
    ).toEqual(Object.keys(providers));
  });

  test("does not make the probes there look ill, nor blinds them to other services", () => {
    expect(probesOf(story.network).filter(({ state }) => state !== "well")).toEqual([]);
    expect(verdictOf(story.network, id("mail"))?.regions.weur?.state).toBe("up");
  });
});

describe("what must not be called an outage", () => {
  test.each<[string, Partial<World>]>([
    [
      "a probe that cannot reach anything",
      { faults: [{ in: ["weur"], from: 10, to: 30, probe: true, cause: "connect_timeout" }] },
    ],
    [
      "two probes that are ill at once",
      { faults: [{ in: ["weur", "afr"], from: 10, to: 30, probe: true, cause: "connect_timeout" }] },
    ],
    ["probes that fall silent", { faults: [{ from: 10, to: 30, outcome: "silent" }] }],
    [
      "a bot wall everywhere",
      { faults: [{ service: "aria", from: 10, to: 30, outcome: "inconclusive", cause: "blocked" }] },
    ],
  ])("%s", (_, over) => {
    const story = play(world(over));
    expect(story.minutesOf("incident.opened")).toEqual([]);
    expect(failing(at(story, 29))).toEqual([]);
  });

  test("a probe that loses every fifth exchange, without any control target to tell", () => {
    const services = Object.fromEntries(
      ["a", "b", "c", "d", "e", "f"].map((service) => [service, ["web", "api", "cdn"]]),
    );
    const lossy: World = {
      services,
      minutes: 150,
      faults: [{ in: ["weur"], from: 10, to: 140, cause: "connect_timeout", rate: 0.2 }],
    };
    const story = play(lossy, { events: eventsOf(lossy).filter(({ type }) => type !== "control") });
    expect(story.minutesOf("incident.opened")).toEqual([]);
  });

  test("transient failures of half a percent, over half a day of six services", () => {
    const services = Object.fromEntries(
      ["a", "b", "c", "d", "e", "f"].map((service) => [service, ["web", "api", "cdn"]]),
    );
    const story = play({ services, minutes: 720, noise: 0.005 });
    expect(story.minutesOf("incident.opened")).toEqual([]);
  });
});

describe("what is not known", () => {
  test("a service seen only by a probe that cannot reach its controls is unknown, and says why", () => {
    const story = play({
      services: { far: ["web"], near: ["web"] },
      regions: ["local"],
      minutes: 20,
      faults: [{ from: 0, to: 20, probe: true, cause: "resolve_timeout" }],
    });
    expect(verdictOf(story.network, id("far"))).toMatchObject({
      state: "unknown",
      phase: null,
      because: ["local cannot reach its control targets"],
    });
    expect(probesOf(story.network)[0]?.state).toBe("ill");
  });

  test.each<[string, Partial<World>]>([
    ["falls silent", { outcome: "silent" }],
    ["is refused by the target", { outcome: "inconclusive", cause: "blocked" }],
  ] as [string, object][])("an incident of one region is not over because that region %s", (_, fault) => {
    const story = play(
      world({
        minutes: 70,
        faults: [
          { in: ["weur"], from: 15, to: 50, ...fault },
          { service: "aria", in: ["weur"], from: 10, to: 20, cause: "origin_error" },
        ],
      }),
    );
    expect(at(story, 49)).toMatchObject({ phase: "open" });
    expect(story.minutesOf("incident.recovering")[0]).toBeGreaterThanOrEqual(50);
    expect(story.minutesOf("incident.resolved")).toHaveLength(1);
  });

  test("silence becomes unknown with time and leaves an open incident open", () => {
    const story = play(
      world({
        faults: [
          { service: "aria", from: 10, to: 60, cause: "origin_error" },
          { from: 15, to: 35, outcome: "silent" },
        ],
      }),
    );
    expect(at(story, 25)).toMatchObject({ state: "unknown", phase: "open" });
    expect(at(story, 39)).toMatchObject({ state: "down", phase: "open" });
    expect(story.incidents).toHaveLength(1);
  });
});

describe("which endpoint it is", () => {
  const endpointsAt = (faults: NonNullable<World["faults"]>) =>
    Object.fromEntries(
      Object.entries(standingOf(play(world({ minutes: 20, faults })).network, id("aria"))?.endpoints ?? {}).map(
        ([endpoint, { state, layer }]) => [endpoint, [state, layer]],
      ),
    );

  test("one that fails alone is named, and the others are up", () => {
    expect(endpointsAt([{ service: "aria", endpoints: ["api"], from: 10, to: 30, cause: "gateway_error" }])).toEqual({
      web: ["up", null],
      api: ["down", "gateway"],
      cdn: ["up", null],
    });
  });

  test("all that fail together are named, each with its own layer", () => {
    const faults = [
      { service: "aria", endpoints: ["web", "api"], from: 10, to: 30, cause: "origin_error" as const },
      { service: "aria", endpoints: ["cdn"], from: 10, to: 30, cause: "resolve_servfail" as const },
    ];
    expect(endpointsAt(faults)).toEqual({ web: ["down", "backend"], api: ["down", "backend"], cdn: ["down", "dns"] });
  });

  test("one that fails in a single region is named", () => {
    const faults = [{ service: "aria", endpoints: ["cdn"], in: ["oc"], from: 10, to: 30, cause: "cdn_error" as const }];
    expect(endpointsAt(faults)).toMatchObject({ web: ["up", null], api: ["up", null], cdn: ["down", "cdn"] });
  });
});
