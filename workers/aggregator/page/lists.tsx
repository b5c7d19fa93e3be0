import type { SnapshotWire } from "../../../shared/schema/snapshot.ts";
import type { lineOf } from "../api/services.ts";
import { ageText, clockText, STATE_SIGNS, STATE_WORDS } from "./words.ts";

/** Services with their verdicts, and incidents with what happened to them. */

/** A service in one line, with why it is not known when it is not. */
export type Line = ReturnType<typeof lineOf> & { readonly because: string };
type IncidentWire = SnapshotWire["incidents"][number];

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
          <span class="age">{ageText(since, asOf)}</span>
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
