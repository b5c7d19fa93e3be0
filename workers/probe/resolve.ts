import { z } from "zod";
import { RESOLVE_CACHE_MAX, RESOLVERS } from "./limits.ts";

/**
 * Names to addresses over HTTPS, from two independent resolvers. It is asked before every exchange, for two reasons: the
 * addresses are judged before anything is sent to them, and the platform hides a failing DNS. The platform resolves again
 * when it connects, so a name that changes its answer in between is not caught here but by the platform's own block.
 */

export type Resolution =
  | { readonly kind: "resolved"; readonly addresses: readonly string[] }
  | {
      readonly kind: "failed";
      readonly cause: "resolve_nxdomain" | "resolve_servfail" | "resolve_timeout" | "resolve_empty";
      readonly detail: string;
    }
  /** No resolver could be reached: our own side. */
  | { readonly kind: "unasked"; readonly detail: string };

/** `at`: the time of the asking round in milliseconds, by which answers grow old. */
export type Resolver = (host: string, at: number) => Promise<Resolution>;

export type ResolverPorts = {
  readonly fetch: typeof fetch;
  /** Milliseconds that an answer is kept. */
  readonly ttlMs: number;
  readonly userAgent: string;
  readonly timeoutMs: number;
};

const DnsJson = z.object({
  Status: z.number(),
  Answer: z.array(z.object({ type: z.number(), data: z.string(), TTL: z.number().optional() })).optional(),
});

const NOERROR = 0;
const SERVFAIL = 2;
const NXDOMAIN = 3;

export function createResolver(ports: ResolverPorts): Resolver {
  const cache = new Map<string, { until: number; resolution: Resolution }>();
  return async (host, at) => {
    const known = cache.get(host);
    if (known !== undefined && known.until > at) return known.resolution;
    const resolution = await ask(host, ports);
    if (resolution.kind === "resolved") {
      if (cache.size >= RESOLVE_CACHE_MAX) cache.delete(cache.keys().next().value ?? "");
      cache.set(host, { until: at + ports.ttlMs, resolution });
    }
    return resolution;
  };
}

/** The first resolver's addresses if it has any; a failure only when the second says no as well. */
async function ask(host: string, ports: ResolverPorts): Promise<Resolution> {
  const answers: Resolution[] = [];
  for (const url of RESOLVERS) {
    const resolution = await askOne(url, host, ports);
    if (resolution.kind === "resolved") return resolution;
    answers.push(resolution);
  }
  return (
    answers.find(({ kind }) => kind === "failed") ??
    answers[0] ?? { kind: "unasked", detail: "no resolver is configured" }
  );
}

async function askOne(url: string, host: string, ports: ResolverPorts): Promise<Resolution> {
  try {
    const [v4, v6] = await Promise.all([query(url, host, "A", ports), query(url, host, "AAAA", ports)]);
    const addresses = [...addressesIn(v4, 1), ...addressesIn(v6, 28)];
    if (addresses.length > 0) return { kind: "resolved", addresses };
    return failureOf(v4.Status, host, url);
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "TimeoutError" || name === "AbortError")
      return { kind: "unasked", detail: `${new URL(url).host} did not answer within ${ports.timeoutMs} ms` };
    return {
      kind: "unasked",
      detail: `${new URL(url).host} could not be asked: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function failureOf(status: number, host: string, url: string): Resolution {
  const { host: resolver } = new URL(url);
  if (status === NXDOMAIN)
    return { kind: "failed", cause: "resolve_nxdomain", detail: `${resolver} says that ${host} does not exist` };
  if (status === SERVFAIL)
    return { kind: "failed", cause: "resolve_servfail", detail: `${resolver} could not resolve ${host} (SERVFAIL)` };
  if (status === NOERROR)
    return { kind: "failed", cause: "resolve_empty", detail: `${resolver} knows no address of ${host}` };
  return { kind: "failed", cause: "resolve_servfail", detail: `${resolver} answered DNS status ${status} for ${host}` };
}

async function query(
  url: string,
  host: string,
  type: "A" | "AAAA",
  ports: ResolverPorts,
): Promise<z.infer<typeof DnsJson>> {
  const response = await ports.fetch(`${url}?name=${encodeURIComponent(host)}&type=${type}`, {
    headers: { accept: "application/dns-json", "user-agent": ports.userAgent },
    signal: AbortSignal.timeout(ports.timeoutMs),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return DnsJson.parse(await response.json());
}

function addressesIn({ Answer }: z.infer<typeof DnsJson>, type: number): string[] {
  return (Answer ?? []).filter((record) => record.type === type).map(({ data }) => data);
}
