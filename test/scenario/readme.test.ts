import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStory, type Story } from "../support/story.ts";

/** The README's examples are run: every answer has all that its example shows, of the same kind. */

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const examples = [...README.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
  [...block.matchAll(/\$ curl -s localhost:8787(\S+)\n([\s\S]*?)(?=\n\$ |\n*$)/g)].map(([, path = "", json = ""]) => ({
    path,
    shown: JSON.parse(json) as unknown,
  })),
);

let story: Story;
beforeAll(async () => {
  story = await openStory();
  await story.until(5);
});
afterAll(() => story.close());

describe("the README", () => {
  test("has examples", () => expect(examples.length).toBeGreaterThanOrEqual(6));

  test.each(examples)("$path answers as shown", async ({ path, shown }) => {
    expect(missing(shown, await story.get(path), "")).toEqual([]);
  });

  test("its own services file is accepted", async () => {
    const { parseServices } = await import("../../workers/cli/services-file.ts");
    const [, json = ""] = /```json\n([\s\S]*?)```/.exec(README) ?? [];
    expect(parseServices(json, "README.md")).toMatchObject({ ok: true });
  });
});

/** Paths of what the example shows and the answer lacks, or has of another kind. */
function missing(shown: unknown, answer: unknown, path: string): string[] {
  if (Array.isArray(shown))
    return shown.flatMap((item, index) =>
      missing(item, Array.isArray(answer) ? answer[index] : undefined, `${path}[${index}]`),
    );
  if (typeof shown === "object" && shown !== null) {
    if (typeof answer !== "object" || answer === null) return [path];
    return Object.entries(shown).flatMap(([key, value]) => missing(value, Reflect.get(answer, key), `${path}.${key}`));
  }
  // A word of the glossary must be that word; a time, an id, a number or a sentence may be another of its kind.
  const isWord = typeof shown === "string" && /^[a-z]+$/.test(shown);
  if (isWord ? shown === answer : typeof shown === typeof answer) return [];
  return shown === null && answer !== undefined
    ? []
    : [`${path}: ${JSON.stringify(shown)} against ${JSON.stringify(answer)}`];
}
