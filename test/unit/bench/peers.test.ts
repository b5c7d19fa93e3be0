import { describe, expect, test } from "vitest";
import type { FoldEvent } from "../../../shared/schema/index.ts";
import { aiWatch } from "../../bench/detection/peers/aiwatch.ts";
import { betterStack } from "../../bench/detection/peers/better-stack.ts";
import { checkly } from "../../bench/detection/peers/checkly.ts";
import { cloudflareHealthChecks } from "../../bench/detection/peers/cloudflare-health-checks.ts";
import { cloudprober } from "../../bench/detection/peers/cloudprober.ts";
import { gatus, gatusWithChecker } from "../../bench/detection/peers/gatus.ts";
import { icinga } from "../../bench/detection/peers/icinga.ts";
import { PEER_RULES } from "../../bench/detection/peers/index.ts";
import { kener } from "../../bench/detection/peers/kener.ts";
import { monika } from "../../bench/detection/peers/monika.ts";
import { openStatus } from "../../bench/detection/peers/openstatus.ts";
import { prometheus } from "../../bench/detection/peers/prometheus.ts";
import { thousandEyes } from "../../bench/detection/peers/thousandeyes.ts";
import { anyRegion, twoOfThree } from "../../bench/detection/peers/three-in-a-row.ts";
import { upptime } from "../../bench/detection/peers/upptime.ts";
import { uptimeKumaDefault, uptimeKumaTwoRetries } from "../../bench/detection/peers/uptime-kuma.ts";
import { uptimeFlare } from "../../bench/detection/peers/uptimeflare.ts";
import { uptimepage } from "../../bench/detection/peers/uptimepage.ts";
import type { Rule } from "../../bench/detection/rule.ts";
import { id, MINUTE } from "../../support/timeline.ts";
import { alarmsOf, eventsOf, type Lines } from "./lines.ts";

type Case = {
  readonly name: string;
  readonly rule: Rule;
  readonly looks: Lines;
  readonly controls?: Lines;
  readonly intervalMs?: number;
  readonly alarms: readonly string[];
};

const alarmsOfCase = ({ rule, looks, controls = {}, intervalMs = MINUTE }: Case) =>
  alarmsOf(rule, eventsOf(looks, controls, intervalMs), Object.keys(looks), intervalMs);

const ONE_VANTAGE_POINT: readonly Case[] = [
  { name: "one failure opens, one success closes", rule: uptimeFlare, looks: { a: "..X." }, alarms: ["+2", "-3"] },
  { name: "a refusal is a failure", rule: uptimeFlare, looks: { a: "..?." }, alarms: ["+2", "-3"] },
  { name: "only the first region looks", rule: uptimeFlare, looks: { a: "....", b: "XXXX" }, alarms: [] },
  { name: "a silent probe changes nothing", rule: uptimeFlare, looks: { a: ".X  ." }, alarms: ["+1", "-4"] },
  { name: "no retries by default", rule: uptimeKumaDefault, looks: { a: ".X." }, alarms: ["+1", "-2"] },
  { name: "nothing while all passes", rule: uptimeKumaDefault, looks: { a: "...." }, alarms: [] },
  { name: "two retries are three failures", rule: uptimeKumaTwoRetries, looks: { a: ".XXX." }, alarms: ["+3", "-4"] },
  { name: "two failures are pending", rule: uptimeKumaTwoRetries, looks: { a: ".XX.XX." }, alarms: [] },
  { name: "the result of a check is final", rule: upptime, looks: { a: ".X." }, alarms: ["+1", "-2"] },
  { name: "nothing while all passes", rule: upptime, looks: { a: "..." }, alarms: [] },
  { name: "3 failures raise it", rule: gatus, looks: { a: ".XXXX" }, alarms: ["+3"] },
  { name: "2 failures do not", rule: gatus, looks: { a: ".XX.XX." }, alarms: [] },
  { name: "it takes 2 successes in a row to resolve", rule: gatus, looks: { a: "XXX.X..." }, alarms: ["+2", "-6"] },
  {
    name: "without the checker a dead link is an outage",
    rule: gatus,
    looks: { a: ".XXX.." },
    controls: { a: ".XXX.." },
    alarms: ["+3", "-5"],
  },
  {
    name: "the checker skips every look while its target is out of reach",
    rule: gatusWithChecker,
    looks: { a: ".XXX.." },
    controls: { a: ".XXX.." },
    alarms: [],
  },
  {
    name: "the checker lets a real outage through",
    rule: gatusWithChecker,
    looks: { a: ".XXX.." },
    controls: { a: "......" },
    alarms: ["+3", "-5"],
  },
  { name: "soft until the third attempt", rule: icinga, looks: { a: ".XXX." }, alarms: ["+3", "-4"] },
  { name: "a soft state is no alert", rule: icinga, looks: { a: ".XX." }, alarms: [] },
  { name: "3 opposite looks commit either way", rule: kener, looks: { a: "XXX..X..." }, alarms: ["+2", "-8"] },
  { name: "no data is neutral", rule: kener, looks: { a: "X X X" }, alarms: ["+4"] },
  { name: "2 failures are held back", rule: kener, looks: { a: "XX.XX." }, alarms: [] },
  { name: "3 of the last 5, not in a row", rule: cloudprober, looks: { a: "X.X.X.." }, alarms: ["+4", "-5"] },
  { name: "2 of the last 5 are too few", rule: cloudprober, looks: { a: "X..X..X" }, alarms: [] },
  { name: "5 failures, then 5 successes", rule: monika, looks: { a: "XXXXX....." }, alarms: ["+4", "-9"] },
  { name: "4 failures are too few", rule: monika, looks: { a: "XXXX.XXXX." }, alarms: [] },
  {
    name: "no probing while its own network is down",
    rule: monika,
    looks: { a: "XXXXXX" },
    controls: { a: "XXXXXX" },
    alarms: [],
  },
  {
    name: "3 slots without an answer",
    rule: aiWatch,
    looks: { a: "..XXX." },
    intervalMs: 5 * MINUTE,
    alarms: ["+4", "-5"],
  },
  { name: "3 slow slots", rule: aiWatch, looks: { a: "......SSS." }, intervalMs: 5 * MINUTE, alarms: ["+8", "-9"] },
  { name: "any answer shows life", rule: aiWatch, looks: { a: "..555???" }, intervalMs: 5 * MINUTE, alarms: [] },
  {
    name: "a time that was not taken is not slow",
    rule: aiWatch,
    looks: { a: "..ooo" },
    intervalMs: 5 * MINUTE,
    alarms: [],
  },
  { name: "one look in a slot of 5 min", rule: aiWatch, looks: { a: ".....XXXXX" }, alarms: [] },
];

