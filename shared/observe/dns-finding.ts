import type { Cause, DnsCheck, DnsExpectation, RecordType } from "../schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../schema/limits.ts";
import type { Finding } from "./classify.ts";
import { type DnsAnswer, NOERROR, NXDOMAIN, SERVFAIL, TYPES } from "./dns-message.ts";
import { normalRecord } from "./dns-record.ts";
import type { Asked } from "./doh.ts";
import { failed, notBegun, passed } from "./findings.ts";
import { boundLatency } from "./latency.ts";
import { refusalOf } from "./target.ts";

/**
 * What the answers of independent resolvers to one question come to. Each is judged by itself, and a failure needs all of
 * them: where one says that the name does not exist and another has its records, the name works for most people, and the
 * finding passes and tells the disagreement.
 */

/** The name of a check as it is asked for, or why it must not be. */
export function dnsName(
  { name }: Pick<DnsCheck, "name">,
  { allowPrivate }: { readonly allowPrivate: boolean },
): { readonly host: string } | { readonly refusal: string } {
  const host = name.toLowerCase().replace(/\.$/, "");
  const refusal = refusalOf({ scheme: "https:", host, port: "", hasCredentials: false }, { ports: [], allowPrivate });
  return refusal === null ? { host } : { refusal };
}

export type Answered = { readonly asked: Asked; readonly latencyMs: number };

export function dnsFinding(
  answers: readonly Answered[],
  host: string,
  { type, expect, maxLatencyMs }: Pick<DnsCheck, "type" | "expect" | "maxLatencyMs">,
): Finding {
  const judged = answers.flatMap(({ asked, latencyMs }) =>
    asked.kind === "answered" ? [{ ...judge(asked, { host, type, expect }), resolver: asked.resolver, latencyMs }] : [],
  );
  const lost = answers.flatMap(({ asked }) => (asked.kind === "unasked" ? [asked.detail] : []));
  return boundLatency(join(judged, lost), maxLatencyMs);
}

export type NameFailure = {
  readonly kind: "failed";
  readonly cause: "resolve_nxdomain" | "resolve_servfail" | "resolve_empty";
  readonly detail: string;
};

/** What a resolver's code means where it gave no records. */
export function nameFailure(rcode: number, host: string, resolver: string): NameFailure {
  const because = (cause: NameFailure["cause"], detail: string): NameFailure => ({ kind: "failed", cause, detail });
  if (rcode === NXDOMAIN) return because("resolve_nxdomain", `${resolver} says that ${host} does not exist`);
  if (rcode === SERVFAIL) return because("resolve_servfail", `${resolver} could not resolve ${host} (SERVFAIL)`);
  if (rcode === NOERROR) return because("resolve_empty", `${resolver} knows no such record of ${host}`);
  return because("resolve_servfail", `${resolver} answered DNS status ${rcode} for ${host}`);
}

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
    const { cause, detail } = nameFailure(answer.rcode, host, resolver);
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
