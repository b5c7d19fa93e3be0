import { describe, expect, test } from "vitest";
import type { Asker } from "../../../shared/diagnose/question.ts";
import { weigh } from "../../../shared/diagnose/weigh.ts";
import type { Who } from "../../../shared/schema/diagnosis.ts";
import { askerOf, endpointId, evidenceOf, NOW, people, type Situation, trialOf } from "../../support/asked.ts";

/** The table of situations. A second answer is given where fair people differ; a third never. */

type Row = readonly [name: string, situation: Situation, asker: Partial<Asker>, who: Who | readonly Who[]];

const EUROPE = ["weur", "eeur"] as const;
const US = { country: "US", region: "enam" } as const;
const QUIET = { country: people(3, 3), network: people(1, 1), otherNetworks: people(2, 2), elsewhere: people(40, 40) };
const SILENT = { country: people(0, 0), network: people(0, 0), otherNetworks: people(0, 0), elsewhere: people(0, 0) };
const ROW = {
  global: { failing: "all" },
  europe: { failing: EUROPE, layer: "cdn" },
  up: {},
  blocked: { unseen: "all" },
} satisfies Record<string, Situation>;

const rows: readonly Row[] = [
  // It is down everywhere.
  ["down everywhere", ROW.global, {}, "everyone"],
  ["down everywhere, and the asker names what fails", ROW.global, { symptom: "login", platform: "ios" }, "everyone"],
  ["down everywhere, and other sites work", ROW.global, { canReachOthers: "yes" }, "everyone"],
  ["down everywhere, and the asker's own connection is broken too", ROW.global, { canReachOthers: "no" }, "everyone"],
  ["down everywhere, and the asker is on a VPN", ROW.global, { vpn: "yes" }, "everyone"],
  ["down everywhere, nobody reports it yet", { ...ROW.global, reports: SILENT }, {}, "everyone"],
  [
    "down everywhere, and reports surge everywhere",
    { ...ROW.global, reports: { network: people(20, 1), otherNetworks: people(80, 3), elsewhere: people(900, 40) } },
    {},
    "everyone",
  ],
  ["down everywhere, where the asker is is not known", ROW.global, { country: null, region: null }, "everyone"],
  [
    "down everywhere, the asker tried from their own network",
    { ...ROW.global, layer: "network" },
    { trial: trialOf("failed") },
    "everyone",
  ],
  [
    "errors everywhere, and a browser reaches the front of it",
    { ...ROW.global, layer: "gateway" },
    { trial: trialOf("reached") },
    "everyone",
  ],
  [
    "nine of eleven regions fail, the asker's is spared",
    { failing: ["wnam", "enam", "sam", "eeur", "apac", "apac-ne", "apac-se", "oc", "afr"] },
    {},
    ["everyone", "unclear"],
  ],
  ["degraded everywhere, no symptom", { failing: "all", state: "degraded" }, {}, "everyone"],
  [
    "slow everywhere, and slow for the asker",
    { failing: "all", state: "degraded", probability: 0.97 },
    { symptom: "slow" },
    "everyone",
  ],
  ["announced maintenance takes it down", { ...ROW.global, maintenance: "database upgrade" }, {}, "everyone"],
  [
    "the vendor announces maintenance, probes see it down",
    { ...ROW.global, notices: [{ status: "maintenance" }] },
    {},
    "everyone",
  ],
  ["DNS of the service is broken everywhere", { ...ROW.global, layer: "dns" }, { symptom: "dns" }, "everyone"],
  // In some regions.
  ["down in Europe, the asker is there", ROW.europe, {}, "your_region"],
  ["down in Europe, the asker is there and names what fails", ROW.europe, { symptom: "playback" }, "your_region"],
  ["down in Europe, the asker is there and other sites work", ROW.europe, { canReachOthers: "yes" }, "your_region"],
  ["down in Europe, the asker is there and cannot reach anything", ROW.europe, { canReachOthers: "no" }, "your_region"],
  [
    "down in Europe, yet it answers the asker there",
    ROW.europe,
    { trial: trialOf("passed") },
    ["your_region", "unclear"],
  ],
  [
    "a region is back, the asker is where it never failed",
    { recovering: { since: 2, touched: EUROPE, scope: "regional" } },
    US,
    "just_you",
  ],
  ["maintenance is announced for later", { notices: [{ status: "maintenance", phase: "scheduled" }] }, {}, "just_you"],
  ["the vendor has resolved its outage", { notices: [{ status: "major_outage", phase: "resolved" }] }, {}, "just_you"],
  [
    "all of the country reports it, the asker's network is not known",
    { reports: { country: people(90, 3, { networks: 9 }), elsewhere: people(40, 40) } },
    {},
    "your_region",
  ],
  [
    "everybody says that it works for them",
    { reports: { country: people(2, 2, { working: 9 }), elsewhere: people(40, 40) } },
    {},
    "just_you",
  ],
  ["down everywhere, on a car's screen", ROW.global, { platform: "car", symptom: "playback" }, "everyone"],
  [
    "slow for the asker, all is well elsewhere",
    { reports: QUIET },
    { symptom: "slow", trial: trialOf("reached", { ms: 120 }) },
    "just_you",
  ],
  [
    "a certificate is refused on one device",
    { reports: QUIET },
    { symptom: "certificate", platform: "android" },
    "just_you",
  ],
  ["down in Europe, the asker is there and tried", ROW.europe, { trial: trialOf("failed") }, "your_region"],
  [
    "down in five of eleven regions, the asker's among them",
    { failing: ["weur", "eeur", "me", "afr", "apac"] },
    {},
    "your_region",
  ],
  ["down in one region alone, the asker's", { failing: ["weur"] }, {}, "your_region"],
  [
    "down in Europe, people of the country say so and others elsewhere do not",
    { ...ROW.europe, reports: { network: people(12, 1), otherNetworks: people(60, 3), elsewhere: people(42, 40) } },
    {},
    "your_region",
  ],
  ["down in Europe, the asker is in America", ROW.europe, US, "just_you"],
  [
    "down in Europe, the asker is in America and cannot reach anything",
    ROW.europe,
    { ...US, canReachOthers: "no" },
    "just_you",
  ],
  [
    "down in Europe, the asker is in America, people there surge too",
    { ...ROW.europe, reports: { network: people(30, 3), otherNetworks: people(200, 12), elsewhere: people(400, 30) } },
    US,
    ["everyone", "unclear"],
  ],
  ["down in Europe, where the asker is is not known", ROW.europe, { country: null, region: null }, "unclear"],
  [
    "probes see nothing, the vendor names the asker's country",
    { notices: [{ status: "major_outage", countries: ["DE"] }] },
    {},
    "your_region",
  ],
  // The asker's network.
  [
    "people of the asker's network report it, others of the country do not",
    { reports: { network: people(25, 1), otherNetworks: people(2, 4), elsewhere: people(40, 40) } },
    {},
    "your_network",
  ],
  [
    "the same, and the asker tried: no answer while controls answer",
    { reports: { network: people(14, 1), otherNetworks: people(3, 4), elsewhere: people(38, 40) } },
    { trial: trialOf("failed") },
    "your_network",
  ],
  [
    "the same, and people on other networks say it works",
    { reports: { network: people(12, 1), otherNetworks: people(2, 4, { working: 6 }), elsewhere: people(40, 40) } },
    { canReachOthers: "yes" },
    "your_network",
  ],
  [
    "one network floods the reports, the asker is on another",
    { reports: { network: people(1, 1), otherNetworks: people(300, 4, { networks: 1 }), elsewhere: people(40, 40) } },
    {},
    ["just_you", "unclear"],
  ],
  // Nobody else.
  ["all is well, nothing said", ROW.up, {}, "just_you"],
  ["all is well and reports are as usual", { reports: QUIET }, { canReachOthers: "yes" }, "just_you"],
  ["all is well, the asker cannot reach other sites", ROW.up, { canReachOthers: "no" }, "just_you"],
  [
    "all is well, controls do not answer the asker either",
    ROW.up,
    { trial: trialOf("failed", { controls: "failed" }) },
    "just_you",
  ],
  [
    "all is well, the asker's network reaches it, the app does not",
    ROW.up,
    { platform: "android", symptom: "app-crash", trial: trialOf("reached") },
    "just_you",
  ],
  [
    "an app crashes on one phone while the API is up",
    { reports: QUIET },
    { platform: "ios", symptom: "app crash" },
    "just_you",
  ],
  ["all is well, the asker is on a VPN", ROW.up, { vpn: "yes" }, "just_you"],
  [
    "all is well, the asker's resolver finds no name",
    { reports: QUIET },
    { symptom: "dns", canReachOthers: "yes" },
    ["just_you", "unclear"],
  ],
  ["a payment is refused while all is well", ROW.up, { symptom: "payment" }, "just_you"],
  ["all is well, only the asker's trial fails", { reports: QUIET }, { trial: trialOf("failed") }, "just_you"],
  [
    "controls are slow for the asker as well",
    ROW.up,
    { symptom: "slow", trial: trialOf("reached", { ms: 4_000, controlMs: 3_000 }) },
    "just_you",
  ],
  [
    "only the developer site is down, and the asker cannot play",
    { failing: "all", state: "degraded", endpoints: ["developer"] },
    { symptom: "playback" },
    ["just_you", "unclear"],
  ],
  // One endpoint.
  [
    "login is down, and the asker cannot log in",
    { failing: "all", endpoints: ["login"] },
    { symptom: "login" },
    "everyone",
  ],
  [
    "login is down, and the asker sees no pictures",
    { failing: "all", endpoints: ["login"] },
    { symptom: "images" },
    ["just_you", "unclear"],
  ],
  [
    "the audio CDN is down in Europe, and the asker there cannot play",
    { failing: EUROPE, endpoints: ["audio"], layer: "cdn" },
    { symptom: "playback" },
    "your_region",
  ],
  [
    "the audio CDN is down everywhere, and the asker cannot log in",
    { failing: "all", endpoints: ["audio"], layer: "cdn" },
    { symptom: "login" },
    ["just_you", "unclear"],
  ],
  // Recovering.
  [
    "it has just come back everywhere, the asker still stutters",
    { recovering: { since: 2, touched: "all", scope: "global" } },
    {},
    "everyone",
  ],
  [
    "the asker's region has just come back",
    { recovering: { since: 2, touched: EUROPE, scope: "regional" } },
    {},
    "your_region",
  ],
  [
    "one of two regions is back, the asker is in the other",
    { failing: ["weur"], recovering: { since: 3, touched: EUROPE, scope: "regional" } },
    {},
    "your_region",
  ],
  [
    "it came back two hours ago and the incident is still held open",
    { recovering: { since: 120, touched: "all", scope: "global" } },
    {},
    "just_you",
  ],
  // People or the vendor alone.
  [
    "only people see it: reports surge everywhere",
    { reports: { network: people(9, 1), otherNetworks: people(60, 3), elsewhere: people(800, 40) } },
    { symptom: "login" },
    "everyone",
  ],
  [
    "only people see it, in the asker's country",
    { reports: { network: people(9, 1), otherNetworks: people(60, 3), elsewhere: people(41, 40) } },
    { symptom: "login" },
    "your_region",
  ],
  [
    "people abroad report it, in the asker's country nobody does",
    { reports: { network: people(2, 2), otherNetworks: people(12, 12), elsewhere: people(700, 40) } },
    {},
    ["just_you", "unclear"],
  ],
  [
    "the vendor says major outage, probes see it up",
    { notices: [{ status: "major_outage" }] },
    {},
    ["everyone", "unclear"],
  ],
  [
    "the vendor says major outage, and the asker cannot log in",
    { notices: [{ status: "major_outage" }] },
    { symptom: "login" },
    "everyone",
  ],
  [
    "the vendor says all is well, probes see it down",
    { ...ROW.global, notices: [{ status: "operational" }] },
    {},
    "everyone",
  ],
  [
    "an old notice was never renewed",
    { notices: [{ status: "major_outage", at: NOW - 10 * 3_600_000 }] },
    {},
    "just_you",
  ],
  [
    "the vendor speaks of the developer site, the asker cannot play",
    { notices: [{ status: "partial_outage", endpoint: endpointId("developer") }] },
    { symptom: "playback" },
    "just_you",
  ],
  [
    "the vendor speaks of America, the asker is in Europe",
    { notices: [{ status: "major_outage", regions: ["enam", "wnam"] }] },
    {},
    "just_you",
  ],
  // Not enough is known.
  ["probes are blocked and nothing else is known", ROW.blocked, {}, "unclear"],
  [
    "probes are blocked, but reports surge everywhere",
    { ...ROW.blocked, reports: { network: people(9, 1), otherNetworks: people(60, 3), elsewhere: people(800, 40) } },
    {},
    "everyone",
  ],
  ["probes are blocked, and the asker cannot reach other sites", ROW.blocked, { canReachOthers: "no" }, "just_you"],
  ["probes are blocked, the asker's network has no answer", ROW.blocked, { trial: trialOf("failed") }, "unclear"],
  ["what is known is 45 minutes old", { ...ROW.global, age: 45 }, {}, "unclear"],
  ["what is known is 45 minutes old, and was all well", { age: 45 }, {}, "unclear"],
  ["what is known is two minutes old", { ...ROW.global, age: 2 }, {}, "everyone"],
  ["the asker's region is not seen, its neighbour is up as all others", { unseen: ["weur"] }, {}, "just_you"],
  ["it is suspected, even chances", { failing: "all", probability: 0.5, scope: "regional" }, {}, "unclear"],
  // One machine that looks and asks.
  [
    "only this machine looks, the service answers it with errors",
    { alone: true, failing: ["local"], layer: "gateway" },
    { country: null, region: null },
    "everyone",
  ],
  [
    "only this machine looks, and gets no answer",
    { alone: true, failing: ["local"], layer: "network" },
    { country: null, region: null },
    "unclear",
  ],
  ["only this machine looks, and it works", { alone: true }, { country: null, region: null }, "just_you"],
];

describe("is it just me", () => {
  test.each(rows)("%s", (_, situation, asker, expected) => {
    const { who, probabilities } = weigh(evidenceOf(situation), askerOf(asker));
    expect([expected].flat(), JSON.stringify(probabilities)).toContain(who);
  });

  test("the table has at least forty situations, most of them with one right answer", () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
    expect(rows.filter(([, , , expected]) => typeof expected === "string").length).toBeGreaterThanOrEqual(40);
  });
});
