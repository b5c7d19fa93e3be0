import { boundLatency } from "../../../shared/observe/latency.ts";
import type { TlsCheck } from "../../../shared/schema/index.ts";
import type { Prober } from "./prober.ts";
import { connectTo } from "./tcp.ts";

/** A handshake that the platform's trust accepts. No certificate is shown to us: names, chain and expiry are an agent's to tell. */
export const probeTls: Prober<TlsCheck> = async ({ host, port, maxLatencyMs }, context) =>
  boundLatency(await connectTo({ host, port, tls: true }, context), maxLatencyMs);
