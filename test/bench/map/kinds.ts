import type { Circumstances } from "./observe.ts";
import {
  anyPlace,
  continent,
  type Draw,
  everywhere,
  footprint,
  neighbours,
  nowhere,
  oneCountry,
  type Truth,
} from "./truth.ts";

/** The kinds of outage, and of calm, that the map is tried on. */
export type Kind = { readonly name: string; readonly draw: (random: Draw) => Truth; readonly seen: Circumstances };

const USUAL: Circumstances = { probes: null, probed: true, reports: "sometimes", notices: "sometimes" };
const PROBES_ALONE: Circumstances = { probes: null, probed: true, reports: "never", notices: "never" };

export const KINDS: readonly Kind[] = [
  { name: "one country", draw: oneCountry, seen: USUAL },
  { name: "neighbours", draw: neighbours, seen: USUAL },
  { name: "a continent", draw: continent, seen: USUAL },
  { name: "a provider's footprint", draw: footprint, seen: USUAL },
  { name: "everywhere", draw: everywhere, seen: USUAL },
  { name: "probes alone: one country, seen", draw: oneCountry, seen: { ...PROBES_ALONE, inside: true } },
  { name: "probes alone: neighbours", draw: neighbours, seen: PROBES_ALONE },
  { name: "probes alone: a continent", draw: continent, seen: PROBES_ALONE },
  { name: "probes alone: a footprint", draw: footprint, seen: PROBES_ALONE },
  {
    name: "only people see it",
    draw: anyPlace,
    seen: { ...USUAL, probed: false, reports: "always", notices: "never" },
  },
  {
    name: "only the vendor names it",
    draw: anyPlace,
    seen: { ...USUAL, probed: false, reports: "never", notices: "always" },
  },
  { name: "three probes", draw: anyPlace, seen: { ...USUAL, probes: 3 } },
  { name: "three probes alone", draw: anyPlace, seen: { ...PROBES_ALONE, probes: 3 } },
  { name: "nothing fails", draw: nowhere, seen: USUAL },
];
