import type { Context } from "hono";
import { z } from "zod";
import { mapOf, type StatusMap } from "../../../../shared/geo/map.ts";
import { officialLag } from "../../../../shared/notices/lag.ts";
import { Incident, PublishedNotice, Verdict } from "../../../../shared/schema/index.ts";
import { formatInstant } from "../../../../shared/schema/instant.ts";
import type { ServiceWire, SnapshotWire } from "../../../../shared/schema/snapshot.ts";
import { type Api, dated, frontOf } from "../../api/context.ts";
import { mapAt } from "../../api/map-at.ts";
import { Refusal } from "../../api/problem.ts";
import type { Front } from "../../front.ts";
import { findIncident } from "../../store/incidents.ts";
import { listNotices } from "../../store/notices.ts";
import { listVerdicts } from "../../store/verdicts.ts";
import { CHANGES_SHOWN, NOTICES_SHOWN } from "../limits.ts";
import { orElse } from "./or-else.ts";
import type { IncidentWire, NoticeWire } from "./service.ts";

/** What an incident's page shows, and the map as it was at any moment of it. */

export type Replay = {
  /** Milliseconds since 1970: the two ends, the moment that is shown, and the width of a step. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly stepMs: number;
  readonly verdict: Verdict | null;
  /** `null` where what was so then is not known. */
  readonly map: StatusMap | null;
};

export type IncidentData = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly incident: IncidentWire;
  /** `null` where the service is no longer watched. */
  readonly service: ServiceWire | null;
  readonly changes: readonly Verdict[];
  readonly notices: readonly NoticeWire[];
  readonly lagMinutes: number | null;
  readonly replay: Replay;
};

/** Steps of the replay's slider, and the share of the incident that is shown before it begins. */
const STEPS = 60;
const LEAD = 0.1;

export async function loadIncident(c: Context<Api>, id: string): Promise<IncidentData> {
  const front = await frontOf(c);
  const wire = front.snapshot.incidents.find((candidate) => candidate.id === id);
  const incident = wire === undefined ? await findIncident(c.env.DB, id) : Incident.parse(wire);
  if (incident === null) throw new Refusal(404, `There is no incident "${id}". /incidents lists them.`);
  const now = Math.max(Date.now(), ...incident.timeline.map(({ at }) => at));
  const span = spanOf(incident, now);
  const [page, notices] = await Promise.all([
    orElse(
      "changes",
      listVerdicts(c.env.DB, { service: incident.service, before: span.to + 1, limit: CHANGES_SHOWN }),
      { items: [] },
    ),
    orElse("notices", listNotices(c.env.DB, { service: incident.service, limit: NOTICES_SHOWN }), { items: [] }),
  ]);
  const changes = [...page.items].reverse();
  const service = front.snapshot.services.find(({ id: other }) => other === incident.service) ?? null;
  const at = momentOf(c.req.query("at"), span);
  const verdict = changes.findLast((change) => change.at <= at) ?? null;
  const lag = officialLag([incident], notices.items, now);
  return {
    ...dated(front),
    incident: z.encode(Incident, incident),
    service,
    changes: changes.filter((change) => change.at >= span.from),
    notices: notices.items.filter(isAbout(span)).map((notice) => z.encode(PublishedNotice, notice)),
    lagMinutes: lag.incidents[0]?.minutes ?? null,
    replay: { ...span, at, verdict, map: await mapThen(c, { front, service, verdict, at }) },
  };
}

function spanOf(incident: Incident, now: number): { from: number; to: number; stepMs: number } {
  const began = incident.suspectedAt;
  const ended =
    incident.phase === "resolved" ? incident.resolvedAt : incident.phase === "withdrawn" ? incident.withdrawnAt : now;
  const length = Math.max(1_000, ended - began);
  const from = Math.round(began - length * LEAD);
  return { from, to: ended, stepMs: Math.max(1, Math.round((ended - from) / STEPS)) };
}

/** What the slider says, in milliseconds; the middle of it before it says anything. */
function momentOf(text: string | undefined, { from, to }: { from: number; to: number }): number {
  const asked = Number(text);
  if (text === undefined || text === "" || !Number.isFinite(asked)) return Math.round(from + (to - from) / 2);
  return Math.min(to, Math.max(from, Math.round(asked)));
}

/** Words said while it went on, or that were still in force. */
function isAbout({ from, to }: { from: number; to: number }) {
  return ({ saidAt, updatedAt, resolvedAt }: PublishedNotice) =>
    (saidAt ?? updatedAt) <= to && (resolvedAt ?? Number.POSITIVE_INFINITY) >= from;
}

/** The map as it was kept then; where none was, the probes where they stand now with what the verdict said of each. */
async function mapThen(
  c: Context<Api>,
  { front, service, verdict, at }: { front: Front; service: ServiceWire | null; verdict: Verdict | null; at: number },
): Promise<StatusMap | null> {
  if (service === null) return null;
  const kept = mapAt(c, { service: service.id, at: formatInstant(at) }).then(({ map }) => map);
  const then = verdict === null ? null : { ...service, verdict: z.encode(Verdict, verdict) };
  const rebuilt = then === null ? null : mapOf(withService(front.snapshot, then), { service: then, stale: false });
  return orElse("the map that was kept", kept, rebuilt);
}

function withService(snapshot: SnapshotWire, then: ServiceWire): SnapshotWire {
  return { ...snapshot, services: snapshot.services.map((service) => (service.id === then.id ? then : service)) };
}
