import { dnsFinding, dnsName } from "../../../shared/observe/dns-finding.ts";
import { RESOLVERS } from "../../../shared/observe/doh.ts";
import { notBegun } from "../../../shared/observe/findings.ts";
import type { DnsCheck } from "../../../shared/schema/index.ts";
import { askResolver } from "../doh.ts";
import type { Prober } from "./prober.ts";

/** One question to two independent resolvers at once. */
export const probeDns: Prober<DnsCheck> = async (check, context) => {
  const name = dnsName(check, context);
  if ("refusal" in name) return notBegun(name.refusal);
  const { clock } = context;
  const beganAt = clock();
  const answers = await Promise.all(
    RESOLVERS.map(async (url) => {
      const asked = await askResolver(url, { name: name.host, type: check.type }, context);
      return { asked, latencyMs: clock() - beganAt };
    }),
  );
  return dnsFinding(answers, name.host, check);
};
