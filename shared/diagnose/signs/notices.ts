import { likelihoods, NOTICES } from "../model.ts";
import type { AskedNotice, Asker, Evidence, PlainReason, Sign } from "../question.ts";
import { belongsTo } from "../symptoms.ts";

/** What the vendor says of itself. "All green" says nothing; of several notices in force the weightiest for the asker counts. */
export function noticeSign(evidence: Evidence, asker: Asker): Sign | null {
  const inForce = evidence.notices.flatMap((notice) => weigh(notice, evidence, asker) ?? []);
  const planned = plannedWork(evidence);
  if (planned !== null) inForce.push(planned);
  const [loudest, ...others] = inForce;
  if (loudest === undefined) return null;
  const said = others.reduce((best, other) => (other.weight > best.weight ? other : best), loudest);
  const { everyone, region } = said;
  return { likelihoods: likelihoods(everyone, region, 1, 1), reasons: [said.reason] };
}

type Said = {
  readonly weight: number;
  readonly everyone: number;
  readonly region: number;
  readonly reason: PlainReason;
};

function weigh(notice: AskedNotice, { now, endpoints }: Evidence, asker: Asker): Said | null {
  const { status, phase, at, title, regions, countries } = notice;
  const isOver = phase === "resolved" || phase === "scheduled" || status === "operational";
  if (isOver || at > now || now - at > NOTICES.staleMinutes * 60_000) return null;
  const full = NOTICES.likelier[status];
  const endpoint = endpoints.find(({ id }) => id === notice.endpoint);
  const isOther = endpoint !== undefined && asker.symptom !== null && !belongsTo(endpoint, asker.symptom);
  const reach = isOther ? Math.min(full, NOTICES.otherEndpoint) : full;
  const likelier = phase === "monitoring" ? 1 + (reach - 1) * NOTICES.monitoringShare : reach;
  const values = { words: title };
  const isPlaced = (regions?.length ?? 0) + (countries?.length ?? 0) > 0;
  if (!isPlaced) {
    const id = status === "maintenance" ? "maintenance" : "notice";
    return { weight: likelier, everyone: likelier, region: Math.sqrt(likelier), reason: { id, values } };
  }
  const isHere =
    (asker.region !== null && regions?.includes(asker.region)) ||
    (asker.country !== null && countries?.includes(asker.country));
  if (!isHere) return { weight: 1, everyone: 1, region: 1, reason: { id: "notice-elsewhere", values } };
  const region = likelier * NOTICES.placed;
  return { weight: region, everyone: Math.sqrt(likelier), region, reason: { id: "notice-here", values } };
}

/** Work that the catalogue plans, while it makes the service fail. */
function plannedWork({ incident }: Evidence): Said | null {
  if (incident?.muted?.because !== "maintenance") return null;
  const likelier = NOTICES.likelier.maintenance;
  const reason = { id: "maintenance", values: { words: incident.muted.by } };
  return { weight: likelier, everyone: likelier, region: Math.sqrt(likelier), reason };
}
