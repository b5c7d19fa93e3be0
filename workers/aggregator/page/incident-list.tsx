import type { SnapshotWire } from "../../../shared/schema/snapshot.ts";
import { Phase } from "../../../shared/schema/verdict.ts";
import { AsOf, Layout } from "./layout.tsx";
import { IncidentList } from "./lists.tsx";
import { Choice } from "./me-form.tsx";
import { linkTo, type View } from "./view.ts";

/** Every incident, newest first, of all services or of one. */

export type Incidents = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly incidents: readonly SnapshotWire["incidents"][number][];
  /** By id, for the filter and for the list. */
  readonly names: ReadonlyMap<string, string>;
  readonly service: string | null;
  readonly phase: string | null;
  /** Where the list goes on. */
  readonly next: string | null;
};

export function IncidentsPage({ view, list }: { view: View; list: Incidents }) {
  const { words } = view;
  const { asOf, stale, incidents, names, service, phase, next } = list;
  const services = [...names].sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <Layout
      view={view}
      isLive
      title={`${words.nav.incidents} · Downwhere`}
      alternates={[{ type: "application/json", href: "/v1/incidents" }]}
    >
      <h1>{words.nav.incidents}</h1>
      <form class="filter" method="get" action="/incidents">
        {view.asked === null ? null : <input type="hidden" name="lang" value={view.asked} />}
        <Choice
          label={words.home.services}
          name="service"
          options={[["", words.incident.allServices], ...services]}
          value={service ?? ""}
        />
        <Choice
          label={words.map.state}
          name="phase"
          options={[
            ["", words.incident.allPhases],
            ...Phase.options.map((each) => [each, words.phases[each]] as const),
          ]}
          value={phase ?? ""}
        />
        <button type="submit">{words.incident.filter}</button>
      </form>
      {incidents.length === 0 ? (
        <p class="empty">{words.incident.none}</p>
      ) : (
        <IncidentList view={view} incidents={incidents} asOf={asOf} names={names} />
      )}
      {next === null ? null : (
        <p>
          <a rel="next" href={linkTo(view, nextPath({ service, phase, next }))}>
            {words.incident.more}
          </a>
        </p>
      )}
      <AsOf view={view} asOf={asOf} stale={stale} />
    </Layout>
  );
}

function nextPath({ service, phase, next }: { service: string | null; phase: string | null; next: string }): string {
  const query = [`cursor=${next}`];
  if (service !== null) query.push(`service=${service}`);
  if (phase !== null) query.push(`phase=${phase}`);
  return `/incidents?${query.join("&")}`;
}
