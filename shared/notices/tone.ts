import type { Phase, Status } from "./found.ts";

/**
 * What free words say, for sources that give no phase and no status of their own: feeds, and accounts of people. A rough
 * table, in the words that status accounts really use; words that match nothing say nothing.
 */
export type Tone = { readonly status: Status; readonly phase: Phase | null };

/** "Working to get this resolved" is not resolved. */
const NOT_YET =
  /\b(?:until|to (?:get|have|be|see|fully)|not (?:yet|been|fully)|hasn'?t been|haven'?t been|isn'?t|being|once|when|will be|should be|working (?:on|to|towards?)|try(?:ing)? to)\b[^.!?\n]{0,40}\b(?:resol\w+|fix\w*|restor\w+|back|recover\w*|normal\w*)/gi;

const RESOLVED =
  /\b(?:resolved|fixed|restored|mitigated|recovered|all clear|back (?:to normal|up|online|in action)|operating normally|no longer (?:experiencing|affected|seeing)|working (?:again|normally|as expected)|(?:everything|things?)(?:'s| is| are)? (?:looking )?(?:much |all )?(?:better|good|fine)|completed|behoben|résolue?s?|resuelto|resolvido|risolto|opgelost)\b|解消|復旧|解決/i;
const MONITORING = /\b(?:monitoring|fix (?:has been |is |was )?(?:implemented|deployed|rolled out|applied))\b/i;
const IDENTIFIED = /\b(?:identified|root cause|found the (?:cause|issue|problem)|working on (?:a |the )?fix)\b/i;
const INVESTIGATING =
  /\b(?:investigat\w+|looking into|aware (?:of|that)|reports? (?:of|that)|something'?s not quite right|not quite right|(?:experiencing|having|seeing|some) (?:\w+ ){0,3}(?:issues?|trouble|problems?|errors?|difficult\w+)|störung|problème|incidente?|problema)\b|障害|調査/i;
const PLANNED =
  /\b(?:(?:scheduled|planned|emergency|routine) (?:\w+ )?(?:maintenance|work)|maintenance (?:window|will|is)|wartung\w*|mantenimiento|manutenção)\b|メンテナンス/i;

const MAJOR = /\b(?:major|widespread|complete|full|global|worldwide) (?:\w+ )?(?:outage|disruption|incident)\b/i;
const PARTIAL =
  /\b(?:outages?|unavailab\w+|offline|(?:is|are|went|gone) down|service disruption|disruptions?|can(?:'?t|not) (?:log|sign|access|connect|reach|load|play)\w*|unable to)\b/i;

export function toneOf(words: string): Tone {
  const calm = words.replace(NOT_YET, " investigating ");
  const phase = phaseIn(calm);
  if (PLANNED.test(calm)) return { status: "maintenance", phase: phase === "resolved" ? phase : null };
  const status = MAJOR.test(calm) ? "major_outage" : PARTIAL.test(calm) ? "partial_outage" : null;
  if (phase === null) return { status: status ?? "operational", phase: status === null ? null : "investigating" };
  return { status: status ?? "degraded_performance", phase };
}

function phaseIn(words: string): Phase | null {
  if (RESOLVED.test(words)) return "resolved";
  if (MONITORING.test(words)) return "monitoring";
  if (IDENTIFIED.test(words)) return "identified";
  return INVESTIGATING.test(words) ? "investigating" : null;
}

/** A phase by the name that a vendor gives it; `null` for a word that is none. */
export function phaseNamed(name: string): Phase | null {
  switch (name.toLowerCase().replace(/[\s-]+/g, "_")) {
    case "scheduled":
    case "planned":
    case "upcoming":
    case "maintenance_scheduled":
    case "notstartedyet":
    case "not_started_yet":
      return "scheduled";
    case "in_progress":
    case "inprogress":
    case "verifying":
    case "maintenance_in_progress":
      return "in_progress";
    case "investigating":
    case "open":
    case "issue":
    case "detected":
      return "investigating";
    case "identified":
    case "fixing":
      return "identified";
    case "monitoring":
    case "watching":
    case "update_monitoring":
      return "monitoring";
    case "resolved":
    case "postmortem":
    case "completed":
    case "complete":
    case "closed":
    case "fixed":
    case "cancelled":
    case "canceled":
    case "maintenance_complete":
      return "resolved";
    default:
      return null;
  }
}
