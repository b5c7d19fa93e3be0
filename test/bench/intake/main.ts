import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { printTable } from "../print-table.ts";
import { openIntake } from "./network.ts";

/** `npm run bench:intake`: a spike of reports about one service through the front door of a local network. */

const HELP = `npm run bench:intake: reports about one service, as many as this machine takes, each from another address

  --seconds N   how long the spike lasts (default 10)
  --at-once N   requests under way at once (default 1000)

  Meanwhile /v1/status is asked every 100 ms. At the end every intake hands over, and what D1 holds is compared with what
  was acknowledged. One process on one machine does everything here: client, front door, 16 intakes, fold and database.
`;

const PERCENTILES = [0.5, 0.95, 0.99] as const;

if (process.argv.includes("--help")) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const seconds = option("--seconds", 10);
  const atOnce = option("--at-once", 1_000);
  const network = await openIntake();
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce + 10 });
  const until = performance.now() + seconds * 1_000;
  const tally = { counted: 0, already: 0, refused: 0, failed: 0 };
  const tookMs: number[] = [];
  const statusMs: number[] = [];
  let statusFailed = 0;
  let sent = 0;
  const sending = Array.from({ length: atOnce }, async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const answer = await post(network.url, sent++, agent).catch(() => null);
      tookMs.push(performance.now() - began);
      if (answer === null || answer.status >= 500) tally.failed++;
      else if (answer.status === 201) tally.counted++;
      else if (answer.status === 200) tally.already++;
      else tally.refused++;
    }
  });
  const asking = (async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const response = await fetch(new URL("/v1/status", network.url)).catch(() => null);
      if (response?.ok !== true) statusFailed++;
      await response?.arrayBuffer();
      statusMs.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const began = performance.now();
  await Promise.all([...sending, asking]);
  const spanSeconds = (performance.now() - began) / 1_000;
  agent.destroy();
  const { people, rows, acknowledged } = await network.settle(tally.counted);
  await network.close();
  printTable(
    ["sent", "acknowledged", "a second", "stored in D1", "rows of D1", "counted before", "refused", "failed"],
    [
      [
        number(sent),
        number(tally.counted),
        number(Math.round(tally.counted / spanSeconds)),
        number(people),
        number(rows),
        number(tally.already),
        number(tally.refused),
        number(tally.failed),
      ],
    ],
  );
  printTable(
    ["of", "times", "failed", "median ms", "95 %", "99 %"],
    [
      ["reports", number(tookMs.length), number(tally.failed), ...percentiles(tookMs)],
      ["/v1/status meanwhile", number(statusMs.length), number(statusFailed), ...percentiles(statusMs)],
    ],
  );
  process.stdout.write(
    acknowledged ? "\nWhat is stored is what was acknowledged.\n" : "\nWhat is stored is NOT what was acknowledged.\n",
  );
  if (!acknowledged) process.exitCode = 1;
}

function post(url: URL, index: number, agent: Agent): Promise<{ status: number }> {
  const symptom = ["login", "playback", "search"][index % 3] ?? "login";
  const body = JSON.stringify({ symptom, platform: index % 2 === 0 ? "ios" : "web" });
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL("/v1/services/aria/reports", url),
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          // Where the platform's edge says who sends; nobody else can.
          "cf-connecting-ip": `10.${Math.floor(index / 65_536) % 256}.${Math.floor(index / 256) % 256}.${index % 256}`,
        },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve({ status: response.statusCode ?? 0 }));
        response.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function percentiles(values: readonly number[]): string[] {
  const sorted = [...values].sort((a, b) => a - b);
  return PERCENTILES.map((share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0));
}

function option(name: string, otherwise: number): number {
  const index = process.argv.indexOf(name);
  return index === -1 ? otherwise : Number(process.argv[index + 1]);
}

function number(value: number): string {
  return value.toLocaleString("en");
}
