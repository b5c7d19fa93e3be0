import type { StatusMap } from "../../../shared/geo/map.ts";
import { countryName } from "./country-name.ts";

/** What a map shows, in one sentence. The countries with most at stake first: the likeliest to fail. */

const NAMED = 3;

export function headlineOf(map: Pick<StatusMap, "service" | "names" | "countries">): string {
  const failing = map.countries
    .filter(({ state }) => state === "down" || state === "degraded")
    .sort((a, b) => b.probability - a.probability || b.evidence - a.evidence);
  const subject =
    map.service?.name ??
    servicesIn(
      failing.map(({ service }) => service),
      map.names,
    );
  if (failing.length > 0)
    return `${subject} ${verbFor(map, failing)} failing in ${listed(failing.map((each) => countryName(each.country)))}`;
  const isSeen = map.countries.some(({ state }) => state === "up");
  if (map.service === null) return isSeen ? "Nothing is known to be failing" : "Nothing is known right now";
  return isSeen ? `${subject} is not known to be failing anywhere` : `It is not known how ${subject} is`;
}

function verbFor(
  { service }: Pick<StatusMap, "service">,
  failing: readonly { service: string | null }[],
): "is" | "are" {
  return service !== null || new Set(failing.map((each) => each.service)).size === 1 ? "is" : "are";
}

function servicesIn(ids: readonly (string | null)[], names: Readonly<Record<string, string>>): string {
  const named = [...new Set(ids.filter((id) => id !== null))];
  const [only = ""] = named;
  return named.length === 1 ? (names[only] ?? only) : `${named.length} services`;
}

function listed(names: readonly string[]): string {
  if (names.length > 60) return `${names.length} countries`;
  const shown = names.slice(0, names.length === NAMED + 1 ? NAMED + 1 : NAMED);
  const left = names.length - shown.length;
  if (left > 0) return `${shown.join(", ")} and ${left} more countries`;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