const SEVERAL: readonly Case[] = [
  {
    name: "half of the regions is enough",
    rule: openStatus,
    looks: { a: ".X.", b: ".X.", c: "...", d: "..." },
    alarms: ["+1", "-2"],
  },
  {
    name: "below half is not",
    rule: openStatus,
    looks: { a: ".X.", b: "...", c: "..." },
    alarms: [],
  },
  {
    name: "at half of an even number, one recovery turns the monitor well for good",
    rule: openStatus,
    looks: { a: ".XXXXXXX", b: ".XXXXXXX", c: "...X....", d: "........" },
    alarms: ["+1", "-4"],
  },
  {
    name: "a dead checker is frozen at what it said last",
    rule: openStatus,
    looks: { a: ".X    ", b: ".X    ", c: "......" },
    alarms: ["+1"],
  },
  {
    name: "a mean below a half for two minutes",
    rule: prometheus,
    looks: { a: ".XXXX.", b: ".XXXX.", c: "......" },
    alarms: ["+3", "-5"],
  },
  {
    name: "a break begins the two minutes anew",
    rule: prometheus,
    looks: { a: ".XX.XX.", b: ".XX.XX.", c: "......." },
    alarms: [],
  },
  { name: "exactly a half is not below", rule: prometheus, looks: { a: "XXXXX", b: "....." }, alarms: [] },
  {
    name: "a dead exporter leaves the mean",
    rule: prometheus,
    looks: { a: "XXXXXXX", b: "..     ", c: "XXXXXXX", d: "..     " },
    alarms: ["+5"],
  },
  {
    name: "3 locations open it, 3 min of wellness close it",
    rule: betterStack,
    looks: { a: ".X.....", b: ".X.....", c: ".X.....", d: "......." },
    alarms: ["+1", "-5"],
  },
  {
    name: "2 locations do not",
    rule: betterStack,
    looks: { a: ".XXX", b: ".XXX", c: "....", d: "...." },
    alarms: [],
  },
  {
    name: "one failure begins the recovery period anew",
    rule: betterStack,
    looks: { a: ".X.......", b: ".X.......", c: ".X.......", d: "....X...." },
    alarms: ["+1", "-8"],
  },
  {
    name: "silence of all is no recovery",
    rule: betterStack,
    looks: { a: ".X        ", b: ".X        ", c: ".X        " },
    alarms: ["+1"],
  },
  {
    name: "2 runs with half of the locations failing",
    rule: checkly,
    looks: { a: ".XX.", b: ".XX.", c: "....", d: "...." },
    alarms: ["+2", "-3"],
  },
  {
    name: "one failed run is too few, and so is a quarter of the locations",
    rule: checkly,
    looks: { a: ".X.XXX", b: ".X....", c: "......", d: "......" },
    alarms: [],
  },
  {
    name: "a run counts the locations that ran",
    rule: checkly,
    looks: { a: "XXX.", b: "    ", c: "....", d: "    " },
    alarms: ["+2"],
  },
  {
    name: "2 of 3 regions are a majority",
    rule: cloudflareHealthChecks,
    looks: { a: ".X.", b: ".X.", c: "..." },
    alarms: ["+1", "-2"],
  },
  {
    name: "2 of 4 regions are none",
    rule: cloudflareHealthChecks,
    looks: { a: ".XX", b: ".XX", c: "...", d: "..." },
    alarms: [],
  },
  {
    name: "3 of 4 regions are a majority",
    rule: uptimepage,
    looks: { a: ".X.", b: ".X.", c: ".X.", d: "..." },
    alarms: ["+1", "-2"],
  },
  {
    name: "a region below the quorum may fail for ever",
    rule: uptimepage,
    looks: { a: "XXXXXX", b: "......", c: "......" },
    alarms: [],
  },
  {
    name: "silence loses the vote",
    rule: uptimepage,
    looks: { a: ".X    ", b: ".X    ", c: "......" },
    alarms: ["+1", "-3"],
  },
  {
    name: "silence keeps the vote",
    rule: cloudflareHealthChecks,
    looks: { a: ".X    ", b: ".X    ", c: "......" },
    alarms: ["+1"],
  },
  {
    name: "3 rounds, a different source in each",
    rule: thousandEyes,
    looks: { a: ".X...", b: "..X..", c: "...X." },
    alarms: ["+3", "-4"],
  },
  { name: "2 rounds are too few", rule: thousandEyes, looks: { a: ".XX.", b: "...." }, alarms: [] },
  {
    name: "one region, 3 in a row",
    rule: anyRegion,
    looks: { a: "......", b: ".XXX..", c: "......" },
    alarms: ["+3", "-4"],
  },
  {
    name: "3 in a row must be of one region",
    rule: anyRegion,
    looks: { a: ".X...", b: "..X..", c: "...X." },
    alarms: [],
  },
  {
    name: "2 of 3 regions",
    rule: twoOfThree,
    looks: { a: ".XXX.", b: ".XXX.", c: "....." },
    alarms: ["+3", "-4"],
  },
  {
    name: "1 of the first 3 is too few, whatever others see",
    rule: twoOfThree,
    looks: { a: ".XXX.", b: ".....", c: ".....", d: ".XXX." },
    alarms: [],
  },
];

