import { fill } from "../../../shared/diagnose/language.ts";
import type { StatusMap } from "../../../shared/geo/map.ts";
import type { ServiceWire, SnapshotWire } from "../../../shared/schema/snapshot.ts";
import { AsOf, Layout } from "./layout.tsx";
import { IncidentList, type Line, ProbeList, ServiceList } from "./lists.tsx";
import { MapFrame } from "./map-frame.tsx";
import { RegionTable } from "./region-table.tsx";
import { headline } from "./sentence.ts";
import { linkTo, type View } from "./view.ts";

/** The first page: what fails, where, and the way to everything else. */

export type Home = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly map: StatusMap;
  readonly failing: readonly ServiceWire[];
  readonly services: readonly Line[];
  readonly incidents: readonly SnapshotWire["incidents"][number][];
  readonly probes: readonly SnapshotWire["regions"][number][];
};

export function HomePage({ view, home }: { view: View; home: Home }) {
  const { words } = view;
  const { asOf, stale, map, failing, services, incidents, probes } = home;
  const says = headline(view, failing, services.length);
  const names = new Map(services.map(({ id, name }) => [id, name] as [string, string]));
  const well = probes.filter(({ health }) => health.state === "well").length;
  return (
    <Layout
      view={view}
      isLive
      title={`Downwhere: ${words.site.claim}`}
      about={`${says} ${words.site.about}`}
      scripts={["/map.js"]}
      alternates={[
        { type: "application/atom+xml", href: "/feed.atom" },
        { type: "application/feed+json", href: "/feed.json" },
        { type: "application/geo+json", href: "/v1/map" },
      ]}
    >
      <h1 class={failing.length > 0 ? "headline trouble" : "headline"}>
        <span role="status">{says}</span>
      </h1>
      <section class="where" aria-labelledby="where">
        <h2 id="where" class="hidden">
          {words.map.title}
        </h2>
        <MapFrame view={view} map={map} />
        <AsOf view={view} asOf={asOf} stale={stale} />
        <RegionTable view={view} map={map} />
      </section>
      <div class="columns">
        <section aria-labelledby="services">
          <h2 id="services">{words.home.services}</h2>
          <ServiceList view={view} services={services} asOf={asOf} />
        </section>
        <section aria-labelledby="incidents">
          <h2 id="incidents">{words.home.incidents}</h2>
          <IncidentList view={view} incidents={incidents} asOf={asOf} names={names} />
          <p>
            <a href={linkTo(view, "/incidents")}>{words.home.allIncidents}</a>
          </p>
          <h2 id="probes">{words.home.probes}</h2>
          <p>{fill(words.home.probesWell, { well, count: probes.length })}</p>
          <ProbeList view={view} probes={probes} />
        </section>
      </div>
    </Layout>
  );
}
