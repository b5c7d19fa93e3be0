import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { ServiceInput } from "../../../shared/schema/index.ts";
import { Service } from "../../../shared/schema/index.ts";
import { ENDPOINTS_MAX } from "../../../shared/schema/limits.ts";
import { bundleWorker } from "../../../workers/cli/bundle.ts";
import { applyMigrations } from "../../../workers/cli/migrate.ts";
import { seedServices } from "../../../workers/cli/seed.ts";

/**
 * A probe and its aggregator on the real runtime, with one lane of so many checks of a loopback server. What is not on
 * loopback (control targets, the trace page) is answered by a worker in between: the bench sends nothing outside.
 */

const GATE = `export default { async fetch(request) {
  const url = new URL(request.url);
  if (url.hostname === "127.0.0.1") return fetch(request);
  return new Response(url.pathname === "/cdn-cgi/trace" ? "colo=AMS\\n" : "success Success Microsoft Connect Test");
} };`;

export type BenchLane = {
  /** Runs one slot; answers with the milliseconds that it took. */
  run(): Promise<number>;
  /** The rounds stored so far: what they hold. */
  stored(): Promise<{ rounds: number; looks: number; passed: number }>;
  close(): Promise<void>;
};

export async function openLane({
  checks,
  port,
  timeoutMs,
}: {
  checks: number;
  port: number;
  timeoutMs: number;
}): Promise<BenchLane> {
  const [aggregator, probe] = await Promise.all(
    ["aggregator", "probe"].map((name) => bundleWorker(`workers/${name}/worker.ts`)),
  );
  const common = { modules: true as const, compatibilityDate: "2026-10-01" };
  const miniflare = new Miniflare({
    handleStructuredLogs: () => undefined,
    ...convertV4MiniflareOptions({
      workers: [
        {
          ...common,
          name: "downwhere",
          script: aggregator ?? "",
          d1Databases: { DB: "DB" },
          kvNamespaces: ["SNAPSHOTS"],
          durableObjects: {
            FUSION: { className: "Fusion", useSQLite: true },
            ON_DEMAND: { className: "OnDemand", useSQLite: true },
          },
        },
        {
          ...common,
          name: "downwhere-probe",
          script: probe ?? "",
          bindings: { PLACES: "local", ALLOW_PRIVATE: "all" },
          d1Databases: { DB: "DB" },
          durableObjects: { REGION_PROBE: { className: "RegionProbe", useSQLite: true } },
          serviceBindings: { AGGREGATOR: { name: "downwhere", entrypoint: "Intake" } },
          outboundService: "gate",
        },
        { ...common, name: "gate", script: GATE },
      ],
    }),
  });
  await miniflare.ready;
  const db = await miniflare.getD1Database("DB", "downwhere");
  await applyMigrations(db, "workers/aggregator/migrations");
  await seedServices(db, { real: servicesOf(checks, { port, timeoutMs }), simulated: [], source: "bench" });
  const worker = await miniflare.getWorker("downwhere-probe");
  // Tomorrow: the alarms of the schedule do not fire by themselves while slots are run one after another.
  let now = Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000;
  const tick = () => worker.scheduled({ scheduledTime: new Date(now), cron: "* * * * *" });
  await tick();
  return {
    async run() {
      now += 60_000;
      const began = performance.now();
      await tick();
      return performance.now() - began;
    },
    async stored() {
      const { results } = await db.prepare("SELECT body FROM rounds").all();
      const rounds = results.map(({ body }) => JSON.parse(String(body)) as { observations: unknown[][] });
      const looks = rounds.flatMap(({ observations }) => observations);
      return {
        rounds: rounds.length,
        looks: looks.length,
        passed: looks.filter((cells) => cells[3] === "pass").length,
      };
    },
    close: () => miniflare.dispose(),
  };
}

function servicesOf(checks: number, { port, timeoutMs }: { port: number; timeoutMs: number }): Service[] {
  return Array.from({ length: Math.ceil(checks / ENDPOINTS_MAX) }, (_, index) => {
    const endpoints = Array.from({ length: Math.min(ENDPOINTS_MAX, checks - index * ENDPOINTS_MAX) }, (__, number) => ({
      id: `e${number}`,
      name: `Endpoint ${number}`,
      check: { url: `http://127.0.0.1:${port}/${index}/${number}`, timeoutMs },
    }));
    const service: ServiceInput = { id: `s${index}`, name: `Service ${index}`, allowPrivate: true, endpoints };
    return Service.parse(service);
  });
}
