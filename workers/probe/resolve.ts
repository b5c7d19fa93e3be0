import { nameFailure } from "../../shared/observe/dns-finding.ts";
import { type DnsAnswer, TYPES } from "../../shared/observe/dns-message.ts";
import { RESOLVERS } from "../../shared/observe/doh.ts";
import { askResolver, type DohPorts } from "./doh.ts";
import { RESOLVE_CACHE_MAX } from "./limits.ts";

/**
 * Names to addresses over HTTPS, from two independent resolvers. It is asked before every exchange, for two reasons: the
 * addresses are judged before anything is sent to them, and the platform hides a failing DNS. The platform resolves again
 * when it connects, so a name that changes its answer in between is not caught here but by the platform's own block.
 */

export type Resolution =
  | {
      readonly kind: "resolved";
      readonly addresses: readonly string[];
      /** Seconds for which the resolver vouches for them: the shortest lifetime among the records. */
      readonly ttlSeconds?: number;
    }
  | {
      readonly kind: "failed";
      readonly cause: "resolve_nxdomain" | "resolve_servfail" | "resolve_timeout" | "resolve_empty";
      readonly detail: string;
    }
  /** No resolver could be reached: our own side. */
  | { readonly kind: "unasked"; readonly detail: string };

/** `at`: the time of the asking round in milliseconds, by which answers grow old. */
export type Resolver = (host: string, at: number) => Promise<Resolution>;

export type ResolverPorts = DohPorts & {
  /** Milliseconds that an answer is kept at most; less where its own lifetime ends before. */
  readonly ttlMs: number;
};

export function createResolver(ports: ResolverPorts): Resolver {
  const cache = new Map<string, { until: number; resolution: Resolution }>();
  return async (host, at) => {
    const known = cache.get(host);
    if (known !== undefined && known.until > at) return known.resolution;
    const resolution = await ask(host, ports);
    if (resolution.kind === "resolved") {
      if (cache.size >= RESOLVE_CACHE_MAX) cache.delete(cache.keys().next().value ?? "");
      const lifetimeMs = (resolution.ttlSeconds ?? 0) * 1_000;
      cache.set(host, { until: at + Math.min(ports.ttlMs, lifetimeMs), resolution });
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
  const [v4, v6] = await Promise.all([
    askResolver(url, { name: host, type: "A" }, ports),
    askResolver(url, { name: host, type: "AAAA" }, ports),
  ]);
  if (v4.kind === "unasked") return { kind: "unasked", detail: v4.detail };
  if (v6.kind === "unasked") return { kind: "unasked", detail: v6.detail };
  const records = [...recordsOf(v4.answer, TYPES.A), ...recordsOf(v6.answer, TYPES.AAAA)];
  if (records.length === 0) return nameFailure(v4.answer.rcode, host, v4.resolver);
  return {
    kind: "resolved",
    addresses: records.map(({ text }) => text),
    ttlSeconds: Math.min(...[v4, v6].flatMap(({ answer }) => answer.records.map(({ ttlSeconds }) => ttlSeconds))),
  };
}

function recordsOf({ records }: DnsAnswer, type: number) {
  return records.filter((record) => record.type === type && record.text !== "");
}
