import { logMass } from "../../counts/negative-binomial.ts";
import type { ReportCount, ReportsNear } from "../../schema/diagnosis.ts";
import { HYPOTHESES, type Hypothesis, likelihoods, REPORTS } from "../model.ts";
import type { Asker, Evidence, PlainReason, Sign } from "../question.ts";
import { sightOf } from "../sight.ts";

/**
 * What people say. Their counts fall into parts that do not overlap: the asker's network, other networks of the country,
 * other countries. Each explanation says in which of them people are affected; there, counts are drawn from the law of an
 * outage or, as not everybody reports, from the usual one. Elsewhere they are usual, a rare coincidence aside.
 */
const AFFECTED: Readonly<Record<Hypothesis, readonly Part[]>> = {
  everyone: ["network", "otherNetworks", "elsewhere"],
  your_region: ["network", "otherNetworks"],
  your_network: ["network"],
  just_you: [],
};

type Part = "network" | "otherNetworks" | "elsewhere";

export function reportSign(evidence: Evidence, asker: Asker): Sign | null {
  const { reports } = evidence;
  if (reports === null) return null;
  const parts = partsOf(reports, evidence, asker);
  if (parts.length === 0) return null;
  const of = (hypothesis: Hypothesis) =>
    parts.reduce((product, { name, count }) => {
      const surge = Math.exp(surgeNats(count, name));
      const voice = AFFECTED[hypothesis].includes(name) ? voiceOf(count) : REPORTS.coincidence;
      return product * (voice * surge + (1 - voice));
    }, 1);
  const [everyone = 1, region = 1, network = 1, you = 1] = HYPOTHESES.map(of);
  return { likelihoods: likelihoods(everyone, region, network, you), reasons: reasonsOf(reports) };
}

/** ln of P(count | outage) / P(count | usual), bounded; a surge of one network alone is none where many should speak. */
export function surgeNats(count: ReportCount, part: Part): number {
  const usual = Math.max(count.usual, REPORTS.usualFloor);
  const raised = usual * REPORTS.surgeRatio + REPORTS.surgeMore;
  const nats =
    logMass(count.people, raised, REPORTS.dispersion) -
    logMass(count.people, usual, REPORTS.dispersion) -
    Math.min(REPORTS.workingMost, REPORTS.working * count.working);
  const isLonely = part !== "network" && (count.networks ?? Number.POSITIVE_INFINITY) < REPORTS.networksMin;
  return Math.max(-REPORTS.most, Math.min(isLonely ? 0 : REPORTS.most, nats));
}

function voiceOf({ usual }: ReportCount): number {
  return REPORTS.voiceLeast + (REPORTS.voiceMost - REPORTS.voiceLeast) * (1 - Math.exp(-usual / REPORTS.voiceScale));
}

/**
 * What people elsewhere say is no news where it is known to fail, or to have failed until now, elsewhere and not here; nor for
 * somebody of whom nobody knows where they are, as long as it is not everywhere.
 */
function partsOf(reports: ReportsNear, evidence: Evidence, asker: Asker): { name: Part; count: ReportCount }[] {
  const { near, seen, failing, returned } = sightOf(evidence, asker);
  const affected = [...failing, ...returned];
  const isHere = near === null ? affected.length === seen.length : affected.includes(near.place);
  const isAway = affected.length > 0 && !isHere;
  const others = reports.otherNetworks ?? remainder(reports);
  return [
    ...(reports.network ? [{ name: "network" as const, count: reports.network }] : []),
    ...(others ? [{ name: "otherNetworks" as const, count: others }] : []),
    ...(reports.elsewhere && !isAway ? [{ name: "elsewhere" as const, count: reports.elsewhere }] : []),
  ];
}

function reasonsOf({ windowMinutes, country, network, otherNetworks, elsewhere }: ReportsNear): PlainReason[] {
  const reasons: PlainReason[] = [];
  const values = ({ people, usual }: ReportCount) => ({
    people,
    usual: Math.round(usual * 10) / 10,
    minutes: windowMinutes,
  });
  const isSurge = (count: ReportCount | null | undefined, part: Part) => count != null && surgeNats(count, part) > 1;
  if (network != null && isSurge(network, "network")) reasons.push({ id: "reports-network", values: values(network) });
  const here = otherNetworks ?? country;
  if (here != null && isSurge(here, "otherNetworks")) reasons.push({ id: "reports-here", values: values(here) });
  if (elsewhere != null && isSurge(elsewhere, "elsewhere"))
    reasons.push({ id: "reports-elsewhere", values: values(elsewhere) });
  if (isSurge(network, "network") && otherNetworks != null && !isSurge(otherNetworks, "otherNetworks"))
    reasons.push({ id: "others-quiet", values: {} });
  if (reasons.length === 0) reasons.push({ id: "reports-quiet", values: {} });
  const working = [network, here].reduce((sum, count) => sum + (count?.working ?? 0), 0);
  if (working > 0) reasons.push({ id: "working", values: { people: working } });
  return reasons;
}

/** The country without the asker's network. */
function remainder({ country, network }: ReportsNear): ReportCount | null {
  if (country == null || network == null) return country ?? null;
  const without = (all: number, part: number) => Math.max(0, all - part);
  return {
    people: without(country.people, network.people),
    usual: without(country.usual, network.usual),
    working: without(country.working, network.working),
  };
}
