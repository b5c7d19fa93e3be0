import { fill } from "../../../shared/diagnose/language.ts";
import type { StatusMap } from "../../../shared/geo/map.ts";
import type { RegionWire } from "../../../shared/schema/snapshot.ts";
import { AsOf, Layout } from "./layout.tsx";
import { PROBE_TONES } from "./lists.tsx";
import { MapFrame } from "./map-frame.tsx";
import { Scroll } from "./scroll.tsx";
import { Sign } from "./state.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { clockText, percent } from "./words.ts";

/** The network speaking of itself: where its probes really run, how they are, and how punctual. */

export type Regions = {
  readonly asOf: string;
  readonly stale: boolean;
  readonly map: StatusMap;
  readonly probes: readonly RegionWire[];
};

export function RegionsPage({ view, regions }: { view: View; regions: Regions }) {
  const { words } = view;
  const { map, probes, asOf, stale } = regions;
  return (
    <Layout
      view={view}
      isLive
      title={`${words.nav.probes} · Downwhere`}
      about={words.probes.intro}
      scripts={["/map.js"]}
      alternates={[{ type: "application/json", href: "/v1/regions" }]}
    >
      <h1>{words.nav.probes}</h1>
      <p class="note">{words.probes.intro}</p>
      <MapFrame view={view} map={map} />
      <AsOf view={view} asOf={asOf} stale={stale} />
      <ProbeTable view={view} probes={probes} asOf={asOf} />
    </Layout>
  );
}

function ProbeTable({ view, probes, asOf }: { view: View; probes: readonly RegionWire[]; asOf: string }) {
  const { words } = view;
  if (probes.length === 0) return <p class="empty">{words.home.noProbe}</p>;
  return (
    <Scroll label={words.nav.probes}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.map.region}</th>
            <th scope="col">{words.probes.health}</th>
            <th scope="col">{words.probes.runs}</th>
            <th scope="col">{words.probes.lastRound}</th>
            <th scope="col">{words.probes.rounds}</th>
            <th scope="col">{words.probes.errorRate}</th>
          </tr>
        </thead>
        <tbody>
          {probes.map(({ id, health, colo, realised, lastRoundAt, rounds, errorRate }) => (
            <tr data-key={id} data-probe={id} data-health={health.state}>
              <th scope="row">
                <a href={linkTo(view, `/regions/${id}`)}>{placeNames(view, [id])}</a>
              </th>
              <td class={`state ${PROBE_TONES[health.state]}`}>
                <Sign state={PROBE_TONES[health.state]} /> {words.health[health.state]}
              </td>
              <td>{colo === null ? realised : `${colo.city}, ${colo.country} (${colo.colo})`}</td>
              <td>{lastRoundAt === null ? "–" : clockText(lastRoundAt, asOf)}</td>
              <td>{fill(words.probes.roundsText, rounds)}</td>
              <td>{errorRate === null ? "–" : percent(errorRate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
