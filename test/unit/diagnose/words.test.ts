import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diagnose } from "../../../shared/diagnose/diagnose.ts";
import { languageFor, wordsIn } from "../../../shared/diagnose/language.ts";
import { STEP_RULES } from "../../../shared/diagnose/step-rules.ts";
import { REGIONS } from "../../../shared/geo/regions.ts";
import { AskedPlatform, Language, Who } from "../../../shared/schema/diagnosis.ts";
import { askerOf, evidenceOf, people, type Situation, trialOf } from "../../support/asked.ts";

/** Every sentence in every language, with the same gaps. */

type Tree = string | { readonly [key: string]: Tree };
const wordsOf = (language: string): Tree =>
  JSON.parse(readFileSync(new URL(`../../../shared/diagnose/words/${language}.json`, import.meta.url), "utf8"));
const leaves = (tree: Tree, path = ""): [string, string][] =>
  typeof tree === "string"
    ? [[path, tree]]
    : Object.entries(tree).flatMap(([key, branch]) => leaves(branch, `${path}.${key}`));
const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
const english = new Map(leaves(wordsOf("en")));

describe("the words", () => {
  test.each(Language.options)("%s says everything that English says, with the same gaps", (language) => {
    const said = new Map(leaves(wordsOf(language)));
    expect([...said.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of said) {
      expect([path, gaps(text)]).toEqual([path, gaps(english.get(path) ?? "")]);
      expect(text.trim(), path).not.toBe("");
      expect(text.length, path).toBeLessThanOrEqual(200);
    }
  });

  test.each(Language.options.filter((language) => language !== "en"))("%s is no copy of English", (language) => {
    const same = leaves(wordsOf(language)).filter(
      ([path, text]) => english.get(path) === text && gaps(text).length === 0 && text.includes(" "),
    );
    expect(same).toEqual([]);
  });

  test("every step has words and a rule, every answer a headline, every region a name", () => {
    const { steps, headlines, regions } = wordsIn("en");
    expect([...new Set(STEP_RULES.map(({ id }) => id))].sort()).toEqual(Object.keys(steps).sort());
    expect(Object.keys(headlines)).toEqual(Who.options);
    expect(Object.keys(regions).sort()).toEqual(REGIONS.map(({ id }) => id as string).sort());
  });

  test("what differs by platform names platforms and has a default", () => {
    for (const { howTo } of Object.values(wordsIn("en").steps)) {
      if (typeof howTo === "string") continue;
      expect(Object.keys(howTo)).toContain("default");
      expect([...AskedPlatform.options, "default"]).toEqual(expect.arrayContaining(Object.keys(howTo)));
    }
  });

  const everything: readonly Situation[] = [
    { failing: "all" },
    { failing: ["weur"], endpoints: ["login"], notices: [{ status: "partial_outage" }] },
    { failing: "all", endpoints: ["developer"], state: "degraded", age: 9 },
    { unseen: "all" },
    { recovering: { since: 1, touched: "all", scope: "global" }, maintenance: "upgrade" },
    { notices: [{ status: "major_outage", countries: ["DE"] }] },
    { notices: [{ status: "major_outage", countries: ["US"] }] },
    { reports: { network: people(25, 1), otherNetworks: people(2, 4, { working: 3 }), elsewhere: people(400, 40) } },
    { reports: { country: people(60, 3), elsewhere: people(40, 40) } },
    { reports: { country: people(3, 3), elsewhere: people(40, 40) } },
    { alone: true },
    { alone: true, failing: ["local"], layer: "gateway" },
    { alone: true, failing: ["local"], layer: "network" },
  ];

  test.each(Language.options)("no gap is left open in %s, whatever is asked", (language) => {
    const reasons = new Set<string>();
    for (const situation of everything) {
      for (const asker of [
        {},
        { region: null, vpn: "yes", canReachOthers: "no" },
        { symptom: "playback", canReachOthers: "yes", region: "enam" },
        { symptom: "slow", trial: trialOf("reached", { ms: 4_000 }) },
        { trial: trialOf("failed") },
        { trial: trialOf("reached", { ms: 4_000, controlMs: 3_000 }) },
      ] as const) {
        const said = diagnose(evidenceOf(situation), askerOf(asker), language);
        for (const { id } of said.reasons) reasons.add(id);
        expect(JSON.stringify([said.headline, said.reasons, said.steps])).not.toMatch(/\{\w+\}/);
      }
    }
    const ofAgent = evidenceOf({});
    const regions = { "agent-7": { state: "up" as const, probability: 0.001 } };
    const far = diagnose({ ...ofAgent, verdict: { ...ofAgent.verdict, regions } }, askerOf(), language);
    for (const { id } of far.reasons) reasons.add(id);
    expect(Object.keys(wordsIn(language).reasons).filter((id) => !reasons.has(id))).toEqual([]);
  });
});

describe("the reader's language", () => {
  test.each([
    [null, "en"],
    ["", "en"],
    ["de-DE,de;q=0.9,en;q=0.8", "de"],
    ["en;q=0.5, ja", "ja"],
    ["pt-BR", "pt"],
    ["zh-CN, fr;q=0.2", "fr"],
    ["zh-CN", "en"],
    ["de;q=0, es;q=0.1", "es"],
    ["*", "en"],
    ["fr;q=nonsense", "fr"],
  ])("of %j is %s", (header, language) => expect(languageFor(header)).toBe(language));
});
