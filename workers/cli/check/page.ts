import { parseInstant, type Stage } from "../../../shared/schema/index.ts";
import type { CheckLine } from "./line.ts";
import { compare } from "./network-view.ts";
import type { Timings } from "./trace.ts";
import { conclude } from "./words.ts";

/** The same line for people: stage by stage with times, and one sentence that says what it comes to. */

const STAGES = [
  ["resolve", "resolveMs"],
  ["connect", "connectMs"],
  ["tls", "tlsMs"],
  ["request", "requestMs"],
  ["response", "firstByteMs"],
  ["body", "bodyMs"],
] as const satisfies readonly (readonly [Stage, keyof Timings])[];

const PAINT = { pass: 32, fail: 31, inconclusive: 33 } as const;

export function pageOf(url: string, line: CheckLine, { colour }: { colour: boolean }): string {
  const paint = (text: string) => (colour ? `\u001b[${PAINT[line.outcome]}m${text}\u001b[0m` : text);
  const stages = STAGES.flatMap(([stage, key]) => {
    const isLast = line.stage === stage && line.outcome !== "pass";
    const ms = line.timings[key];
    if (ms === null && !isLast) return [];
    const mark = isLast ? paint("x") : " ";
    return `${mark} ${stage.padEnd(9)}${(ms === null ? "" : `${ms.toFixed(1)} ms`).padStart(11)}  ${noteOn(stage, line)}`.trimEnd();
  });
  const { outcome, cause, layer } = line;
  const because = [cause, layer === null ? null : `${layer} layer`].filter(
    (part) => part !== null && part !== undefined,
  );
  return [
    url,
    ...line.redirects.map(({ status, to }) => `  ${status} to ${to}`),
    "",
    ...stages,
    "",
    `${paint(outcome.toUpperCase())}${because.length > 0 ? ` (${because.join(", ")})` : ""}: ${conclude(outcome, cause ?? null)}`,
    ...(line.detail ? [`  ${line.detail}`] : []),
    ...(line.network === undefined ? [] : ["", compare(line.outcome, line.network)]),
    "",
  ].join("\n");
}

function noteOn(stage: Stage, line: CheckLine): string {
  switch (stage) {
    case "resolve":
      return line.addresses.join(", ");
    case "connect":
      return line.remoteAddress ?? "";
    case "tls":
      return line.certificate === null ? "" : certificateText(line.certificate, line.at);
    case "request":
      return line.protocol ?? "";
    case "response":
      return [line.status ?? null, line.provider ? `by ${line.provider}` : null]
        .filter((part) => part !== null)
        .join(" ");
    case "body":
      return "";
  }
}

function certificateText(
  { tls, subject, issuer, expiresAt }: NonNullable<CheckLine["certificate"]>,
  at: string,
): string {
  const days = Math.floor(((parseInstant(expiresAt) ?? 0) - (parseInstant(at) ?? 0)) / 86_400_000);
  const when = days < 0 ? `expired ${-days} days ago` : `expires in ${days} days`;
  return `${tls}, ${subject || "no subject"}, signed by ${issuer || "nobody"}, ${when}`;
}
