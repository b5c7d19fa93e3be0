import { fill } from "../../../shared/diagnose/language.ts";
import type { StatusMap } from "../../../shared/geo/map.ts";
import { countryName } from "../map/country-name.ts";
import { rowOf } from "./country-table.tsx";
import { failingFirst } from "./failing-first.ts";
import type { View } from "./view.ts";
import { percent } from "./words.ts";

/** The countries in which it fails, in words: on a phone's map a country is a few pixels wide. */

/** So many fill a line or two; the others stand in the table. */
const NAMED = 6;

export function Affected({ view, map }: { view: View; map: StatusMap }) {
  const { words, language } = view;
  const failing = failingFirst(map.countries);
  // The place is there when nothing fails as well: a renewed page then changes this alone, and the map beside it stays.
  if (failing.length === 0) return <div class="affected" />;
  const others = failing.length - NAMED;
  return (
    <div class="affected">
      {words.map.affected}{" "}
      {failing.slice(0, NAMED).map(({ country, probability }) => (
        <>
          {/* With scripts it is shown on the map, without them in the table. */}
          <a href={`#${rowOf(country)}`} data-pick={country} data-key={`pick-${country}`}>
            {countryName(country, language)} <small>{percent(probability)}</small>
          </a>{" "}
        </>
      ))}
      {others > 0 ? fill(words.map.andMore, { count: others }) : ""}
    </div>
  );
}
