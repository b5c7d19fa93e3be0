import { regionNames, wordsIn } from "../../../shared/diagnose/language.ts";
import type { Language } from "../../../shared/schema/diagnosis.ts";
import type { PageWords } from "./language.ts";

/** What every part of a page needs to know of its reader: the language, the address, and whether it hangs on a wall. */
export type View = {
  readonly language: Language;
  readonly words: PageWords;
  /** What the address asks for; links carry it on, as nothing is kept of a reader. */
  readonly asked: Language | null;
  /** As the reader reached it. */
  readonly origin: string;
  readonly path: string;
  /** For a screen on a wall: nothing to click, everything larger. */
  readonly kiosk: boolean;
};

/** A link inside the pages, in the language that was asked for. */
export function linkTo({ asked }: View, path: string): string {
  if (asked === null) return path;
  const [address = "", fragment] = path.split("#");
  const joined = `${address}${address.includes("?") ? "&" : "?"}lang=${asked}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** Names of places in the reader's language; a place that is no region keeps its own name. */
export function placeNames({ language }: View, places: readonly string[]): string {
  return regionNames(places, wordsIn(language));
}
