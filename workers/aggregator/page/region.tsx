import { fill } from "../../../shared/diagnose/language.ts";
import type { StatusMap } from "../../../shared/geo/map.ts";
import type { RegionWire, ServiceWire } from "../../../shared/schema/snapshot.ts";
import { FactList } from "./fact-list.tsx";
import { AsOf, Layout } from "./layout.tsx";
import { PROBE_TONES } from "./lists.tsx";
import { MapFrame } from "./map-frame.tsx";
import { Sign, StateWord } from "./state.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { clockText, percent } from "./words.ts";

/** One probe: where it really runs, whether it is to be believed, and what it sees. */

export type OneRegion = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly probe: RegionWire;
  readonly services: readonly ServiceWire[];
  readonly map: StatusMap;
};

export function RegionPage({ view, region }: { view: View; region: OneRegion }) {
  const { words } = view;
  const { probe, services, map, asOf, stale } = region;
  const tone = PROBE_TONES[probe.health.state];
  const name = placeNames(view, [probe.id]);
  return (
    <Layout
      view={view}
      isLive
      title={`${name}: ${words.health[probe.health.state]}`}
      scripts={["/map.js"]}
      alternates={[{ type: "application/json", href: `/v1/regions/${probe.id}` }]}
    >
      <header class={`verdict ${tone}`} data-probe={probe.id} data-health={probe.health.state}>
        <p class="crumb">
          <a href={linkTo(view, "/regions")}>{words.nav.probes}</a>
        </p>
        <h1>{name}</h1>
        <p class={`state ${tone}`} role="status">
          <Sign state={tone} /> {words.health[probe.health.state]}
        </p>
        <ul class="reasons" lang="en">
          {probe.health.because.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
        <ProbeFacts view={view} probe={probe} asOf={asOf} />
      </header>
      <MapFrame view={view} map={map} />
      <section aria-labelledby="sees">
        <h2 id="sees">{words.probes.sees}</h2>
        <Sees view={view} id={probe.id} services={services} />
      </section>
      <AsOf view={view} asOf={asOf} stale={stale} />
    </Layout>
  );
}

function ProbeFacts({ view, probe, asOf }: { view: View; probe: RegionWire; asOf: string }) {
  const { words } = view;
  const { colo, driftKm, realised, rounds, lastRoundAt, extraLooks, errorRate, controls } = probe;
  const drift = driftKm === null ? "" : `, ${fill(words.probes.drift, { km: driftKm })}`;
  const rows: [string, string | null][] = [
    [words.probes.runs, colo === null ? null : `${colo.city}, ${colo.country} (${colo.colo})${drift}`],
    [words.probes.how, realised],
    [words.probes.lastRound, lastRoundAt === null ? null : clockText(lastRoundAt, asOf)],
    [words.probes.rounds, fill(words.probes.roundsText, rounds)],
    [words.probes.extra, String(extraLooks)],
    [words.probes.errorRate, errorRate === null ? null : percent(errorRate)],
    [
      words.probes.controls,
      controls.length === 0
        ? null
        : controls.map(({ control, outcome }) => `${control}: ${words.outcomes[outcome]}`).join(", "),
    ],
  ];
  return <FactList rows={rows} />;
}

const ORDER = { down: 0, degraded: 1, unknown: 2, up: 3 } as const;

function Sees({ view, id, services }: { view: View; id: string; services: readonly ServiceWire[] }) {
  const { words } = view;
  const seen = services
    .flatMap((service) => {
      const belief = service.verdict.regions[id];
      return belief === undefined ? [] : [{ service, belief }];
    })
    .sort((a, b) => ORDER[a.belief.state] - ORDER[b.belief.state] || a.service.name.localeCompare(b.service.name));
  if (seen.length === 0) return <p class="empty">{words.probes.none}</p>;
  return (
    <ul class="services">
      {seen.map(({ service, belief }) => (
        <li class={`service ${belief.state}`} data-key={service.id} data-service={service.id} data-state={belief.state}>
          <StateWord view={view} state={belief.state} />
          <a href={linkTo(view, `/s/${service.id}`)}>{service.name}</a>
          <span class="age">{percent(belief.probability)}</span>
        </li>
      ))}
    </ul>
  );
}
