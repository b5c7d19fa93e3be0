import { isCutOff, type TrialLine, type TrialObservation } from "./line.ts";

/** A trial for people: what answers from here, what the network says of it, for whom it fails, and what to do. */

const MARKS = { pass: " ", fail: "x", inconclusive: "?" } as const;

export function trialPage(line: TrialLine): string {
  return [
    `${line.name} (${line.service})`,
    "",
    ...(line.simulated ? [SIMULATED] : triedLines(line)),
    "",
    ...saidLines(line),
    "",
  ].join("\n");
}

const SIMULATED = "  It is simulated: nothing but its own network reaches it, and nothing was tried from here.";

function triedLines({ observations, controls }: TrialLine): string[] {
  const widest = Math.max(...observations.map(({ endpoint }) => endpoint.length), "controls".length);
  const answering = controls.filter(({ outcome }) => outcome === "pass").length;
  return [
    ...observations.flatMap((seen) => endpointLines(seen, widest)),
    ...(controls.length === 0
      ? []
      : [`${answering === 0 ? "x" : " "} ${"controls".padEnd(widest)}  ${answering} of ${controls.length} answer`]),
  ];
}

function endpointLines(seen: TrialObservation, widest: number): string[] {
  const { outcome, endpoint, latencyMs, cause, layer, detail, watched, name } = seen;
  const time = outcome === "pass" && latencyMs != null ? `  ${Math.round(latencyMs)} ms` : "";
  const why = cause == null ? "" : ` (${[cause, layer === null ? null : `${layer} layer`].filter(Boolean).join(", ")})`;
  const beside = watched === null ? "" : `; the network says ${watched}`;
  return [
    `${MARKS[outcome]} ${endpoint.padEnd(widest)}  ${outcome}${why}${time}, ${name}${beside}`,
    ...(outcome === "pass" || !detail ? [] : [`  ${"".padEnd(widest)}  ${detail}`]),
  ];
}

function saidLines(line: TrialLine): string[] {
  const { network } = line;
  if (network === null) return [aloneWords(line), "Whether others see the same, a network tells: --network URL."];
  if ("because" in network) return [aloneWords(line), `The network has no say: ${network.because}`];
  const { who, probability, headline, reasons, steps, stale } = network.answer;
  return [
    `${who} (${probability.toFixed(2)}): ${headline}`,
    ...(stale ? ["  The network's view is older than it should be."] : []),
    ...reasons.map(({ text }) => `  - ${text}`),
    ...(steps.length === 0 ? [] : ["", "What to do:"]),
    ...steps.flatMap(({ action, howTo }, index) => [`  ${index + 1}. ${action}`, `     ${howTo}`]),
  ];
}

/** What can be said without anybody else's view: no more than what answers here. */
function aloneWords(line: TrialLine): string {
  const { outcome, observations, name } = line;
  if (isCutOff(line))
    return "Nothing answers this machine, not even what is no part of the service: look at your own connection first.";
  const failing = observations.filter((each) => each.outcome === "fail").map(({ endpoint }) => endpoint);
  if (failing.length > 0) return `${name} fails from here (${failing.join(", ")}), and other addresses answer.`;
  return outcome === "pass" ? `${name} works from here.` : `Nothing can be said of ${name} from here.`;
}
