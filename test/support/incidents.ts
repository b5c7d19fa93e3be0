import { Incident, type IncidentEvent, ServiceId } from "../../shared/schema/index.ts";
import { formatInstant } from "../../shared/schema/instant.ts";
import { MINUTE, START } from "./timeline.ts";

/** Incidents in words of the test: what failed where, and what has become of it, in minutes since the start. */

export type Telling = {
  readonly id?: string;
  readonly service?: string;
  readonly phase?: Incident["phase"];
  readonly state?: Incident["state"];
  readonly scope?: Incident["scope"];
  readonly layer?: Incident["layer"];
  readonly muted?: Incident["muted"];
  readonly provider?: string | null;
  readonly regions?: Record<string, { state: "up" | "degraded" | "down" | "unknown"; probability: number }>;
  /** When it was suspected, opened, recovering and over. */
  readonly at?: readonly [number, number, number, number];
  readonly because?: readonly string[];
};

const KINDS = ["incident.suspected", "incident.opened", "incident.recovering", "incident.resolved"] as const;
const REACHED = { suspected: 1, withdrawn: 1, open: 2, recovering: 3, resolved: 4 } as const;

export const at = (minute: number) => START + minute * MINUTE;

export function incidentOf(telling: Telling = {}): Incident {
  const { phase = "open", service = "aria", at: minutes = [0, 2, 10, 15] } = telling;
  const [suspectedAt, openedAt, recoveringAt, resolvedAt] = minutes.map(at).map(formatInstant);
  const because = telling.because ?? ["2 of 11 regions see it failing: weur 0.99, eeur 0.98"];
  return Incident.parse({
    id: telling.id ?? `inc_${service}_${minutes[0]}`,
    service: ServiceId.parse(service),
    phase,
    state: telling.state ?? "down",
    scope: telling.scope ?? "regional",
    layer: telling.layer === undefined ? "cdn" : telling.layer,
    muted: telling.muted ?? null,
    provider: telling.provider ?? null,
    regions: telling.regions ?? {
      weur: { state: phase === "open" ? "down" : "up", probability: phase === "open" ? 0.99 : 0.01 },
      eeur: { state: phase === "resolved" ? "up" : "down", probability: phase === "resolved" ? 0.01 : 0.98 },
    },
    reasons: because,
    timeline: KINDS.slice(0, REACHED[phase]).map((event: IncidentEvent["kind"], index) => ({
      event,
      at: formatInstant(at(minutes[index] ?? 0)),
      because,
    })),
    suspectedAt,
    openedAt,
    recoveringAt,
    resolvedAt,
    withdrawnAt: openedAt,
  });
}
