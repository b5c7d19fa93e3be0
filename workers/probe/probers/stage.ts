import type { Exchange } from "../../../shared/observe/exchange.ts";
import type { Stage } from "../../../shared/schema/index.ts";
import { STAGING_MS } from "../../../shared/schema/limits.ts";
import { withConnection } from "../connection.ts";
import type { ProbeContext } from "./prober.ts";

/**
 * Where a failed exchange ended. The platform hides that, so it is looked at again, after the failure and only then: does
 * anybody take a connection on that port, and is TLS spoken on it? The name was resolved before. Takes `STAGING_MS` at
 * most; `null` where no connection can be tried.
 */
export async function stageOf(
  url: string,
  { context, addresses }: { context: ProbeContext; addresses: readonly string[] },
): Promise<Stage | null> {
  const { tcp, clock } = context;
  const { hostname, port, protocol } = new URL(url);
  if (tcp === undefined || !addresses.every(tcp.reaches)) return null;
  const secure = protocol === "https:";
  const endpoint = { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port) || (secure ? 443 : 80) };
  const until = clock() + STAGING_MS;
  const opens = async (over: { secure: boolean; timeoutMs: number }) =>
    (await withConnection(tcp.connect, { ...endpoint, secure: over.secure }, { ...over, use: async () => null }))
      .kind === "opened";
  // Two looks share the time: a connection that takes longer than half of it does not stand.
  if (!(await opens({ secure: false, timeoutMs: STAGING_MS / 2 }))) return "connect";
  if (!secure) return "response";
  return (await opens({ secure: true, timeoutMs: until - clock() })) ? "response" : "tls";
}

/** The exchange with its stage and the addresses that are known, where it failed in a way that hides them. */
export async function staged(
  exchange: Exchange,
  url: string,
  look: { context: ProbeContext; addresses: readonly string[] },
): Promise<Exchange> {
  if (exchange.kind !== "threw" && exchange.kind !== "timed-out") return exchange;
  const { addresses } = look;
  return { ...exchange, addresses, stage: exchange.stage ?? (await stageOf(url, look)) };
}
