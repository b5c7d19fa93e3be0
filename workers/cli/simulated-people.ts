import { readFile } from "node:fs/promises";
import { z } from "zod";
import { AskedPlatform } from "../../shared/schema/diagnosis.ts";
import type { LocalNetwork } from "./local-network.ts";

/**
 * Simulated people of the demo story: they report the simulated service through the front door, each from a country and
 * network that only a local network's edge can name. They are as simulated as the service, which says so wherever it is shown.
 */

const Script = z.strictObject({
  repeatMinutes: z.number().positive(),
  /** The networks of each country. */
  networks: z.record(z.string().length(2), z.array(z.int()).min(1)),
  crowds: z.array(
    z.strictObject({
      service: z.string(),
      /** Minutes of the story, the end excluded. */
      from: z.number().min(0),
      to: z.number(),
      /** Reports a story minute. */
      perMinute: z.number().min(0),
      countries: z.array(z.string().length(2)).min(1),
      symptoms: z.array(z.string()).min(1),
    }),
  ),
});
export type Script = z.infer<typeof Script>;
type Crowd = Script["crowds"][number];

/** Milliseconds between two turns, and reports of one turn: the demo must not be a flood. */
const EVERY_MS = 1_000;
const PER_TURN_MAX = 20;

export async function readPeople(file: string): Promise<Script> {
  return Script.parse(JSON.parse(await readFile(file, "utf8")));
}

/** Reports that come in between two minutes of the story; a part of a report is one with that chance. */
export function reportsBetween(
  { crowds, repeatMinutes }: Pick<Script, "crowds" | "repeatMinutes">,
  { from, to }: { from: number; to: number },
  random: () => number,
): Crowd[] {
  const minute = from % repeatMinutes;
  return crowds
    .filter((crowd) => minute >= crowd.from && minute < crowd.to)
    .flatMap((crowd) => {
      const expected = crowd.perMinute * (to - from);
      const count = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
      return Array.from({ length: count }, () => crowd);
    })
    .slice(0, PER_TURN_MAX);
}

/** Lets people report while the story goes on. A report that fails is nobody's loss. */
export function letPeopleReport(
  network: Pick<LocalNetwork, "fromPlace">,
  { script, minute }: { script: Script; minute: () => number },
): { stop(): void } {
  let told = minute();
  const timer = setInterval(() => {
    const from = told;
    told = minute();
    for (const crowd of reportsBetween(script, { from, to: told }, Math.random))
      report(network, script, crowd).catch((error: unknown) =>
        process.stderr.write(`downwhere: a simulated report was lost: ${String(error)}\n`),
      );
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

async function report(network: Pick<LocalNetwork, "fromPlace">, { networks }: Script, crowd: Crowd): Promise<void> {
  const country = oneOf(crowd.countries);
  const asn = oneOf(networks[country] ?? [64_496]);
  const body = { symptom: oneOf(crowd.symptoms), platform: oneOf(AskedPlatform.options) };
  await network.fromPlace(`/v1/services/${crowd.service}/reports`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "downwhere-simulated-person",
      // Of the range for benchmarks (RFC 2544): no real person has it.
      "cf-connecting-ip": `198.${18 + below(2)}.${below(256)}.${below(256)}`,
    },
    body: JSON.stringify(body),
    cf: { colo: "AMS", country, asn },
  });
}

function oneOf<T>(options: readonly T[]): T {
  const chosen = options[below(options.length)];
  if (chosen === undefined) throw new Error("there must be something to choose from");
  return chosen;
}

function below(bound: number): number {
  return Math.floor(Math.random() * bound);
}
