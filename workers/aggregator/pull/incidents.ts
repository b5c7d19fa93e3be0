import type { Context } from "hono";
import { z } from "zod";
import { Incident, type ServiceId } from "../../../shared/schema/index.ts";
import type { Api } from "../api/context.ts";
import type { Front } from "../front.ts";
import { openedIncidents } from "../store/incidents.ts";

/**
 * Incidents that were opened, newest first: what D1 holds, with those that are not over as they stand now. With D1 away, these
 * alone.
 */
export async function knownIncidents(
  c: Context<Api>,
  { snapshot }: Front,
  { service, unresolved, limit }: { service: string | null; unresolved: boolean; limit: number },
): Promise<Incident[]> {
  const current = z
    .array(Incident)
    .parse(snapshot.incidents)
    .filter((incident) => "openedAt" in incident && (service === null || incident.service === service));
  try {
    const stored = await openedIncidents(c.env.DB, { service, unresolved, limit });
    const known = new Set(current.map(({ id }) => id));
    return [...current, ...stored.filter(({ id }) => !known.has(id))].sort(newestFirst).slice(0, limit);
  } catch (error) {
    console.warn("only incidents that are not over: D1 is away", { error: String(error) });
    return current.sort(newestFirst);
  }
}

function newestFirst(a: Incident, b: Incident): number {
  return b.suspectedAt - a.suspectedAt;
}

/** Names of services as they are now; one that is no longer watched is called by its id. */
export function namesIn({ snapshot }: Front): (service: ServiceId) => string {
  const names = new Map<string, string>(snapshot.services.map(({ id, name }) => [id, name]));
  return (service) => names.get(service) ?? service;
}
