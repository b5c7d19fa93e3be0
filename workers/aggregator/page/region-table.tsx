import type { StatusMap } from "../../../shared/geo/map.ts";
import { CountryTable } from "./country-table.tsx";
import { Scroll } from "./scroll.tsx";
import { StateWord } from "./state.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { percent } from "./words.ts";

/** What the map shows, as a table: for whoever cannot see it, and for whoever wants the numbers. */
export function RegionTable({ view, map, open = false }: { view: View; map: StatusMap; open?: boolean }) {
  const { words } = view;
  const isOfOne = map.scope !== undefined;
  return (
    <details class="behind" open={open}>
      <summary>{words.map.table}</summary>
      <Scroll label={words.map.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.map.region}</th>
              <th scope="col">{words.map.state}</th>
              <th scope="col">{words.map.chance}</th>
              {isOfOne ? null : <th scope="col">{words.map.service}</th>}
            </tr>
          </thead>
          <tbody>
            {map.features.map(({ id, properties: { region, colo, state, probability, service, health } }) => (
              <tr data-key={id}>
                <th scope="row">
                  <a href={linkTo(view, `/regions/${region}`)}>{placeNames(view, [region])}</a>
                  {colo === null ? "" : ` (${colo})`}
                </th>
                <td>
                  <StateWord view={view} state={health === "ill" ? "unknown" : state} />
                </td>
                <td>{percent(probability)}</td>
                {isOfOne ? null : <td>{service === null || state === "up" ? "–" : service}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <CountryTable view={view} map={map} />
    </details>
  );
}
