import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, type LegacyWorkerOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { bundleWorker } from "./bundle.ts";
import { applyMigrations, type Database } from "./migrate.ts";
import { type Seed, seedServices } from "./seed.ts";

/**
 * The whole network on one machine, on the real runtime: aggregator, probe and placed copies as they are deployed, the
 * simulated internet in place of the outside for the simulated probes, and one honest probe of this machine. `npm start`
 * and the scenario tests both run exactly this.
 */

export type LocalOptions = {
  readonly port: number;
  /** Where state is kept; `null` keeps nothing. */
  readonly stateFolder: string | null;
  readonly seed: Seed;
  /** How many times faster than real time the simulated network runs; `null` for none. */
  readonly simulationSpeed: number | null;
  /** The honest probe of this machine. */
  readonly localProbe: boolean;
  readonly allowPrivate: "declared" | "all";
  /** Opens the admin routes; absent, they are closed. */
  readonly adminKey?: string;
  /** The operator's own token for the X API; accounts on X are not read without it. */
  readonly xToken?: string | undefined;
  /** Takes what the runtime and the workers say: their own logs, and the words of exchanges that failed. */
  readonly log: (line: string) => void;
};

export type FromPlace = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** What the edge says of the place: country, asn, colo… */
  readonly cf: object;
};

export type LocalNetwork = {
  readonly url: URL;
  /** Runs the cron of every worker as of a time: the watchdogs first, then the minute of the aggregator. */
  tick(now: number): Promise<void>;
  /** The network's own database, for tests and benches that commit or count. */
  readonly database: Database;
  /** Hands a request to the front door as the platform's edge would, with where it comes from. */
  fromPlace(path: string, request: FromPlace): Promise<{ status: number; body: string }>;
  /** Sets the script or the clock of the simulated internet. */
  direct(what: "clock" | "scenario", body: unknown): Promise<void>;
  close(): Promise<void>;
};

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const AGGREGATOR = "downwhere";
const PROBE = "downwhere-probe";
const LOCAL_PROBE = "downwhere-probe-local";
const PLACED = ["sam", "afr", "me"] as const;

export async function openLocalNetwork(options: LocalOptions): Promise<LocalNetwork> {
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({ host: "127.0.0.1", port: options.port, workers: await workersOf(options) }),
    // A request to this machine comes from nowhere in particular: without this the runtime makes up a place for it.
    cf: {},
    handleStructuredLogs: ({ timestamp, level, message }) =>
      options.log(`${new Date(timestamp).toISOString()} ${level} ${message}`),
    ...(options.stateFolder === null ? {} : { resourcePersistencePath: options.stateFolder }),
  });
  try {
    const url = await miniflare.ready;
    const db = await miniflare.getD1Database("DB", AGGREGATOR);
    await applyMigrations(db, `${ROOT}/workers/aggregator/migrations`);
    await seedServices(db, options.seed);
    return { url, database: db, ...controlsOf(miniflare, { ...options, url }) };
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
}