describe.each([
  { of: "one vantage point", cases: ONE_VANTAGE_POINT },
  { of: "several vantage points", cases: SEVERAL },
])("rules of $of", ({ cases }) => {
  test.each(cases.map((one) => [`${one.rule.peer}, ${one.rule.name}: ${one.name}`, one] as const))("%s", (_, one) => {
    expect(alarmsOfCase(one).told).toEqual(one.alarms);
  });
});

describe("all rules", () => {
  test("those with several vantage points name the regions, those with one do not", () => {
    const looks = { a: "XXXXXX", b: "......", c: "XXXXXX", d: "......" };
    const named = PEER_RULES.map((rule) => alarmsOfCase({ name: "", rule, looks, alarms: [] }).failing);
    expect(new Set(named.map((failing) => failing.join()))).toEqual(new Set(["", "a,c"]));
  });

  test("a service alerts when any of its endpoints does", () => {
    const events: FoldEvent[] = eventsOf({ a: "....XXXX" }, {}, MINUTE).map((event) =>
      event.type === "observation" ? { ...event, endpoint: id("api") } : event,
    );
    expect(alarmsOf(gatus, events, ["a"]).told).toEqual(["+6"]);
  });

  test("an event of an unknown service or region moves none of them", () => {
    const strange = eventsOf({ a: "XXXXXXXX" }, {}, MINUTE).map((event) =>
      event.type === "observation" ? { ...event, service: id("mail") } : event,
    );
    const elsewhere = eventsOf({ moon: "XXXXXXXX" }, {}, MINUTE);
    const events = [...strange, ...elsewhere].sort((one, other) => one.at - other.at);
    for (const rule of PEER_RULES) expect(alarmsOf(rule, events, ["a"]).told).toEqual([]);
  });

  test("a round that is over takes no further look", () => {
    const events = eventsOf({ a: "XX", b: "XX" }, {}, 20_000);
    expect(alarmsOf(checkly, events, ["a", "b"], MINUTE).told).toEqual([]);
    expect(alarmsOf(checkly, events, ["a", "b"], 20_000).told).toEqual(["+1"]);
    const next = eventsOf({ a: "   .", b: "   ." }, {}, 20_000);
    expect(alarmsOf(checkly, [...events, ...next], ["a", "b"], MINUTE).told).toEqual([]);
  });

  test("their names are distinct", () => {
    expect(new Set(PEER_RULES.map(({ peer, name }) => `${peer}/${name}`)).size).toBe(PEER_RULES.length);
  });
});
