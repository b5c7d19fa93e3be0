import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { LATENCY_SPAN_MS } from "../../../shared/feed/limits.ts";
import { deliveryFamilies, type Told } from "../../../shared/feed/metrics/deliveries.ts";
import { CONTENT_TYPES, dialectFor, exposition } from "../../../shared/feed/metrics/exposition.ts";
import { networkFamilies } from "../../../shared/feed/metrics/families.ts";
import { type Latency, latenciesOf } from "../../../shared/feed/metrics/quantiles.ts";
import { type Api, configOf, frontOf } from "../api/context.ts";
import { roundsAfter } from "../store/rounds.ts";
import { listSubscriptions } from "../store/subscriptions.ts";
import { kept } from "./kept.ts";
import { LATENCY_ROUNDS, METRICS_SECONDS } from "./limits.ts";
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
      const [{ snapshot, stale }, { latencies, told }] = await Promise.all([frontOf(c), readSlowly(c)]);
      const families = [...networkFamilies(snapshot, { stale, latencies }), ...deliveryFamilies(told)];
      const dialect = dialectFor(c.req.header("accept"));
      return c.body(exposition(families, dialect), 200, {
        "content-type": CONTENT_TYPES[dialect],
        "cache-control": "no-store",
        vary: "Accept",
      });
    },
  });
}

type Slow = { readonly latencies: readonly Latency[]; readonly told: readonly Told[] };

/** What D1 is read for, once a minute; nothing of it where D1 is away, and the other metrics are told all the same. */
async function readSlowly(c: Context<Api>): Promise<Slow> {
  try {
    return await kept(c, { key: "metrics", seconds: METRICS_SECONDS }, async () => {
      const [latencies, told] = await Promise.all([latenciesNow(c), listSubscriptions(c.env.DB, { apiKey: null })]);
      const counts = told.map(({ status, format, waiting, delivered, dead, skipped }) => ({
        status,
        format,
        deliveries: { waiting, delivered, dead, skipped },
      }));
      return { latencies, told: counts };
    });
  } catch (error) {
    console.warn("metrics without latency and deliveries: D1 is away", { error: String(error) });
    return { latencies: [], told: [] };
  }
}

async function latenciesNow(c: Context<Api>): Promise<Latency[]> {
  const after = { slot: Date.now() - LATENCY_SPAN_MS, lane: "" };
  const networks = configOf(c).simulationSpeed === null ? [false] : [false, true];
  const read = await Promise.all(
    networks.map((simulated) => roundsAfter(c.env.DB, { after, simulated, limit: LATENCY_ROUNDS })),
  );
  return latenciesOf(read.flatMap(({ rounds }) => rounds));
}
