import { fill } from "../../../shared/diagnose/language.ts";
import type { StatusMap } from "../../../shared/geo/map.ts";
import type { CountryOnMap } from "../../../shared/geo/worst.ts";
import { countryName } from "../map/country-name.ts";
import { Scroll } from "./scroll.tsx";
import { StateWord } from "./state.tsx";
import type { View } from "./view.ts";
import { percent } from "./words.ts";

/** The countries of the map as a table: those in which something may be the matter, and how many others there are. */

/** A chance from which a country is named. */
const NAMED_FROM = 0.1;

/** Where a country stands in the table, for links. */
export const rowOf = (country: string) => `country-${country}`;

export function CountryTable({ view, map }: { view: View; map: StatusMap }) {
  const { words, language } = view;
  const isNamed = ({ state, probability }: CountryOnMap) =>
    state === "down" || state === "degraded" || (state !== "unknown" && probability >= NAMED_FROM);
  const named = map.countries.filter(isNamed).sort((a, b) => b.probability - a.probability);
  const others = map.countries.filter((country) => !isNamed(country));
  const unknown = others.filter(({ state }) => state === "unknown").length;
  return (
    <>
      {named.length === 0 ? null : (
        <Scroll label={words.map.countries}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.map.country}</th>
                <th scope="col">{words.map.state}</th>
                <th scope="col">{words.map.chance}</th>
                <th scope="col">{words.map.reports}</th>
                <th scope="col">{words.map.source}</th>
              </tr>
            </thead>
            <tbody>
              {named.map(({ country, state, probability, low, high, reports, source }) => (
                <tr id={rowOf(country)} data-key={country} data-country-row={country}>
                  <th scope="row">{countryName(country, language)}</th>
                  <td>
                    <StateWord view={view} state={state} />
                  </td>
                  <td>
                    {fill(words.map.bounds, { percent: percent(probability), low: percent(low), high: percent(high) })}
                  </td>
                  <td>{reports}</td>
                  <td>{source === null ? "–" : words.map.sources[source]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p class="note">{fill(words.map.others, { calm: others.length - unknown, unknown })}</p>
    </>
  );
}
