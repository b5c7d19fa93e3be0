import { describe, expect, test } from "vitest";
import { diagnose } from "../../../shared/diagnose/diagnose.ts";
import type { Asker } from "../../../shared/diagnose/question.ts";
import { STEP_RULES } from "../../../shared/diagnose/step-rules.ts";
import { AskedPlatform, ServiceSteps } from "../../../shared/schema/diagnosis.ts";
import { askerOf, evidenceOf, people, type Situation } from "../../support/asked.ts";

const stepsIn = (situation: Situation, asker: Partial<Asker> = {}, own: unknown = null) => {
  const evidence = evidenceOf(situation);
  const steps = own === null ? null : ServiceSteps.parse(own);
  const service = { ...evidence.service, steps, official: "https://status.example/", help: "https://help.example/" };
  return diagnose({ ...evidence, service }, askerOf(asker));
};
const idsIn = (...of: Parameters<typeof stepsIn>) => stepsIn(...of).steps.map(({ id }) => id);

const ISP: Situation = {
  reports: { network: people(25, 1), otherNetworks: people(2, 4), elsewhere: people(40, 40) },
};

describe("steps", () => {
  test("when it is everyone the first is to wait, with the time of the next look", () => {
    const { who, steps } = stepsIn({ failing: "all" });
    expect(who).toBe("everyone");
    expect(steps[0]).toEqual({
      id: "wait",
      action: "Wait: nothing on your side helps.",
      purpose: "The fault is theirs. Resetting or reinstalling changes nothing and may lose your data.",
      howTo: "Leave your device as it is. We look again: 12:00:30 UTC.",
    });
  });

  test("when it is everyone nothing is to be cleared, updated or reinstalled", () => {
    const ids = idsIn({ failing: "all" }, { platform: "android", symptom: "playback", vpn: "yes" });
    expect(ids).toEqual(["wait", "use-what-works", "follow-vendor"]);
  });

  test("what still works is named: endpoints everywhere, regions beside the failing ones", () => {
    const login = stepsIn({ failing: "all", endpoints: ["login"] }, { symptom: "login" });
    expect(login.stillWorks).toEqual({
      endpoints: ["Web player", "API", "Audio CDN", "Image CDN", "Developer site"],
      regions: [],
    });
    const europe = stepsIn({ failing: ["weur", "eeur"] });
    expect(europe.steps.find(({ id }) => id === "use-what-works")?.howTo).toContain("Eastern North America");
    expect(europe.stillWorks.regions).not.toContain("weur");
  });

  test("what has been downloaded is for players, on devices that download", () => {
    expect(idsIn({ failing: "all", tags: ["music"] }, { platform: "ios" })).toContain("use-downloads");
    expect(idsIn({ failing: "all", tags: ["music"] }, { platform: "web" })).not.toContain("use-downloads");
    expect(idsIn({ failing: "all", tags: ["mail"] }, { platform: "ios" })).not.toContain("use-downloads");
  });

  test("while it recovers, to come back gently follows the wait", () => {
    const recovering = { since: 2, touched: "all", scope: "global" } as const;
    expect(idsIn({ recovering }).slice(0, 2)).toEqual(["wait", "come-back-gently"]);
  });

  test("when it is the network, another network comes first and the provider is told", () => {
    const ids = idsIn(ISP);
    expect(ids[0]).toBe("try-other-network");
    expect(ids).toEqual(expect.arrayContaining(["dns", "vpn-off", "restart-router", "tell-provider"]));
    expect(ids).not.toContain("clear-cache");
  });

  test.each<[string, Partial<Asker>, readonly string[]]>([
    [
      "a broken playback in an app",
      { symptom: "playback", platform: "android" },
      ["vpn-off", "try-other-network", "clear-cache", "toggle-offline", "update-app", "sign-out-in"],
    ],
    ["a crashing app", { symptom: "app crash", platform: "ios" }, ["restart-app", "clear-cache", "update-app"]],
    ["a website that does not open", { symptom: "website", platform: "web" }, ["private-window", "clear-cache", "dns"]],
    ["a login that is refused", { symptom: "login", platform: "desktop" }, ["update-app", "clock", "sign-out-in"]],
    [
      "a name that is not found",
      { symptom: "dns", platform: "desktop", canReachOthers: "yes" },
      ["vpn-off", "restart-router", "dns"],
    ],
    ["a payment", { symptom: "payment" }, ["account", "contact-support"]],
    ["no connection at all", { canReachOthers: "no" }, ["check-connection"]],
    ["a VPN", { vpn: "yes" }, ["vpn-off"]],
  ])("for %s, what fits comes first", (_, asker, first) => {
    expect(idsIn({}, asker).slice(0, first.length)).toEqual(first);
  });

  test("no step asks for what the platform cannot do", () => {
    for (const platform of AskedPlatform.options) {
      const ids = idsIn({}, { platform, symptom: "app crash" });
      for (const rule of STEP_RULES.filter(({ on }) => on !== undefined && !on.includes(platform)))
        expect([platform, ...ids]).not.toContain(rule.id);
    }
  });

  test("how to do it is told for the platform", () => {
    const cache = (platform: AskedPlatform) =>
      stepsIn({}, { platform, symptom: "library" }).steps.find(({ id }) => id === "clear-cache")?.howTo;
    expect(cache("android")).toContain("not Clear data");
    expect(cache("web")).toContain("site data");
    expect(cache("speaker")).toBeUndefined();
  });

  test("eight steps at most", () => {
    expect(idsIn({}).length).toBe(8);
  });
});

describe("a service's own steps", () => {
  const words = { en: { action: "Do this.", purpose: "It helps.", howTo: "Like so, with {service}." } };

  test("replace the words of a step where they are for the asker", () => {
    const own = { own: [{ id: "clear-cache", platforms: ["android"], words }] };
    const howTo = (platform: AskedPlatform) =>
      stepsIn({}, { platform, symptom: "library" }, own).steps.find(({ id }) => id === "clear-cache")?.howTo;
    expect(howTo("android")).toBe("Like so, with Aria.");
    expect(howTo("ios")).toContain("iOS has no switch");
  });

  test("add steps for whom they are meant", () => {
    const own = { own: [{ id: "press-the-button", for: ["just_you"], words }] };
    expect(idsIn({}, {}, own)).toContain("press-the-button");
    expect(idsIn({ failing: "all" }, {}, own)).not.toContain("press-the-button");
  });

  test("leave out steps that make no sense", () => {
    expect(idsIn({}, { symptom: "playback" }, { without: ["clear-cache"] })).not.toContain("clear-cache");
  });

  test.each([
    ["an id with capitals", { own: [{ id: "Clear Cache", words }] }],
    ["no English", { own: [{ id: "x", words: { de: words.en } }] }],
    ["a field that is none", { own: [{ id: "x", words, whom: "all" }] }],
    ["a language that is none", { own: [{ id: "x", words: { ...words, xx: words.en } }] }],
  ])("with %s are refused", (_, steps) => {
    expect(ServiceSteps.safeParse(steps).success).toBe(false);
  });
});
