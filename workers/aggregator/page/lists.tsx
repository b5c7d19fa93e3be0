import type { SnapshotWire } from "../../../shared/schema/snapshot.ts";
import type { lineOf } from "../api/services.ts";
import { Sign } from "./state.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { ageText, clockText } from "./words.ts";

/** Services with their verdicts, incidents with what happened to them, and the probes that see it. */

/** A service in one line, with why it is not known when it is not. */
export type Line = ReturnType<typeof lineOf> & { readonly because: string };
type IncidentWire = SnapshotWire["incidents"][number];
type ProbeWire = SnapshotWire["regions"][number];

const ORDER = { down: 0, degraded: 1, up: 2, unknown: 3 } as const;

/** Services of which nothing is known are folded away when there are more of them than these. */
const UNKNOWN_SHOWN = 6;

export function ServiceList({ view, services, asOf }: { view: View; services: readonly Line[]; asOf: string }) {
  const { words } = view;
  if (services.length === 0) return <p class="empty">{words.headline.nothing}</p>;
  const sorted = [...services].sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name));
  const unknown = sorted.filter(({ state }) => state === "unknown");
  const isFolded = unknown.length > UNKNOWN_SHOWN;
  const shown = isFolded ? sorted.filter(({ state }) => state !== "unknown") : sorted;
  return (
    <>
      <ul class="services">
        {shown.map((line) => (
          <ServiceItem view={view} line={line} asOf={asOf} />
        ))}
      </ul>
      {isFolded ? (
        <details open={shown.length === 0}>
          <summary>
            {words.states.unknown}: {unknown.length}
          </summary>
          <ul class="services">
            {unknown.map((line) => (
              <ServiceItem view={view} line={line} asOf={asOf} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function ServiceItem({ view, line, asOf }: { view: View; line: Line; asOf: string }) {
  const { words } = view;
  const { id, name, state, scope, layer, since, because } = line;
  return (
    <li class={`service ${state}`} data-key={id} data-service={id} data-state={state}>
      <Sign state={state} />
      <a href={linkTo(view, `/s/${id}`)}>{name}</a>
      <span class="say">
        {words.states[state]}
        {scope === "none" ? "" : `, ${words.scopes[scope]}`}
        {layer === null ? "" : `, ${words.layers[layer]}`}
      </span>
      <span class="age">{ageText(since, asOf, words.units)}</span>
      {state === "unknown" ? (
        <small class="because" lang="en">
          {because}
        </small>
      ) : null}
    </li>
  );
}

type IncidentListing = {
  readonly view: View;
  readonly incidents: readonly IncidentWire[];
  readonly asOf: string;
  /** By service id; a service that is no longer watched keeps its id. */
  readonly names: ReadonlyMap<string, string>;
};

export function IncidentList({ view, incidents, asOf, names }: IncidentListing) {
  const { words } = view;
  if (incidents.length === 0) return <p class="empty">{words.home.noIncident}</p>;
  return (
    <ol class="incidents">
      {incidents.map((incident) => (
        <li
          class={`incident ${toneOf(incident)}`}
          data-key={incident.id}
          data-incident={incident.id}
          data-phase={incident.phase}
        >
          <Sign state={toneOf(incident)} />
          <a href={linkTo(view, `/incidents/${incident.id}`)}>{names.get(incident.service) ?? incident.service}</a>
          <strong class="say">{words.phases[incident.phase]}</strong>
          <span class="where">{placeNames(view, Object.keys(incident.regions).sort().slice(0, PLACES_SHOWN))}</span>
          <span class="age">
            <time datetime={incident.suspectedAt}>{clockText(incident.suspectedAt, asOf)}</time>
          </span>
        </li>
      ))}
    </ol>
  );
}

const PLACES_SHOWN = 4;

/** What is over is calm again, however bad it was. */
export function toneOf({ phase, state }: Pick<IncidentWire, "phase" | "state">): IncidentWire["state"] {
  if (phase === "resolved") return "up";
  return phase === "withdrawn" ? "unknown" : state;
}

/** How a probe is, as a state with a tone and a sign of its own: what an ill one sees does not count. */
export const PROBE_TONES = { well: "up", ill: "degraded", silent: "unknown" } as const;

export function ProbeList({ view, probes }: { view: View; probes: readonly ProbeWire[] }) {
  const { words } = view;
  if (probes.length === 0) return <p class="empty">{words.home.noProbe}</p>;
  return (
    <ul class="services">
      {probes.map(({ id, colo, health }) => (
        <li class={`service ${PROBE_TONES[health.state]}`} data-key={id} data-probe={id} data-health={health.state}>
          <Sign state={PROBE_TONES[health.state]} />
          <a href={linkTo(view, `/regions/${id}`)}>{placeNames(view, [id])}</a>
          <span class="say">{words.health[health.state]}</span>
          <span class="age">{colo === null ? "" : colo.city}</span>
          {health.state === "well" ? null : (
            <small class="because" lang="en">
              {health.because[0] ?? ""}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}
