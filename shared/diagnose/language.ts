import type { AskedPlatform } from "../schema/diagnosis.ts";
import { Language } from "../schema/diagnosis.ts";
import type { PlainReason } from "./question.ts";
import de from "./words/de.json" with { type: "json" };
import en from "./words/en.json" with { type: "json" };
import es from "./words/es.json" with { type: "json" };
import fr from "./words/fr.json" with { type: "json" };
import ja from "./words/ja.json" with { type: "json" };
import pt from "./words/pt.json" with { type: "json" };

/** The words of a diagnosis in each language, which language a reader wants, and how gaps in a sentence are filled. */

export type Words = typeof en;
export type StepName = keyof Words["steps"];

const WORDS: Readonly<Record<Language, Words>> = { en, es, pt, de, fr, ja };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** Ranges of one Accept-Language header that are looked at: browsers send a handful. */
const RANGES_MAX = 20;

/** The best of our languages for an Accept-Language header (RFC 9110, 12.5.4); English where it names none of them. */
export function languageFor(header: string | null | undefined): Language {
  const wanted = (header ?? "")
    .split(",")
    .slice(0, RANGES_MAX)
    .flatMap((range) => {
      const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
      const quality = parameters
        .map((text) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/.exec(text)?.[1])
        .find((q) => q !== undefined);
      const language = Language.safeParse(tag.trim().split("-")[0]);
      return language.success ? [{ language: language.data, quality: Number(quality ?? 1) }] : [];
    })
    .filter(({ quality }) => quality > 0);
  return wanted.reduce((best, range) => (range.quality > best.quality ? range : best), {
    language: "en" as Language,
    quality: 0,
  }).language;
}

/** Replaces `{name}` by its value; a gap without a value stays as it is, which the tests forbid. */
export function fill(template: string, values: PlainReason["values"]): string {
  return template.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

export function regionNames(places: readonly string[], { regions }: Words): string {
  return places.map((place) => (regions as Readonly<Record<string, string>>)[place] ?? place).join(", ");
}

const MOBILE: readonly AskedPlatform[] = ["ios", "android"];

/** How a step is done on a platform; iOS and Android share what is said of mobile. */
export function howToOn(howTo: string | Readonly<Record<string, string>>, platform: AskedPlatform | null): string {
  if (typeof howTo === "string") return howTo;
  const own = platform === null ? undefined : howTo[platform];
  const shared = platform !== null && MOBILE.includes(platform) ? howTo.mobile : undefined;
  return own ?? shared ?? howTo.default ?? "";
}
