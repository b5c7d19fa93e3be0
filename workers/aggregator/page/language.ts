import { languageFor } from "../../../shared/diagnose/language.ts";
import { Language } from "../../../shared/schema/diagnosis.ts";
import de from "./words/de.json" with { type: "json" };
import en from "./words/en.json" with { type: "json" };
import es from "./words/es.json" with { type: "json" };
import fr from "./words/fr.json" with { type: "json" };
import ja from "./words/ja.json" with { type: "json" };
import pt from "./words/pt.json" with { type: "json" };

/** The words of the page in each language, and which of them a reader gets: the one they ask for, else their browser's. */

export type PageWords = typeof en;

const WORDS: Readonly<Record<Language, PageWords>> = { en, es, pt, de, fr, ja };

/** Each language in its own name, as its readers look for it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  es: "Español",
  pt: "Português",
  de: "Deutsch",
  fr: "Français",
  ja: "日本語",
};

export function pageWords(language: Language): PageWords {
  return WORDS[language];
}

/** `asked` is what the address says with `?lang=`; `null` where it says nothing that we speak. */
export function readerLanguage(
  query: string | undefined,
  acceptLanguage: string | undefined,
): { readonly language: Language; readonly asked: Language | null } {
  const asked = Language.safeParse(query);
  return asked.success
    ? { language: asked.data, asked: asked.data }
    : { language: languageFor(acceptLanguage), asked: null };
}
