import { availableParallelism } from "node:os";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { bundleWorker } from "./workers/cli/bundle.ts";

/** Four projects by what they run in; see test/README.md. */

const migrations = () => readD1Migrations("workers/aggregator/migrations");
const aggregatorRuntime = {
  bindings: { SNAPSHOT_SECONDS: "1", EDGE_SECONDS: "0", SIMULATION_SPEED: "1", ADMIN_KEY: "the-key-of-the-tests" },
  compatibilityDate: "2026-10-01",
};

/** The copies that the probe's bindings name: the probe's own bundle. */
async function placedCopies() {
  const script = await bundleWorker("workers/probe/worker.ts");
  const { compatibilityDate } = aggregatorRuntime;
  return ["sam", "afr", "me"].map((region) => ({
    name: `downwhere-probe-${region}`,
    modules: true as const,
    script,
    compatibilityDate,
    bindings: { PLACES: region },
  }));
}

/** A probe for the aggregator to ask, in two of its regions, before the simulated internet; it begins nothing by itself. */
async function askedProbe() {
  const { compatibilityDate } = aggregatorRuntime;
  const [probe, world] = await Promise.all(
    ["probe/worker.ts", "world/world.ts"].map((entry) => bundleWorker(`workers/${entry}`)),
  );
  return [
    {
      name: "downwhere-probe",
      modules: true as const,
      script: probe ?? "",
      compatibilityDate,
      bindings: { PLACES: "weur enam" },
      durableObjects: { REGION_PROBE: { className: "RegionProbe", useSQLite: true } },
      outboundService: "world",
    },
    { name: "world", modules: true as const, script: world ?? "", compatibilityDate },
  ];
}

export default defineConfig({
  test: {
    reporters: ["default", "json"],
    // Whole networks mostly wait for time to pass: one worker, which is what two cores would get, leaves both of them idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    outputFile: { json: "test/report/vitest.json" },
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 30_000 } },
      {
        plugins: [
          cloudflareTest(async () => ({
            remoteBindings: false,
            wrangler: { configPath: "wrangler.toml" },
            miniflare: {
              ...aggregatorRuntime,
              bindings: { ...aggregatorRuntime.bindings, MIGRATIONS: await migrations() },
              workers: await askedProbe(),
            },
          })),
        ],
        test: {
          name: "workerd-aggregator",
          include: ["test/workerd/aggregator/**/*.test.ts"],
          globalSetup: ["test/support/vendor-server.ts"],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            remoteBindings: false,
            wrangler: { configPath: "workers/probe/wrangler.toml" },
            miniflare: {
              bindings: { MIGRATIONS: await migrations(), SIMULATED: "true", SPEED: "5" },
              serviceBindings: { AGGREGATOR: { name: "downwhere", entrypoint: "Intake" } },
              workers: [
                ...(await placedCopies()),
                {
                  ...aggregatorRuntime,
                  bindings: { ...aggregatorRuntime.bindings, SIMULATION_SPEED: "5" },
                  name: "downwhere",
                  modules: true,
                  script: await bundleWorker("workers/aggregator/worker.ts"),
                  d1Databases: { DB: { id: "DB" } },
                  kvNamespaces: ["SNAPSHOTS"],
                  durableObjects: { FUSION: { className: "Fusion", useSQLite: true } },
                },
              ],
            },
          })),
        ],
        test: {
          name: "workerd-probe",
          include: ["test/workerd/probe/**/*.test.ts"],
          globalSetup: ["test/support/loopback-setup.ts"],
        },
      },
      {
        test: { name: "scenario", include: ["test/scenario/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 60_000 },
      },
      { test: { name: "browser", include: ["test/browser/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
