import { fill } from "../../../shared/diagnose/language.ts";
import type { ServiceWire, SnapshotWire } from "../../../shared/schema/snapshot.ts";
import { placeNames, type View } from "./view.ts";

/** What is so, in one sentence that a person understands. */

type Incident = SnapshotWire["incidents"][number];
type Beliefs = ServiceWire["verdict"]["regions"];
type Judged = Pick<ServiceWire["verdict"], "state" | "scope" | "regions"> & {
  readonly name: string;
  readonly incident: Incident | null;
};

/** Regions that are named; more are counted. */
const NAMED_MAX = 3;

/** Of everything that is watched; of one service that fails, where. */
export function headline(view: View, failing: readonly ServiceWire[], count: number): string {
  const { headline: words } = view.words;
  if (count === 0) return words.nothing;
  const [first] = failing;
  if (first === undefined) return words.quiet;
  if (failing.length === 1) return serviceSentence(view, first);
  return fill(words.many, { count: failing.length, services: failing.map(({ name }) => name).join(", ") });
}

export function serviceSentence(view: View, { name, verdict, incident }: ServiceWire): string {
  return verdictSentence(view, { ...verdict, name, incident });
}

export function verdictSentence(view: View, { name, state, scope, regions, incident }: Judged): string {
  const { verdict: words } = view.words;
  if (incident?.phase === "recovering" && state !== "unknown") return returning(view, name, incident);
  if (state === "up" || state === "unknown") return fill(words[state], { service: name });
  const failing = failingIn(regions);
  const known = Object.values(regions).filter((belief) => belief.state !== "unknown").length;
  if (failing.length === 0 || known === 1) return fill(words[`${state}Any`], { service: name });
  if (scope === "global") return fill(words[`${state}All`], { service: name });
  return fill(words[`${state}Some`], { service: name, regions: placesText(view, failing, known) });
}

export function failingIn(regions: Beliefs): string[] {
  return Object.entries(regions)
    .filter(([, { state }]) => state === "down" || state === "degraded")
    .map(([region]) => region)
    .sort();
}

function returning(view: View, service: string, incident: Incident): string {
  const touched = Object.values(incident.regions);
  const back = touched.filter(({ state }) => state === "up").length;
  return fill(view.words.verdict.returning, { service, back, of: touched.length });
}

/** A few places by name, and many by their number. */
export function placesText(view: View, places: readonly string[], of: number = places.length): string {
  if (places.length <= NAMED_MAX) return placeNames(view, places);
  return fill(view.words.verdict.manyRegions, { count: places.length, of });
}
