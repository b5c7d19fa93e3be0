import type { Finding } from "../../../../shared/observe/classify.ts";
import type { ProbedCheck } from "../../../../shared/schema/index.ts";
import type { AskDns } from "../ask-dns.ts";
import type { CertificateSeen } from "../certificate.ts";
import type { LookContext } from "../look.ts";

/** One protocol, looked at from this machine's own sockets. A prober never throws: a failing target is data. */
export type LocalProber<C extends ProbedCheck = ProbedCheck> = (
  check: C,
  context: LocalContext,
) => Promise<LocalFinding>;

export type LocalContext = LookContext & {
  /** Who is asked about names that a check is about. */
  readonly resolvers: readonly AskDns[];
};

export type LocalFinding = {
  readonly finding: Finding;
  /** What the server showed of itself, whether or not it was in order. */
  readonly certificate: CertificateSeen | null;
};
