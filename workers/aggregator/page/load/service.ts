import type { Context } from "hono";
import { z } from "zod";
import { mapOf } from "../../../../shared/geo/map.ts";
import type { Days } from "../../../../shared/history/days.ts";
import type { LatencyStep } from "../../../../shared/history/latency.ts";
import { officialLag } from "../../../../shared/notices/lag.ts";
import { recoveryOf } from "../../../../shared/recovery/recovery.ts";
import {
  Incident,
  type OfficialLag,
  PublishedNotice,
  type ReportSeries,
  ServiceView,
  type Verdict,
  type Vote,
} from "../../../../shared/schema/index.ts";
import type { Recovery } from "../../../../shared/schema/recovery.ts";
import type { ServiceWire } from "../../../../shared/schema/snapshot.ts";
import type { Voices } from "../../../../shared/schema/votes.ts";
import { type Api, configOf, dated, frontOf, serviceIn } from "../../api/context.ts";
import { courseOf } from "../../api/course.ts";
import { LAG_PAGE } from "../../limits.ts";
import { fusionStub, shardOf } from "../../shard.ts";
import { listIncidents } from "../../store/incidents.ts";
import { listNotices } from "../../store/notices.ts";
import { listVerdicts } from "../../store/verdicts.ts";
import { CHANGES_SHOWN, INCIDENTS_SHOWN, NOTICES_SHOWN } from "../limits.ts";
import { orElse } from "./or-else.ts";
import { loadDays, loadLatency } from "./past.ts";
import { loadReports } from "./reports.ts";

/** What a service's page shows. Whatever is away is left out, and the page says what it can. */

export type IncidentWire = z.input<typeof Incident>;
export type NoticeWire = z.input<typeof PublishedNotice>;
export type VoteWire = z.input<typeof Vote>;

export type ServicePast = {
  readonly incidents: readonly IncidentWire[];
  readonly days: Days;
  /** Changes of the verdict, the oldest first. */
  readonly changes: readonly Verdict[];
  readonly latency: readonly LatencyStep[];
  readonly reports: ReportSeries | null;
};

export type ServiceData = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly now: number;
  readonly service: ServiceWire;
  readonly map: ReturnType<typeof mapOf>;
  /** `null` where they cannot be read. */
  readonly votes: readonly VoteWire[] | null;
  readonly voices: z.input<typeof Voices> | null;
  readonly recovery: Recovery;
  readonly notices: readonly NoticeWire[];
  readonly lag: OfficialLag | null;
  readonly past: ServicePast;
};

export async function loadService(c: Context<Api>, id: string): Promise<ServiceData> {
  const front = await frontOf(c);
  const wire = serviceIn(front, id);
  const service = ServiceView.parse(wire);
  const now = Math.max(Date.now(), service.verdict.at);
  const [evidence, course, notices, incidents, days, changes, latency, reports] = await Promise.all([
    orElse("votes", Promise.resolve(fusionStub(c.env, shardOf(service, configOf(c))).evidence(id)), null),
    courseOf(c, service, now),
    orElse("notices", listNotices(c.env.DB, { service: id, limit: LAG_PAGE.notices }), null),
    orElse("incidents", listIncidents(c.env.DB, { service: id, limit: LAG_PAGE.incidents }), null),
    orElse("its days", loadDays(c, { id, simulated: service.simulated, now }), { days: [], up: null }),
    orElse("changes", listVerdicts(c.env.DB, { service: id, limit: CHANGES_SHOWN }), { items: [] }),
    orElse("latencies", loadLatency(c, { id, simulated: service.simulated, now }), []),
    orElse("reports", loadReports(c, { id: service.id, simulated: service.simulated, now }), null),
  ]);
  const known = incidents?.items ?? (service.incident === null ? [] : [service.incident]);
  return {
    ...dated(front),
    now,
    service: wire,
    map: mapOf(front.snapshot, { service: wire, stale: front.stale }),
    votes: evidence?.votes ?? null,
    voices: evidence?.voices ?? null,
    recovery: recoveryOf(course),
    notices: (notices?.items ?? []).slice(0, NOTICES_SHOWN).map((notice) => z.encode(PublishedNotice, notice)),
    lag: notices === null ? null : officialLag(known, notices.items, now),
    past: {
      incidents: known.slice(0, INCIDENTS_SHOWN.service).map((incident) => z.encode(Incident, incident)),
      days,
      changes: [...changes.items].reverse(),
      latency,
      reports,
    },
  };
}
