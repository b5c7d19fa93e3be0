import type { StatusMap } from "../../../shared/geo/map.ts";
import type { SnapshotWire } from "../../../shared/schema/snapshot.ts";
import { IncidentList, type Line, ProbeList, ServiceList } from "./lists.tsx";
import { clockText } from "./words.ts";
import { WorldMap } from "./world-map.tsx";

/** The first page: the map, the services, the incidents. `Live` is the part that is renewed while the page is open. */

export type Home = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly map: StatusMap;
  readonly services: readonly Line[];
  readonly incidents: readonly SnapshotWire["incidents"][number][];
  readonly probes: readonly SnapshotWire["regions"][number][];
};

export function Live({ asOf, stale, map, services, incidents, probes }: Home) {
  const failing = services.filter(({ state }) => state === "down" || state === "degraded");
  return (
    <>
      <p class={failing.length > 0 ? "headline trouble" : "headline"} role="status">
        {headline(failing.map(({ name }) => name))}
      </p>
      <WorldMap map={map} />
      <p class="asof">
        As of {clockText(asOf)}
        {stale ? ", older than it should be" : ""}
      </p>
      <div class="columns">
        <section aria-labelledby="services">
          <h2 id="services">Services</h2>
          <ServiceList services={services} asOf={asOf} />
        </section>
        <section aria-labelledby="incidents">
          <h2 id="incidents">Incidents</h2>
          <IncidentList incidents={incidents} asOf={asOf} />
        </section>
        <section aria-labelledby="probes">
          <h2 id="probes">Probes</h2>
          <ProbeList probes={probes} />
        </section>
      </div>
    </>
  );
}

export function HomePage(home: Home) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Downwhere: is it down, and where?</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/live.js" />
      </head>
      <body>
        <header class="top">
          <h1>
            Downwhere <small>Is it down, and where?</small>
          </h1>
          <nav aria-label="For programs">
            <a href="/v1/status">status</a> <a href="/v1/map">map</a> <a href="/v1/regions">probes</a>{" "}
            <a href="/openapi.json">API</a>
          </nav>
        </header>
        <main id="live" aria-live="polite" aria-busy="false">
          <Live {...home} />
        </main>
      </body>
    </html>
  );
}

function headline(names: readonly string[]): string {
  if (names.length === 0) return "Nothing is known to be down.";
  return names.length === 1 ? `${names[0]} is failing.` : `${names.length} services are failing: ${names.join(", ")}.`;
}
