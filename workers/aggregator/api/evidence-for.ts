import type { Context } from "hono";
import { nextLook } from "../../../shared/diagnose/next-look.ts";
import type { Evidence } from "../../../shared/diagnose/question.ts";
import type { Heard } from "../../../shared/heard.ts";
import { parseInstant, type ServiceView } from "../../../shared/schema/index.ts";
import type { Front } from "../front.ts";
import { fusionStub, shardOf } from "../shard.ts";
import { findService } from "../store/services.ts";
import type { AskedFrom } from "./asked-from.ts";
import { type Api, configOf } from "./context.ts";

/** What a diagnosis is made from: the published verdict, what people and the vendor say, and the service's own words. */
export async function evidenceFor(
  c: Context<Api>,
  { front, service, from, now }: { front: Front; service: ServiceView; from: AskedFrom; now: number },
): Promise<Evidence> {
  const [heard, { steps, intervalMs }] = await Promise.all([heardBy(c, service, from), writtenOf(c, service.id)]);
  const { verdict, endpoints, incident, name, tags, help, official } = service;
  const speed = service.simulated ? (configOf(c).simulationSpeed ?? 1) : 1;
  const lastRounds = front.snapshot.regions
    .filter(({ id }) => verdict.regions[id] !== undefined)
    .map(({ lastRoundAt }) => (lastRoundAt === null ? null : parseInstant(lastRoundAt)));
  return {
    now,
    asOf: parseInstant(front.snapshot.asOf) ?? verdict.at,
    stale: front.stale,
    verdict,
    endpoints,
    incident,
    ...heard,
    nextLookAt: nextLook(lastRounds, { now, intervalMs: intervalMs / speed }),
    service: { name, tags, steps, official: official[0]?.url ?? null, help },
  };
}

/** People's and the vendor's voices; with the Fusion object away the answer does without them. */
async function heardBy(c: Context<Api>, service: ServiceView, from: AskedFrom): Promise<Heard> {
  try {
    return await fusionStub(c.env, shardOf(service, configOf(c))).heard(service.id, {
      country: from.country,
      asn: from.asn,
    });
  } catch (error) {
    console.warn("diagnosis without people and notices: fusion is away", { error: String(error) });
    return { reports: null, notices: [] };
  }
}

/** What the catalogue says: own steps, and how often it is looked at. With D1 away: the usual. */
async function writtenOf(
  c: Context<Api>,
  id: string,
): Promise<{ steps: Evidence["service"]["steps"]; intervalMs: number }> {
  try {
    const written = await findService(c.env.DB, id);
    const seconds = (written?.endpoints ?? []).map(({ check }) => check.intervalSeconds);
    return { steps: written?.steps ?? null, intervalMs: (seconds.length > 0 ? Math.min(...seconds) : 60) * 1_000 };
  } catch (error) {
    console.warn("diagnosis without the service's own steps: D1 is away", { error: String(error) });
    return { steps: null, intervalMs: 60_000 };
  }
}
