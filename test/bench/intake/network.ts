import { Service } from "../../../shared/schema/index.ts";
import { openLocalNetwork } from "../../../workers/cli/local-network.ts";

/** A local network with one service that nobody probes, and what its database holds of reports when all is handed over. */

/** Milliseconds between two looks, and until waiting is given up. */
const POLL_MS = 500;
const PATIENCE_MS = 90_000;

export async function openIntake() {
  const service = Service.parse({
    id: "aria",
    name: "Aria",
    tags: ["music"],
    endpoints: [{ id: "web", name: "Website", check: { url: "https://www.aria.example/" } }],
  });
  const network = await openLocalNetwork({
    port: 0,
    stateFolder: null,
    seed: { real: [service], simulated: [], source: "bench" },
    simulationSpeed: null,
    localProbe: false,
    allowPrivate: "declared",
    log: () => undefined,
  });
  await network.tick(Date.now());
  return {
    url: network.url,
    close: () => network.close(),
    /** Lets minutes pass until the database holds what was acknowledged, or no more comes. */
    async settle(expected: number): Promise<{ people: number; rows: number; acknowledged: boolean }> {
      const began = Date.now();
      for (;;) {
        await network.tick(Date.now() + 120_000);
        const { people, rows } = await storedIn(network);
        if (people === expected || Date.now() - began > PATIENCE_MS)
          return { people, rows, acknowledged: people === expected };
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
  };
}

async function storedIn({ database }: { database: Awaited<ReturnType<typeof openLocalNetwork>>["database"] }) {
  const { results } = await database
    .prepare("SELECT coalesce(sum(people), 0) AS people, count(*) AS rows FROM report_minutes")
    .all();
  return { people: Number(results[0]?.people), rows: Number(results[0]?.rows) };
}
