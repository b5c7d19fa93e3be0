import type { Try } from "../../schema/diagnosis.ts";
import { ASKER, HYPOTHESES, type Likelihoods, likelihoods, TRIAL } from "../model.ts";
import type { Asker, Evidence, PlainReason, Sign } from "../question.ts";
import { isFailing, OWN_MACHINE } from "../sight.ts";
import { belongsTo, symptomKind } from "../symptoms.ts";

/** What the asker adds: the symptom, a VPN, whether other sites load, and what their own browser or terminal has tried. */
export function askerSigns(evidence: Evidence, asker: Asker): Sign[] {
  const reach = othersReachable(evidence, asker);
  return [
    ...(asker.symptom === null ? [] : [{ likelihoods: symptomKind(asker.symptom).lean, reasons: [] }]),
    ...(asker.vpn === "yes" ? [sign(ASKER.onVpn, "vpn")] : []),
    ...(reach === "no" ? [sign(ASKER.cannotReachOthers, "others-unreachable")] : []),
    ...(reach === "yes" ? [sign(ASKER.canReachOthers, "others-reachable")] : []),
    // With no way out at all, a failing endpoint says nothing about the service.
    ...(reach === "no"
      ? []
      : [ownMachineSign(evidence), trialSign(evidence, asker), paceSign(asker)].flatMap((s) => s ?? [])),
  ];
}

/** What was measured counts before what was said. */
function othersReachable({ verdict }: Evidence, { trial, canReachOthers }: Asker): Asker["canReachOthers"] {
  const controls = (trial?.controls ?? []).filter(({ outcome }) => outcome !== "blocked");
  if (controls.length > 0) return controls.some(({ outcome }) => outcome !== "failed") ? "yes" : "no";
  // The machine's own probe calls nothing failing before its control targets answered.
  const own = verdict.regions[OWN_MACHINE];
  return canReachOthers === "unknown" && own !== undefined && own.state !== "unknown" ? "yes" : canReachOthers;
}

type Layered = "path" | "application" | "unclear";

function layered({ verdict, endpoints }: Evidence): Layered {
  const layer = verdict.layer ?? endpoints.find((endpoint) => isFailing(endpoint) && endpoint.layer)?.layer ?? null;
  if (layer === null) return "unclear";
  return layer === "dns" || layer === "network" || layer === "tls" ? "path" : "application";
}

/** The probe of the asker's own machine, on a local network, reads what it is answered. */
function ownMachineSign(evidence: Evidence): Sign | null {
  const own = evidence.verdict.regions[OWN_MACHINE];
  if (own === undefined || own.state === "unknown") return null;
  const isAnswered = layered(evidence) === "application";
  const failing = isAnswered ? TRIAL.refusedByService : TRIAL.failed.path;
  const p = own.probability;
  const mixed = HYPOTHESES.map((h) => p * failing[h] + (1 - p) * TRIAL.passed[h]);
  const [everyone = 1, region = 1, network = 1, you = 1] = mixed;
  const id = !isFailing(own) ? "own-machine-up" : isAnswered ? "own-machine-answered" : "own-machine-failing";
  return sign(likelihoods(everyone, region, network, you), id);
}

function trialSign(evidence: Evidence, { trial, symptom }: Asker): Sign | null {
  const known = new Map(evidence.endpoints.map((endpoint) => [endpoint.id as string, endpoint]));
  const tried = (trial?.endpoints ?? []).filter(({ target, outcome }) => known.has(target) && outcome !== "blocked");
  const relevant = tried.filter(({ target }) => {
    const endpoint = known.get(target);
    return endpoint !== undefined && symptom !== null && belongsTo(endpoint, symptom);
  });
  const judged = relevant.length > 0 ? relevant : tried.filter(({ target }) => known.get(target)?.essential);
  if (judged.length === 0) return null;
  const behind = layered(evidence);
  const failed = TRIAL.failed[behind];
  // What answered in a way that cannot be read may have answered with an error: as likely as the complement of silence.
  const answered = (h: keyof Likelihoods) => (h === "just_you" ? TRIAL.passed[h] : 1 - failed[h]);
  const one = ({ outcome }: Try, h: keyof Likelihoods) =>
    outcome === "failed" ? failed[h] : outcome === "reached" ? answered(h) : TRIAL.passed[h];
  const of = (h: keyof Likelihoods) => judged.reduce((sum, each) => sum + one(each, h), 0) / judged.length;
  const [everyone = 1, region = 1, network = 1, you = 1] = HYPOTHESES.map(of);
  const names = (wanted: boolean) =>
    judged
      .filter(({ outcome }) => (outcome === "failed") === wanted)
      .map(({ target }) => known.get(target)?.name ?? target)
      .join(", ");
  const reasons = [
    ...(names(true) === "" ? [] : [{ id: "tried-failing", values: { endpoints: names(true) } }]),
    ...(names(false) === "" ? [] : [{ id: "tried-reached", values: { endpoints: names(false) } }]),
  ];
  return { likelihoods: likelihoods(everyone, region, network, you), reasons };
}

/** Who is slow, where that is what the asker complains of or they name nothing. */
function paceSign({ trial, symptom }: Asker): Sign | null {
  if (trial === null || (symptom !== null && symptomKind(symptom) !== symptomKind("slow"))) return null;
  const service = medianMs(trial.endpoints);
  const controls = medianMs(trial.controls);
  if (service === null || controls === null) return null;
  if (controls > TRIAL.slowMs) return sign(TRIAL.slowConnection, "slow-connection");
  const isSlow = service > TRIAL.slowMs && service > TRIAL.slowRatio * controls;
  return isSlow ? sign(TRIAL.slowService, "slow-service") : null;
}

function medianMs(tries: readonly Try[]): number | null {
  const times = tries
    .flatMap(({ outcome, ms }) => (outcome === "failed" || ms == null ? [] : [ms]))
    .sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? null;
}

function sign(of: Likelihoods, id: string, values: PlainReason["values"] = {}): Sign {
  return { likelihoods: of, reasons: [{ id, values }] };
}
