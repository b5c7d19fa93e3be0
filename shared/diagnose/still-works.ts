import type { PlaceId } from "../schema/index.ts";
import type { Evidence } from "./question.ts";
import { OWN_MACHINE } from "./sight.ts";

/** What of a failing service is known to work. */
export type StillWorks = { readonly endpoints: readonly string[]; readonly regions: readonly PlaceId[] };

export function stillWorks({ verdict, endpoints }: Evidence): StillWorks {
  const regions = Object.entries(verdict.regions)
    .filter(([place, { state }]) => state === "up" && place !== OWN_MACHINE)
    .map(([place]) => place)
    .sort();
  return { endpoints: endpoints.filter(({ state }) => state === "up").map(({ name }) => name), regions };
}
