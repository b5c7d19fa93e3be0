import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { symptomNames } from "../../../shared/diagnose/symptoms.ts";
import { Layer, Outcome } from "../../../shared/schema/cause.ts";
import { AskedPlatform, Language } from "../../../shared/schema/diagnosis.ts";
import { EventKind } from "../../../shared/schema/incident.ts";
import { Phase, Scope, State } from "../../../shared/schema/verdict.ts";

/** The words of the page: every sentence in every language, with the same gaps. */

type Tree = string | { readonly [key: string]: Tree };
const wordsOf = (language: string): Record<string, Tree> =>
  JSON.parse(readFileSync(new URL(`../../../workers/aggregator/page/words/${language}.json`, import.meta.url), "utf8"));
const leaves = (tree: Tree, path = ""): [string, string][] =>
  typeof tree === "string"
    ? [[path, tree]]
    : Object.entries(tree).flatMap(([key, branch]) => leaves(branch, `${path}.${key}`));
const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
const english = new Map(leaves(wordsOf("en")));

describe("the words of the page", () => {
  test.each(Language.options)("%s says everything that English says, with the same gaps", (language) => {
    const said = new Map(leaves(wordsOf(language)));
    expect([...said.keys()]).toEqual([...english.keys()]);
    for (const [path, text] of said) {
      expect([path, gaps(text)]).toEqual([path, gaps(english.get(path) ?? "")]);
      expect(text.trim(), path).not.toBe("");
    }
  });

  test.each(Language.options.filter((language) => language !== "en"))("%s is no copy of English", (language) => {
    const same = leaves(wordsOf(language)).filter(
      ([path, text]) => english.get(path) === text && gaps(text).length === 0 && text.includes(" "),
    );
    expect(same).toEqual([]);
  });

  test.each([
    ["states", State.options],
    ["scopes", Scope.options],
    ["layers", Layer.options],
    ["phases", Phase.options],
    ["events", EventKind.options],
    ["outcomes", Outcome.options],
    ["platforms", AskedPlatform.options],
    ["symptoms", symptomNames()],
  ] as const)("has a word for each of the %s", (group, names) => {
    expect(Object.keys(wordsOf("en")[group] ?? {}).sort()).toEqual([...names].sort());
  });
});
