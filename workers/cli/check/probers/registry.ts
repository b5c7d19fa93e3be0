import type { ProbedCheck, ProberName } from "../../../../shared/schema/check.ts";
import { probeDns } from "./dns.ts";
import { probeHttp } from "./http.ts";
import type { LocalContext, LocalFinding, LocalProber } from "./prober.ts";
import { probeTcp, probeTls } from "./tcp.ts";
import { probeWebSocket } from "./websocket.ts";

/** Every protocol: one file and one line. */
export const localProbers = {
  http: probeHttp,
  dns: probeDns,
  tcp: probeTcp,
  tls: probeTls,
  websocket: probeWebSocket,
} satisfies { readonly [Name in ProberName]: LocalProber<Extract<ProbedCheck, { prober: Name }>> };

/** Runs a check with the prober that it names. */
export function probeLocally(check: ProbedCheck, context: LocalContext): Promise<LocalFinding> {
  // The registry's type says that each name has the prober of its check; a lookup by a variable name loses that.
  const prober = localProbers[check.prober] as LocalProber;
  return prober(check, context);
}
