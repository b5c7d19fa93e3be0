import type { ProbedCheck, ProberName } from "../../../shared/schema/check.ts";
import { probeDns } from "./dns.ts";
import { probeHttp } from "./http.ts";
import type { Finding, ProbeContext, Prober } from "./prober.ts";
import { probeTcp } from "./tcp.ts";
import { probeTls } from "./tls.ts";
import { probeWebSocket } from "./websocket.ts";

/** Every protocol: one file and one line. */
export const probers = {
  http: probeHttp,
  dns: probeDns,
  tcp: probeTcp,
  tls: probeTls,
  websocket: probeWebSocket,
} satisfies { readonly [Name in ProberName]: Prober<Extract<ProbedCheck, { prober: Name }>> };

/** Runs a check with the prober that it names. */
export function probe(check: ProbedCheck, context: ProbeContext): Promise<Finding> {
  // The registry's type says that each name has the prober of its check; a lookup by a variable name loses that.
  const prober = probers[check.prober] as Prober;
  return prober(check, context);
}