function controlsOf(
  miniflare: Miniflare,
  { simulationSpeed, localProbe, url }: LocalOptions & { readonly url: URL },
): Omit<LocalNetwork, "url" | "database"> {
  const probes = [...(simulationSpeed === null ? [] : [PROBE]), ...(localProbe ? [LOCAL_PROBE] : [])];
  const scheduled = async (name: string, now: number) => {
    const worker = await miniflare.getWorker(name);
    await worker.scheduled({ scheduledTime: new Date(now), cron: "* * * * *" });
  };
  return {
    async tick(now) {
      await Promise.all(probes.map((name) => scheduled(name, now)));
      await scheduled(AGGREGATOR, now);
    },
    async fromPlace(path, request) {
      const init = request as Parameters<Miniflare["dispatchFetch"]>[1];
      const response = await miniflare.dispatchFetch(new URL(path, url), init);
      return { status: response.status, body: await response.text() };
    },
    async direct(what, body) {
      const world = await miniflare.getWorker("world");
      const response = await world.fetch(`http://world/${what}`, { method: "PUT", body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`the simulated internet refused the ${what}: ${await response.text()}`);
    },
    close: () => miniflare.dispose(),
  };
}

async function workersOf(options: LocalOptions): Promise<LegacyWorkerOptions[]> {
  const { port, simulationSpeed, localProbe, allowPrivate, adminKey, xToken } = options;
  const entries = ["aggregator/worker.ts", "probe/worker.ts", "world/world.ts"];
  const [aggregator = "", probe = "", world = ""] = await Promise.all(
    entries.map((entry) => bundleWorker(`${ROOT}/workers/${entry}`)),
  );
  const simulation = simulationSpeed === null ? {} : { SIMULATION_SPEED: String(simulationSpeed) };
  const admin = adminKey === undefined ? {} : { ADMIN_KEY: adminKey };
  const vendors = xToken === undefined ? {} : { X_BEARER_TOKEN: xToken };
  const looksOf = (name: string) => ({ name, entrypoint: "Looks" });
  const deliveries = { DELIVER_TO_PRIVATE: allowPrivate === "all" ? "yes" : "no" };
  const front = {
    ...worker(
      { name: AGGREGATOR, config: "wrangler.toml", script: aggregator },
      { variables: { SNAPSHOT_SECONDS: "1", EDGE_SECONDS: "0", ...simulation, ...admin, ...vendors, ...deliveries } },
    ),
    serviceBindings: {
      ...(localProbe ? { PROBE: looksOf(LOCAL_PROBE) } : {}),
      ...(simulationSpeed === null ? {} : { SIMULATED_PROBE: looksOf(PROBE) }),
    },
  };
  const simulated = { variables: { SIMULATED: "true", SPEED: String(simulationSpeed ?? 1) }, outboundService: "world" };
  const config = "workers/probe/wrangler.toml";
  const own = { PLACES: "local", ALLOW_PRIVATE: allowPrivate, SELF_URL: `http://127.0.0.1:${port}/healthz` };
  const simulatedWorkers = [
    worker({ name: PROBE, config, script: probe }, simulated),
    ...PLACED.map((region) =>
      worker({ name: `${PROBE}-${region}`, config, script: probe }, { ...simulated, only: [] }),
    ),
    worker({ name: "world", config, script: world }, { variables: {}, only: [] }),
  ];
  return [
    front,
    ...(simulationSpeed === null ? [] : simulatedWorkers),
    ...(localProbe
      ? [
          worker(
            { name: LOCAL_PROBE, config, script: probe },
            { variables: own, only: ["DB", "REGION_PROBE", "AGGREGATOR"] },
          ),
        ]
      : []),
  ];
}

/** What wrangler makes of a wrangler.toml; the bundle is one module, so its rules for modules are dropped. */
type Described = Pick<LegacyWorkerOptions, "bindings" | "serviceBindings" | "durableObjects"> & {
  readonly modulesRules?: unknown;
  readonly d1Databases?: Record<string, string | { id: string }>;
};

type Source = { readonly name: string; readonly config: string; readonly script: string };
type Extra = {
  readonly variables: Record<string, string>;
  readonly outboundService?: string /** Keeps these bindings and no others. */;
  readonly only?: readonly string[];
};

/** A worker as its own wrangler.toml describes it, with what only a local network sets. */
function worker({ name, config, script }: Source, { variables, outboundService, only }: Extra): LegacyWorkerOptions {
  const { modulesRules: _, ...described }: Described = unstable_getMiniflareWorkerOptions(
    `${ROOT}/${config}`,
  ).workerOptions;
  const kept = <T>(bindings: Record<string, T> | undefined): Record<string, T> =>
    Object.fromEntries(Object.entries(bindings ?? {}).filter(([binding]) => only?.includes(binding) ?? true));
  return {
    ...described,
    name,
    modules: true,
    script,
    bindings: { ...described.bindings, ...variables },
    serviceBindings: kept(described.serviceBindings),
    durableObjects: kept(described.durableObjects),
    d1Databases: kept(described.d1Databases),
    ...(outboundService === undefined ? {} : { outboundService }),
  };
}
