import type { Context } from "hono";
import { DAY_MS, type Days, daysOf } from "../../../../shared/history/days.ts";
import { type LatencyStep, latencySteps } from "../../../../shared/history/latency.ts";
import { type Api, configOf } from "../../api/context.ts";
import { kept } from "../../pull/kept.ts";
import { readPast } from "../../pull/uptime.ts";
import { latenciesOf } from "../../store/latencies.ts";
import { DAY_BARS, LATENCY_CHART } from "../limits.ts";

/**
 * The long past of a service: how fast it answered, and its days. Reading hours of rounds and months of incidents is the
 * dearest thing that a page asks of D1, so it is kept at the edge for longer than the page is.
 */

type Asked = { readonly id: string; readonly simulated: boolean; readonly now: number };

export async function loadLatency(c: Context<Api>, { id, simulated, now }: Asked): Promise<LatencyStep[]> {
  const speed = speedOf(c, simulated);
  const seconds = secondsAt(speed);
  const seen = await kept(c, { key: `latency/${id}`, seconds }, () =>
    latenciesOf(c.env.DB, {
      service: id,
      simulated,
      after: now - LATENCY_CHART.spanMs / speed,
      stepMs: LATENCY_CHART.stepMs / speed,
      limit: LATENCY_CHART.rows,
    }),
  );
  return latencySteps(seen);
}

export async function loadDays(c: Context<Api>, { id, simulated, now }: Asked): Promise<Days> {
  return kept(c, { key: `days/${id}`, seconds: secondsAt(speedOf(c, simulated)) }, async () => {
    const past = await readPast(c.env.DB, id, { from: now - DAY_BARS.days * DAY_MS, to: now });
    return daysOf(past, { now, count: DAY_BARS.days });
  });
}

function speedOf(c: Context<Api>, simulated: boolean): number {
  return simulated ? (configOf(c).simulationSpeed ?? 1) : 1;
}

/** A simulated network's minutes are shorter. */
function secondsAt(speed: number): number {
  return Math.max(1, Math.round(LATENCY_CHART.keptSeconds / speed));
}
