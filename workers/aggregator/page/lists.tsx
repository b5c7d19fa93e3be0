import type { SnapshotWire } from "../../../shared/schema/snapshot.ts";
import type { lineOf } from "../api/services.ts";
import { reportPath } from "./report-form.tsx";
import { ageText, clockText, STATE_SIGNS, STATE_WORDS } from "./words.ts";

/** Services with their verdicts, incidents with what happened to them, and the probes that see it. */

/** A service in one line, with why it is not known when it is not. */
export type Line = ReturnType<typeof lineOf> & { readonly because: string };
type IncidentWire = SnapshotWire["incidents"][number];
type ProbeWire = SnapshotWire["regions"][number];

export function ServiceList({ services, asOf }: { services: readonly Line[]; asOf: string }) {
  if (services.length === 0) return <p class="empty">No service has been looked at yet.</p>;
  const order = { down: 0, degraded: 1, up: 2, unknown: 3 } as const;
  const sorted = [...services].sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name));
  return (
    <ul class="services">
      {sorted.map(({ id, name, state, scope, layer, since, because }) => (
        <li class={`service ${state}`} data-service={id} data-state={state}>
          <span class="sign" aria-hidden="true">
            {STATE_SIGNS[state]}
          </span>
          <a href={`/v1/services/${id}`}>{name}</a>
          <span class="say">
            {STATE_WORDS[state]}
            {scope === "none" ? "" : `, ${scope}`}
            {layer === null ? "" : `, ${layer}`}
            {state === "unknown" ? `: ${because}` : ""}
          </span>
          <span class="age">
            <a href={reportPath(id)}>report</a> {ageText(since, asOf)}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function IncidentList({ incidents, asOf }: { incidents: readonly IncidentWire[]; asOf: string }) {
  if (incidents.length === 0) return <p class="empty">No incident so far.</p>;
  return (
    <ol class="incidents">
      {incidents.map((incident) => (
        <li class={`incident ${incident.phase}`} data-incident={incident.id} data-phase={incident.phase}>
          <header>
            <a href={`/v1/incidents/${incident.id}`}>{incident.service}</a> <strong>{incident.phase}</strong>{" "}
            {incident.scope}
            {incident.layer === null ? "" : `, ${incident.layer}`}{" "}
            <span class="age">{ageText(incident.suspectedAt, asOf)} ago</span>
          </header>
          <ol class="timeline">
            {incident.timeline.slice(-4).map(({ at, event, because }) => (
              <li>
                <time datetime={at}>{clockText(at)}</time> <span>{event.replace("incident.", "")}</span>
                <small>{because[0] ?? ""}</small>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

/** How a probe is, as a state with a tone and a sign of its own: what an ill one sees does not count. */
const PROBE_TONES = { well: "up", ill: "degraded", silent: "unknown" } as const;

export function ProbeList({ probes }: { probes: readonly ProbeWire[] }) {
  if (probes.length === 0) return <p class="empty">No probe has reported yet.</p>;
  return (
    <ul class="services">
      {probes.map(({ id, name, colo, health, rounds }) => (
        <li class={`service ${PROBE_TONES[health.state]}`} data-probe={id} data-health={health.state}>
          <span class="sign" aria-hidden="true">
            {STATE_SIGNS[PROBE_TONES[health.state]]}
          </span>
          <a href={`/v1/regions/${id}`}>{name}</a>
          <span class="say">
            {health.state}
            {health.state === "well" ? "" : `: ${health.because[0] ?? ""}`}
          </span>
          <span class="age">
            {colo === null ? "" : `${colo.city}, `}
            {rounds.run} of {rounds.due} rounds
          </span>
        </li>
      ))}
    </ul>
  );
}
