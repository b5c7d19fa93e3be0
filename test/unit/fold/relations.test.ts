import { describe, expect, test } from "vitest";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import type { ServiceFacts } from "../../../shared/fuse/service.ts";
import { openNetwork } from "../../../shared/network.ts";
import { restoreNetwork, saveNetwork } from "../../../shared/save-network.ts";
import { eventsOf, factsOf, id, MINUTE, replay, START, type World } from "../../support/timeline.ts";

const services = Object.fromEntries(["a", "b", "c", "mail", "maps", "chat"].map((service) => [service, ["web"]]));
const play = (world: Partial<World>, facts: (facts: ServiceFacts) => Partial<ServiceFacts> = () => ({})) => {
  const whole: World = { services, minutes: 40, ...world };
  const declared = factsOf(whole).map((service) => ({ ...service, ...facts(service) }));
  return replay(openNetwork(DEFAULT_MODEL, declared), eventsOf(whole));
};
const loud = (story: ReturnType<typeof replay>) =>
  story.incidents.filter(({ muted }) => muted == null).map(({ service }) => service);
const down = (service: string, over: object = {}) => ({
  service,
  from: 10,
  to: 25,
  cause: "cdn_error" as const,
  ...over,
});

describe("services of one provider that fail together", () => {
  const providers = { a: "fastly", b: "fastly", c: "fastly" };

  test("are one alarm: the first names the provider, the others are explained by it", () => {
    const story = play({
      providers,
      faults: ["a", "b", "c"].map((service) => down(service, { in: ["weur", "eeur"] })),
    });
    expect(story.incidents).toHaveLength(3);
    expect(loud(story)).toHaveLength(1);
    const [parent] = story.incidents.filter(({ muted }) => muted == null);
    expect(parent?.provider).toBe("fastly");
    for (const child of story.incidents.filter(({ muted }) => muted != null))
      expect(child.muted).toEqual({ because: "inhibited", by: parent?.id });
    const told = story.events.filter(({ incident }) => incident === parent?.id).flatMap(({ because }) => because);
    expect(told.join("; ")).toMatch(/probably its provider fastly: [23] of 3 services there fail together/);
  });

  test("are two when they fail in different regions", () => {
    const story = play({
      providers,
      faults: [down("a", { in: ["weur", "eeur"] }), down("b", { in: ["oc", "apac-se"] })],
    });
    expect(loud(story).sort()).toEqual(["a", "b"]);
  });

  test("are two when most of what the provider hosts is well", () => {
    const everyone = Object.fromEntries(Object.keys(services).map((service) => [service, "fastly"]));
    const story = play({ providers: everyone, faults: [down("a"), down("b")] });
    expect(loud(story).sort()).toEqual(["a", "b"]);
  });

  test("are two when each has a provider of its own", () => {
    expect(loud(play({ faults: [down("a"), down("b")] })).sort()).toEqual(["a", "b"]);
  });
});

describe("a service that depends on one that is down", () => {
  const chain = ({ id: service }: ServiceFacts): Partial<ServiceFacts> =>
    service === "b" ? { dependsOn: [id("a")] } : service === "c" ? { dependsOn: [id("b")] } : {};

  test("is seen failing and told of nobody", () => {
    const story = play({ faults: [down("a"), down("b", { from: 12 })] }, chain);
    expect(loud(story)).toEqual(["a"]);
    expect(story.incidents.find(({ service }) => service === "b")).toMatchObject({ state: "down", phase: "resolved" });
  });

  test("is explained at any remove", () => {
    expect(loud(play({ faults: [down("a"), down("c", { from: 12 })] }, chain))).toEqual(["a"]);
  });

  test("speaks for itself when the other is well", () => {
    expect(loud(play({ faults: [down("b")] }, chain))).toEqual(["b"]);
  });

  test("speaks again when it goes on failing after the other is back", () => {
    const story = play({ minutes: 50, faults: [down("a", { to: 20 }), down("b", { from: 12, to: 40 })] }, chain);
    expect(story.incidents.find(({ service }) => service === "b")?.muted).toBeNull();
    expect(story.events.flatMap(({ because }) => because)).toContain("nothing broader explains it any more");
  });

  test("never waits for one that waits for it", () => {
    const circle = ({ id: service }: ServiceFacts): Partial<ServiceFacts> =>
      service === "a" ? { dependsOn: [id("b")] } : service === "b" ? { dependsOn: [id("a")] } : {};
    expect(loud(play({ faults: [down("a"), down("b", { from: 12 })] }, circle))).toHaveLength(1);
  });
});

describe("a planned maintenance", () => {
  const window = (from: number, to: number) => () => ({
    maintenance: [{ from: START + from * MINUTE, to: START + to * MINUTE, reason: "new database" }],
  });

  test("shows what fails and mutes it", () => {
    const story = play({ faults: [down("a")] }, window(5, 30));
    expect(story.incidents[0]).toMatchObject({
      state: "down",
      muted: { because: "maintenance", by: "maintenance: new database" },
    });
  });

  test("mutes nothing after its end: what still fails then is told", () => {
    const story = play({ faults: [down("a")] }, window(5, 15));
    expect(story.incidents[0]?.muted).toBeNull();
    const unmuted = story.events.find(({ because }) => because.includes("nothing broader explains it any more"));
    expect(unmuted).toMatchObject({ kind: "incident.updated", muted: null });
  });
});

test("a restart forgets neither who hosts what nor what mutes what", () => {
  const providers = { a: "fastly", b: "fastly", c: "fastly" };
  const whole: World = { services, minutes: 40, providers, faults: [down("a"), down("b", { from: 20 })] };
  const events = eventsOf(whole);
  const first = openNetwork(DEFAULT_MODEL, factsOf(whole));
  const cut = events.findIndex(({ at }) => at >= START + 15 * MINUTE);
  for (const event of events.slice(0, cut)) fold(first, event);
  const second = restoreNetwork(DEFAULT_MODEL, JSON.parse(JSON.stringify(saveNetwork(first))), factsOf(whole));
  const story = replay(second, events.slice(cut));
  expect(story.incidents.find(({ service }) => service === "b")?.muted).toMatchObject({ because: "inhibited" });
});
