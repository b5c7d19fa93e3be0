import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { LATENCY_SPAN_MS } from "../../../shared/feed/limits.ts";
import { CONTENT_TYPES, dialectFor, exposition } from "../../../shared/feed/metrics/exposition.ts";
import { networkFamilies } from "../../../shared/feed/metrics/families.ts";
import { type Latency, latenciesOf } from "../../../shared/feed/metrics/quantiles.ts";
import { type Api, configOf, frontOf } from "../api/context.ts";
import { roundsAfter } from "../store/rounds.ts";
import { kept } from "./kept.ts";
import { LATENCY_ROUNDS, LATENCY_SECONDS } from "./limits.ts";
import { NOTHING, pulled } from "./pulled.ts";

/** What the network knows, for Prometheus and whoever reads the same. */

export function metricRoutes(api: OpenAPIHono<Api>): void {
  pulled(api, {
    path: "/metrics",
    summary: "Metrics: services, regions, probes, latency",
    description: "OpenMetrics 1.0 where `Accept` asks for it, else the Prometheus text format 0.0.4.",
    types: Object.values(CONTENT_TYPES),
    schema: NOTHING,
    answer: async (c) => {
      const [{ snapshot, stale }, latencies] = await Promise.all([frontOf(c), latenciesNow(c)]);
      const dialect = dialectFor(c.req.header("accept"));
      return c.body(exposition(networkFamilies(snapshot, { stale, latencies }), dialect), 200, {
        "content-type": CONTENT_TYPES[dialect],
        "cache-control": "no-store",
        vary: "Accept",
      });
    },
  });
}

/** From the rounds of the last minutes; none where D1 is away, and the other metrics are told all the same. */
async function latenciesNow(c: Context<Api>): Promise<Latency[]> {
  try {
    return await kept(c, { key: "latencies", seconds: LATENCY_SECONDS }, async () => {
      const after = { slot: Date.now() - LATENCY_SPAN_MS, lane: "" };
      const networks = configOf(c).simulationSpeed === null ? [false] : [false, true];
      const read = await Promise.all(
        networks.map((simulated) => roundsAfter(c.env.DB, { after, simulated, limit: LATENCY_ROUNDS })),
      );
      return latenciesOf(read.flatMap(({ rounds }) => rounds));
    });
  } catch (error) {
    console.warn("metrics without latency: D1 is away", { error: String(error) });
    return [];
  }
}
