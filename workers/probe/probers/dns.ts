import { type DnsAnswer, NOERROR, NXDOMAIN, TYPES } from "../../../shared/observe/dns-message.ts";
import { normalRecord } from "../../../shared/observe/dns-record.ts";
import { boundLatency } from "../../../shared/observe/latency.ts";
import { refusalOf } from "../../../shared/observe/target.ts";
import type { Cause, DnsCheck, DnsExpectation, RecordType } from "../../../shared/schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../../../shared/schema/limits.ts";
import { type Asked, askResolver } from "../doh.ts";
import { RESOLVERS } from "../limits.ts";
import { failureOf } from "../resolve.ts";
import { failed, notBegun, passed } from "./findings.ts";
import type { Finding, Prober } from "./prober.ts";

/**
 * One question to two independent resolvers at once. Each answer is judged by itself, and a failure needs both: where one
 * says that the name does not exist and the other has its records, the name works for most people, and the finding passes
 * and tells the disagreement.
 */
export const probeDns: Prober<DnsCheck> = async (check, context) => {
  const { name, type, expect } = check;
  const host = name.toLowerCase().replace(/\.$/, "");
  const target = { scheme: "https:", host, port: "", hasCredentials: false };
  const refusal = refusalOf(target, { ports: [], allowPrivate: context.allowPrivate });
  if (refusal !== null) return notBegun(refusal);
  const { clock } = context;
  const beganAt = clock();
  const answers = await Promise.all(
    RESOLVERS.map(async (url) => {
      const asked = await askResolver(url, { name: host, type }, context);
      return { asked, latencyMs: clock() - beganAt };
    }),
  );
  const judged = answers.flatMap(({ asked, latencyMs }) =>
    asked.kind === "answered" ? [{ ...judge(asked, { host, type, expect }), resolver: asked.resolver, latencyMs }] : [],
  );
  const lost = answers.flatMap(({ asked }) => (asked.kind === "unasked" ? [asked.detail] : []));
  return boundLatency(join(judged, lost), check.maxLatencyMs);
};

type Judgement = { readonly cause: Cause | null; readonly because: string };
type Judged = Judgement & { readonly resolver: string; readonly latencyMs: number };

/** One finding of what the resolvers said; those that could not be asked are told. */
function join(judged: readonly Judged[], lost: readonly string[]): Finding {
  const [first] = judged;
  if (first === undefined) return notBegun(`no resolver could be asked: ${lost.join("; ")}`);
  const passes = judged.filter(({ cause }) => cause === null);
  const failures = judged.filter(({ cause }) => cause !== null);
  const told = [...failures.map(({ because }) => because), ...lost].join("; ");
  if (passes.length === 0 && first.cause !== null)
    return failed("resolve", first.cause, { latencyMs: first.latencyMs, detail: told });
  const latencyMs = Math.min(...passes.map((one) => one.latencyMs));
  const disagreement =
    failures.length > 0
      ? `resolvers disagree: ${told}, while ${passes.map(({ because }) => because).join("; ")}`
      : told;
  return passed("resolve", latencyMs, disagreement === "" ? null : disagreement.slice(0, SENTENCE_MAX_CHARS));
}

/** Is one resolver's answer the one that was expected? */
function judge(
  { answer, resolver }: Extract<Asked, { kind: "answered" }>,
  { host, type, expect }: { host: string; type: RecordType; expect: DnsExpectation },
): Judgement {
  const found = recordsOf(answer, type);
  const shown = `${resolver} has ${found.length === 0 ? "none" : found.slice(0, 5).join(", ")}`;
  const isNone = answer.rcode === NXDOMAIN || (answer.rcode === NOERROR && found.length === 0);
  if (expect.absent && isNone) return { cause: null, because: shown };
  if (found.length === 0) {
    const { cause, detail } = failureOf(answer.rcode, host, resolver);
    return { cause, because: detail };
  }
  const because = unmet(found, type, expect);
  return because === null
    ? { cause: null, because: shown }
    : { cause: "body_mismatch", because: `the ${type} records must ${because}; ${shown}` };
}

function unmet(found: readonly string[], type: RecordType, expect: DnsExpectation): string | null {
  const { includes = [], equals, minCount, absent } = expect;
  if (absent) return "be absent";
  const missing = includes.find((record) => !found.includes(normalRecord(type, record)));
  if (missing !== undefined) return `include ${missing}`;
  if (equals !== undefined) {
    const wanted = new Set(equals.map((record) => normalRecord(type, record)));
    if (wanted.size !== found.length || found.some((record) => !wanted.has(record))) return `be ${equals.join(", ")}`;
  }
  return minCount !== undefined && found.length < minCount ? `be at least ${minCount}` : null;
}

/** The records of the type that was asked for, each once, in a stable order. */
function recordsOf({ records }: DnsAnswer, type: RecordType): string[] {
  const texts = records.filter((record) => record.type === TYPES[type] && record.text !== "").map(({ text }) => text);
  return [...new Set(texts)].sort();
}
