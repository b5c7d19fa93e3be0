import { describe, expect, test } from "vitest";
import type { Language } from "../../../shared/schema/diagnosis.ts";
import { pageWords } from "../../../workers/aggregator/page/language.ts";
import { verdictSentence } from "../../../workers/aggregator/page/sentence.ts";
import { linkTo, type View } from "../../../workers/aggregator/page/view.ts";

/** The one sentence of a page. */

const view = (language: Language = "en", asked: Language | null = null): View => ({
  language,
  words: pageWords(language),
  asked,
  origin: "https://downwhere.example",
  path: "/",
  kiosk: false,
});
type Judged = Parameters<typeof verdictSentence>[1];
type State = Judged["state"];
const ALL = ["afr", "apac", "enam", "oc", "sam", "weur"];
const judged = (state: State, failing: readonly string[], more: Partial<Judged> = {}): Judged => ({
  name: "Aria",
  incident: null,
  state,
  scope: failing.length === 0 ? "none" : "regional",
  regions: Object.fromEntries(
    ALL.map((region) => [region, { state: failing.includes(region) ? state : ("up" as const), probability: 0.5 }]),
  ),
  ...more,
});

describe("the sentence", () => {
  test.each<[string, Judged, string]>([
    ["all is well", judged("up", []), "Aria works from everywhere we look."],
    ["nothing can be told", judged("unknown", []), "We cannot tell whether Aria works."],
    ["it fails in one region", judged("down", ["weur"]), "Aria is down in Western Europe."],
    [
      "it fails in three",
      judged("down", ["weur", "sam", "oc"]),
      "Aria is down in Oceania, South America, Western Europe.",
    ],
    ["more than three are counted", judged("down", ["weur", "sam", "oc", "afr"]), "Aria is down in 4 of 6 regions."],
    ["it fails everywhere", judged("down", ALL, { scope: "global" }), "Aria is down everywhere we look."],
    ["trouble is no outage", judged("degraded", ["enam"]), "Aria has trouble in Eastern North America."],
    ["no region saw it, people did", judged("degraded", []), "Aria has trouble."],
    [
      "one place is all there is",
      judged("down", [], { regions: { local: { state: "down", probability: 0.9 } } }),
      "Aria is down.",
    ],
  ])("where %s", (_, verdict, says) => expect(verdictSentence(view(), verdict)).toBe(says));

  test("of one that comes back tells how far", () => {
    const regions = { weur: { state: "up", probability: 0.01 }, eeur: { state: "down", probability: 0.9 } };
    const incident = { phase: "recovering", regions } as unknown as Judged["incident"];
    expect(verdictSentence(view(), judged("down", ["weur"], { incident }))).toBe(
      "Aria is coming back: 1 of 2 regions work again.",
    );
  });

  test("of one that comes back and cannot be seen any more promises nothing", () => {
    const incident = { phase: "recovering", regions: {} } as unknown as Judged["incident"];
    expect(verdictSentence(view(), judged("unknown", [], { incident }))).toBe("We cannot tell whether Aria works.");
  });

  test("is in the reader's language, with its names of places", () => {
    expect(verdictSentence(view("de"), judged("down", ["weur"]))).toBe("Aria ist hier ausgefallen: Westeuropa.");
  });
});

describe("a link", () => {
  test.each([
    [null, "/s/aria#why", "/s/aria#why"],
    ["fr", "/s/aria", "/s/aria?lang=fr"],
    ["fr", "/incidents?service=aria", "/incidents?service=aria&lang=fr"],
    ["fr", "/#services", "/?lang=fr#services"],
  ] as const)("asked in %s to %s is %s", (asked, path, link) => expect(linkTo(view("fr", asked), path)).toBe(link));
});
