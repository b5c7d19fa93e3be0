import { dnsFinding, dnsName } from "../../../../shared/observe/dns-finding.ts";
import { notBegun } from "../../../../shared/observe/findings.ts";
import type { DnsCheck } from "../../../../shared/schema/index.ts";
import type { LocalProber } from "./prober.ts";

/** One question to every resolver at once. */
export const probeDns: LocalProber<DnsCheck> = async (check, context) => {
  const name = dnsName(check, context);
  if ("refusal" in name) return { finding: notBegun(name.refusal), certificate: null };
  const beganAt = context.clock();
  const question = { name: name.host, type: check.type };
  const answers = await Promise.all(
    context.resolvers.map(async (ask) => {
      const asked = await ask(question, check.timeoutMs);
      return { asked, latencyMs: context.clock() - beganAt };
    }),
  );
  return { finding: dnsFinding(answers, name.host, check), certificate: null };
};
