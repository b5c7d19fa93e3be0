import type { PlaceId } from "../../schema/index.ts";
import { HYPOTHESES, type Hypothesis, type Likelihoods, likelihoods, PROBES } from "../model.ts";
import type { Asker, Evidence, PlainReason, Sign } from "../question.ts";
import { blindness, type Fit, fitOf, OWN_MACHINE, type Sight, sightOf } from "../sight.ts";

/**
 * What probes say. With n = "it fails near the asker" and w = "it fails nearly everywhere", of which the fold believes p(n)
 * and p(w), each explanation is worth
 *
 *   (1 - b) · [Σ P(n | h) p(n)] · [Σ P(w | h) p(w)] + b · [nothing fails]
 *
 * where b is the chance that probes are blind to such a fault, 0 for what is the asker's own. Where what fails is perhaps
 * not what the asker has, this is mixed with the same for "nothing fails".
 */
export function probeSign(evidence: Evidence, asker: Asker): Sign | null {
  const sight = sightOf(evidence, asker);
  const fit = fitOf(evidence, asker);
  if (sight.seen.length === 0) {
    const isSilent = Object.keys(evidence.verdict.regions).every((place) => place !== OWN_MACHINE);
    return isSilent ? { likelihoods: likelihoods(1, 1, 1, 1), reasons: [{ id: "nothing-seen", values: {} }] } : null;
  }
  const blind = blindness(asker, fit);
  const explained = PROBES.explains[fit.kind];
  const seenAs = worth(chances(evidence, sight), sight, blind);
  const asNothing = worth({ near: 0, wide: 0 }, sight, blind);
  const mixed = perHypothesis((h) => explained * seenAs[h] + (1 - explained) * asNothing[h]);
  const weight = trust(evidence);
  const mean = HYPOTHESES.reduce((sum, h) => sum + mixed[h], 0) / HYPOTHESES.length;
  return {
    likelihoods: perHypothesis((h) => weight * mixed[h] + (1 - weight) * mean),
    reasons: reasonsOf(evidence, asker, { sight, fit }),
  };
}

/** How much what is known still counts: all of it while fresh, then less and less. */
export function trust({ now, asOf }: Evidence): number {
  const minutes = (now - asOf) / 60_000;
  return 0.5 ** (Math.max(0, minutes - PROBES.freshMinutes) / PROBES.staleHalfLifeMinutes);
}

type Chances = { readonly near: number; readonly wide: number };

function worth({ near, wide }: Chances, sight: Sight, blind: number): Likelihoods {
  const weight = sight.near === null ? PROBES.anywhere : sight.near.isOwn ? 1 : PROBES.neighbour;
  const mix = (chance: number, given: number) => given * chance + (1 - given) * (1 - chance);
  const nearGiven = (given: number) => weight * mix(near, given) + (1 - weight);
  // One place alone does not tell a wide outage from one of that place.
  const wideGiven = (given: number) => (sight.seen.length === 1 ? 0.5 : mix(wide, given));
  const { coincidence } = PROBES;
  const innocent = nearGiven(coincidence) * wideGiven(coincidence);
  const guilty = (of: "everyone" | "your_region") => nearGiven(PROBES.near[of]) * wideGiven(PROBES.wide[of]);
  return likelihoods(
    (1 - blind) * guilty("everyone") + blind * innocent,
    (1 - blind) * guilty("your_region") + blind * innocent,
    innocent,
    innocent,
  );
}

/** The fold's belief near the asker and about "nearly everywhere"; what has just come back still stutters for some. */
function chances(evidence: Evidence, sight: Sight): Chances {
  const { verdict, incident } = evidence;
  const after = aftermath(evidence);
  const stutter = (place: PlaceId) => (sight.returned.includes(place) ? after : 0);
  const chanceAt = (place: PlaceId) => Math.max(verdict.regions[place]?.probability ?? 0, stutter(place));
  const worst = Math.max(...sight.seen.map(chanceAt));
  const share = sight.seen.filter((place) => chanceAt(place) >= worst / 2).length / sight.seen.length;
  const byShare = Math.min(1, Math.max(0, (share - PROBES.wideFrom) / (PROBES.wideAt - PROBES.wideFrom)));
  const isGlobal = verdict.scope === "global" || (after > 0 && incident?.scope === "global");
  return {
    near: sight.near === null ? worst : chanceAt(sight.near.place),
    wide: worst * (isGlobal ? 1 : byShare),
  };
}

function aftermath({ incident, now }: Evidence): number {
  if (incident?.phase !== "recovering") return 0;
  const minutes = (now - incident.recoveringAt) / 60_000 - PROBES.aftermathMinutes;
  return PROBES.aftermath * 0.5 ** (Math.max(0, minutes) / PROBES.aftermathHalfLifeMinutes);
}

function reasonsOf(evidence: Evidence, asker: Asker, { sight, fit }: { sight: Sight; fit: Fit }): PlainReason[] {
  const { near, seen, failing, returned } = sight;
  const reasons: PlainReason[] = [];
  const say = (id: string, values: PlainReason["values"] = {}) => reasons.push({ id, values });
  if (asker.region === null) say("place-unknown");
  else if (near === null) say("near-unseen");
  else if (failing.includes(near.place)) say("near-failing", { region: near.place });
  else say("near-up", { region: near.place });
  if (failing.length === 0) say("all-up", { seen: seen.length });
  else if (near !== null && !failing.includes(near.place)) say("fails-elsewhere", { regions: failing.join(", ") });
  else say("failing", { failing: failing.length, seen: seen.length });
  if (fit.failing.length > 0 && fit.kind === "other")
    say("other-endpoint", { endpoints: fit.failing.join(", "), relevant: fit.relevant.join(", ") });
  else if (fit.failing.length > 0 && fit.kind === "aside") say("aside", { endpoints: fit.failing.join(", ") });
  else if (fit.failing.length > 0 && asker.symptom !== null) say("fits", { endpoints: fit.failing.join(", ") });
  if (failing.length === 0 && blindness(asker, fit) > PROBES.blind) say("beyond-probes");
  if (evidence.incident?.phase === "recovering" && returned.length > 0)
    say("recovering", { back: returned.length, of: Object.keys(evidence.incident.regions).length });
  if (trust(evidence) < 1) say("old", { minutes: Math.round((evidence.now - evidence.asOf) / 60_000) });
  return reasons;
}

function perHypothesis(of: (hypothesis: Hypothesis) => number): Likelihoods {
  return likelihoods(of("everyone"), of("your_region"), of("your_network"), of("just_you"));
}
