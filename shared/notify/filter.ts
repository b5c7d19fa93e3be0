import type { Event } from "../schema/event.ts";
import type { Verdict } from "../schema/verdict.ts";
import { EVENTS_BY_DEFAULT, type Filter } from "./subscription.ts";

/** Does a filter let an event through? A pure function that answers with the reason why not, in words. */

const GRAVITY = { unknown: 0, up: 0, degraded: 1, down: 2 } as const;

/** Why the event is not wanted; `null` when it is. */
export function filteredBecause(event: Event, filter: Filter): string | null {
  const events = filter.events ?? EVENTS_BY_DEFAULT;
  if (!events.includes(event.type)) return `${event.type} is not among the events: ${events.join(", ")}`;
  return aboutOther(event, filter) ?? aboutLess(event, filter);
}

/** Another service than those that are wanted. What is about no service is asked for by its type alone. */
function aboutOther(event: Event, { services, tags }: Filter): string | null {
  if (event.type === "probe.ill") return null;
  const { service } = event;
  if (services !== undefined && !services.includes(service.id)) return `${service.id} is not among the services`;
  if (tags !== undefined && !tags.some((tag) => service.tags.includes(tag)))
    return `${service.id} has none of the tags ${tags.join(", ")}`;
  return null;
}

/** Less grave, or elsewhere. What is told of notices, maintenance and certificates has no such measure. */
function aboutLess(event: Event, filter: Filter): string | null {
  if (!("incident" in event)) return null;
  const { verdict, countries } = event;
  const { minState, minProbability, scopes, layers } = filter;
  if (minState !== undefined && GRAVITY[verdict.state] < GRAVITY[minState])
    return `it is ${verdict.state}; at least ${minState} is asked for`;
  if (minProbability !== undefined && verdict.probability < minProbability)
    return `the probability is ${verdict.probability}; at least ${minProbability} is asked for`;
  if (scopes !== undefined && !scopes.includes(verdict.scope))
    return `the scope is ${verdict.scope}, not ${scopes.join(" or ")}`;
  if (layers !== undefined && (verdict.layer === null || !layers.includes(verdict.layer)))
    return `the layer is ${verdict.layer ?? "unclear"}, not ${layers.join(" or ")}`;
  return elsewhere(verdict, countries, filter);
}

function elsewhere(verdict: Verdict, countries: readonly string[], filter: Filter): string | null {
  const { regions } = filter;
  if (regions !== undefined && !regions.some((region) => isFailing(verdict, region)))
    return `it fails in none of ${regions.join(", ")}`;
  if (filter.countries !== undefined && !filter.countries.some((country) => countries.includes(country)))
    return `it fails in none of the countries ${filter.countries.join(", ")}`;
  return null;
}

export function isFailing({ regions }: Pick<Verdict, "regions">, region: string): boolean {
  const state = regions[region]?.state;
  return state === "down" || state === "degraded";
}
