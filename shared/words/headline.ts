import { cut } from "../notices/words.ts";
import { oneLine } from "../observe/one-line.ts";
import type { Belief, Phase, PlaceId, Scope, State } from "../schema/index.ts";
import { HEADLINE_CHARS, HEADLINE_REGIONS } from "./limits.ts";
import { listText, placeName } from "./spell.ts";

/** An incident in one line: what, how badly, where. The same line is the title of a feed's entry and of a message. */

export type Told = {
  readonly name: string;
  readonly phase: Phase;
  readonly state: State;
  readonly scope: Scope;
  /** The regions that it has touched, as they stand. */
  readonly regions: Readonly<Record<PlaceId, Belief>>;
};

export function headline(told: Told): string {
  return cut(sentence({ ...told, name: oneLine(told.name) }), HEADLINE_CHARS);
}

function sentence(told: Told): string {
  const { name, phase } = told;
  switch (phase) {
    case "suspected":
      return `${name} may be ${trouble(told)}${where(told, failingIn(told))}`;
    case "open":
      return `${name} is ${trouble(told)}${where(told, failingIn(told))}`;
    case "recovering":
      return `${name} is coming back${progress(told)}`;
    case "resolved":
      return `${name} works again; it was ${trouble(told)}${where(told, touchedBy(told))}`;
    case "withdrawn":
      return `${name} is up: a suspicion was not confirmed`;
  }
}

function trouble({ state }: Told): string {
  return state === "degraded" ? "degraded" : "down";
}

function where({ scope }: Told, places: readonly PlaceId[]): string {
  if (scope === "global") return " everywhere";
  return places.length === 0 ? "" : ` in ${listText(places.map(placeName), HEADLINE_REGIONS)}`;
}

function progress(told: Told): string {
  const touched = touchedBy(told).length;
  const back = touched - failingIn(told).length;
  return touched < 2 ? "" : `: ${back} of ${touched} regions work again`;
}

/** The regions in which it still fails, the surest first. */
export function failingIn({ regions }: Pick<Told, "regions">): PlaceId[] {
  return Object.entries(regions)
    .filter(([, { state }]) => state === "down" || state === "degraded")
    .sort(([, a], [, b]) => b.probability - a.probability)
    .map(([place]) => place);
}

export function touchedBy({ regions }: Pick<Told, "regions">): PlaceId[] {
  return Object.keys(regions);
}
