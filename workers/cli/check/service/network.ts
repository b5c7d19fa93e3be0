import { z } from "zod";
import { oneLine } from "../../../../shared/observe/one-line.ts";
import { Probabilities, type Try, Who } from "../../../../shared/schema/diagnosis.ts";
import { State } from "../../../../shared/schema/index.ts";
import { Advice } from "../../../../shared/schema/recovery.ts";
import { NETWORK_PAGES_MAX, NETWORK_TIMEOUT_MS } from "../limits.ts";
import { refusalIn } from "../network-view.ts";

/** What a network knows of a service, and its answer to "is it just me?". Its words are foreign: each is one line. */

const Words = z.string().transform(oneLine);

const NetworkService = z.object({
  id: z.string(),
  name: Words,
  simulated: z.boolean(),
  verdict: z.object({ state: State, regions: z.record(z.string(), z.object({ state: State })) }),
  endpoints: z.array(z.object({ id: z.string(), name: Words, url: z.string(), essential: z.boolean(), state: State })),
});
const NetworkPage = z.object({ items: z.array(NetworkService), next: z.string().nullable() });
export type NetworkService = z.infer<typeof NetworkService>;

const Answer = z.object({
  who: Who,
  probability: z.number(),
  probabilities: Probabilities,
  headline: Words,
  reasons: z.array(z.object({ id: z.string(), text: Words })),
  steps: z.array(z.object({ id: z.string(), action: Words, purpose: Words, howTo: Words })),
  advice: Advice,
  nextLookAt: z.string().nullable(),
  stale: z.boolean(),
});
export type NetworkAnswer = z.infer<typeof Answer>;

/** By id or by name, in any case; `null` when it watches no such service. Rejects when it cannot say. */
export async function findOnNetwork(network: URL, wanted: string): Promise<NetworkService | null> {
  const isWanted = ({ id, name }: NetworkService) => [id, name].some((each) => isSameName(each, wanted));
  let query: Record<string, string> = { limit: "200" };
  for (let page = 0; page < NETWORK_PAGES_MAX; page++) {
    const { items, next } = await read(network, "/v1/services", query, NetworkPage);
    const found = items.find(isWanted);
    if (found !== undefined || next === null) return found ?? null;
    query = { ...query, cursor: next };
  }
  return null;
}

export function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Rejects when it cannot say. */
export function askDiagnosis(
  network: URL,
  id: string,
  {
    tried,
    controls,
    said,
  }: { tried: readonly Try[]; controls: readonly Try[]; said: Readonly<Record<string, string>> },
): Promise<NetworkAnswer> {
  const lists = { tried: triesText(tried), controls: triesText(controls) };
  const query = { ...said, ...Object.fromEntries(Object.entries(lists).filter(([, text]) => text !== "")) };
  return read(network, `/v1/services/${encodeURIComponent(id)}/diagnosis`, query, Answer);
}

/** `web:reached:120,api:failed`, as the network reads it. */
export function triesText(tries: readonly Try[]): string {
  return tries
    .map(({ target, outcome, ms }) => `${target}:${outcome}${ms == null ? "" : `:${Math.round(ms)}`}`)
    .join(",");
}

async function read<T>(
  network: URL,
  path: string,
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
): Promise<T> {
  const url = new URL(`${path}?${new URLSearchParams(query)}`, network);
  const response = await fetch(url, { signal: AbortSignal.timeout(NETWORK_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${path} answered ${await refusalIn(response)}`);
  return schema.parse(await response.json());
}
