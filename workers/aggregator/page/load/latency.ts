import type { Context } from "hono";
import { type LatencyStep, latencySteps, type RegionStep } from "../../../../shared/history/latency.ts";
import { type Api, configOf } from "../../api/context.ts";
import { latenciesOf } from "../../store/latencies.ts";
import { LATENCY_CHART } from "../limits.ts";

/**
 * The latency chart's steps. Reading hours of rounds is the dearest thing that a page asks of D1, so the sums are kept at
 * the edge for longer than the page is.
 */
export async function loadLatency(
  c: Context<Api>,
  { id, simulated, now }: { id: string; simulated: boolean; now: number },
): Promise<LatencyStep[]> {
  const speed = simulated ? (configOf(c).simulationSpeed ?? 1) : 1;
  const stepMs = LATENCY_CHART.stepMs / speed;
  const key = new URL(`/kept/latency/${encodeURIComponent(id)}`, c.req.url).href;
  const kept = await caches.default.match(key);
  // Written below and by nothing else: no route answers under that address.
  if (kept !== undefined) return latencySteps((await kept.json()) as RegionStep[]);
  const seen = await latenciesOf(c.env.DB, {
    service: id,
    simulated,
    after: now - LATENCY_CHART.spanMs / speed,
    stepMs,
    limit: LATENCY_CHART.rows,
  });
  const seconds = Math.max(1, Math.round(LATENCY_CHART.keptSeconds / speed));
  const answer = new Response(JSON.stringify(seen), { headers: { "cache-control": `max-age=${seconds}` } });
  c.executionCtx.waitUntil(caches.default.put(key, answer));
  return latencySteps(seen);
}
