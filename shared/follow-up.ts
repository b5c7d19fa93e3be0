import type { FoldOutput } from "./evaluate.ts";
import { currentIncident } from "./evaluate.ts";
import { failuresAt, sightAt } from "./fuse/sights.ts";
import { foldLooks, type Ledger } from "./ledger.ts";
import { type Candidate, regionsToAsk } from "./observe/ask.ts";
import { affords, regionName, serviceName, spend } from "./observe/budget.ts";
import { ASKED_REGIONS, EXTRA_SAVED, FOLLOW_UP_AFTER_MS } from "./observe/limits.ts";
import type { Looks, Observation, PlaceId, Target, Wishes } from "./schema/index.ts";

/**
 * What a first failure makes the network look at besides its schedule: the same region looks again, and others are asked
 * at once. Bounded by what regular looks have earned; nothing extra while a service recovers, and nobody else is asked
 * once an incident is open.
 */
export function foldAlert(ledger: Ledger, looks: Looks): { outputs: readonly FoldOutput[]; wishes: Wishes } {
  const first = looks.extra ? [] : looks.observations.filter((seen) => isFirstFailure(ledger, seen));
  const outputs = foldLooks(ledger, looks);
  const wishes: Wishes = { again: [], ask: [] };
  for (const { service, endpoint } of first) wish(ledger, { service, endpoint }, looks.region, wishes);
  return { outputs, wishes };
}

const OF_REGION = { saved: EXTRA_SAVED.region };
const OF_SERVICE = { saved: EXTRA_SAVED.service };

/** It failed where it passed when it was last looked at. What could not be seen then or now triggers nothing. */
function isFirstFailure({ network }: Ledger, { service, endpoint, region, outcome, at }: Observation): boolean {
  if (outcome !== "fail") return false;
  const sights = network.services.get(service)?.endpoints.get(endpoint)?.sights;
  const place = network.places.get(region)?.index;
  if (sights === undefined || place === undefined) return false;
  const last = sightAt(sights, place);
  return last !== null && last.at < at && last.outcome === "pass" && failuresAt(sights, place) === 0;
}

function wish(ledger: Ledger, target: Target, region: PlaceId, wishes: Wishes): void {
  const { budget, network } = ledger;
  const phase = currentIncident(network.incidents.get(target.service)?.incident ?? null)?.phase;
  if (phase === "recovering") return;
  const [here, there] = [regionName(region), serviceName(target.service)];
  const again = FOLLOW_UP_AFTER_MS.length;
  if (affords(budget, here, again, OF_REGION) && affords(budget, there, again, OF_SERVICE)) {
    spend(budget, here, again, OF_REGION);
    spend(budget, there, again, OF_SERVICE);
    wishes.again.push(target);
  }
  if (phase === "open") return;
  const regions = regionsToAsk(candidatesFor(ledger, target, region), { from: region, count: ASKED_REGIONS });
  const asked = regions.filter((other) => {
    if (!affords(budget, there, 1, OF_SERVICE)) return false;
    spend(budget, there, 1, OF_SERVICE);
    spend(budget, regionName(other), 1, OF_REGION);
    return true;
  });
  if (asked.length > 0) wishes.ask.push({ ...target, regions: asked });
}

/** Regions that looked at it lately, but not just now, and saw no failure: what the others would say is known. */
function candidatesFor({ network, attendance, budget }: Ledger, target: Target, region: PlaceId): Candidate[] {
  const { now, model } = network;
  const endpoint = network.services.get(target.service)?.endpoints.get(target.endpoint);
  if (endpoint === undefined) return [];
  const justNowMs = (FOLLOW_UP_AFTER_MS[0] * model.minuteMs) / 60_000;
  return [...network.places].flatMap(([other, { index }]) => {
    const sight = sightAt(endpoint.sights, index);
    if (sight === null || other === region || sight.outcome === "fail") return [];
    const realised = attendance.get(other)?.realised;
    // An agent is asked by nobody: it calls, and is not called.
    if (realised === undefined || realised === "agent") return [];
    const age = now - sight.at;
    const isFresh = age <= model.freshIntervals * endpoint.intervalMs;
    if (!isFresh || age < justNowMs || !affords(budget, regionName(other), 1, OF_REGION)) return [];
    return [{ region: other, lookedAt: sight.at }];
  });
}
