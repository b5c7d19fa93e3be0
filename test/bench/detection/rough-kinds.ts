import { regionOfCountry } from "../../../shared/geo/countries.ts";
import type { Fault } from "../../support/timeline.ts";
import { COUNTRIES } from "../../support/voices.ts";
import { type Draw, type Kind, MAIN, PLACES, REPORTS_PER_MINUTE, some } from "./kind.ts";
import { BACKEND, beside, GATEWAY, NETWORK, once, provider, regions, singleEndpoint } from "./outage-shapes.ts";
import { QUIET_KINDS } from "./quiet-kinds.ts";

/**
 * The same in rough weather: services that share providers, latencies that scatter and have a heavy tail,
 * and people who report what probes see, a little later and for some minutes after it is over.
 */

const PROVIDERS = { aria: "bigcdn", mail: "bigcdn", maps: "bigcdn", chat: "cloud", shop: "cloud", bank: "own" };

/** Minutes after which people begin to report, and in which they cease to. */
const LATE = 1;
const FADING = 3;
/** How many times as many as usual report. */
const UPROAR = 12;

function roughly(draw: Kind["draw"]): Kind["draw"] {
  return (random) => {
    const plain = draw(random);
    const heard = (plain.faults ?? []).find(
      ({ service, outcome, probe }) => service === MAIN && outcome === undefined && !probe,
    );
    return {
      providers: PROVIDERS,
      ...plain,
      noise: 0.004,
      latency: { spread: 0.45, tail: 0.01 },
      crowds: plain.crowds ?? [
        { service: MAIN, perMinute: REPORTS_PER_MINUTE, surges: heard === undefined ? [] : [uproar(heard)] },
      ],
    };
  };
}

/** Those report it who live where it fails. */
function uproar({ from, to, in: places }: Fault) {
  const there = Object.keys(COUNTRIES).filter((country) => {
    const region = regionOfCountry(country);
    return places === undefined || (region !== null && places.includes(region));
  });
  return { from: from + LATE, to, factor: UPROAR, in: there, fading: FADING };
}

/** What a wall hides while the probe before it loses looks. */
function walledAndLossy(random: () => number): Draw {
  const [lossy = "weur", ...walled] = some(PLACES, 6, random);
  return {
    minutes: 480,
    faults: [
      {
        service: MAIN,
        in: [lossy, ...walled],
        from: 60,
        to: 400,
        outcome: "inconclusive",
        cause: "blocked",
        rate: 0.8,
      },
      { in: [lossy], from: 90, to: 400, probe: true, cause: "connect_timeout", rate: 0.15 },
    ],
  };
}

function outage(name: string, as: Kind["as"], draw: Kind["draw"]): Kind {
  return { name: `rough: ${name}`, expects: "outage", as, draw: roughly(draw) };
}

const ROUGH_QUIET = [
  "bot wall, everywhere",
  "probe loses 10 %",
  "probe loses 30 %",
  "two probes lose 20 %",
  "probe slow",
];

export const ROUGH_KINDS: readonly Kind[] = [
  outage(
    "global, backend",
    "hard",
    once(() => ({ causes: BACKEND })),
  ),
  outage(
    "single region, network",
    "hard",
    once((random) => ({ in: regions(1, 1, random), cause: NETWORK[0] ?? "connect_timeout" })),
  ),
  outage("provider, some regions", "hard", provider({ in: [2, 4] })),
  outage("beside bot walls", "hard", beside({ outcome: "inconclusive", cause: "blocked" }, 3)),
  outage(
    "brownout 50 %, everywhere",
    "soft",
    once(() => ({ rate: 0.5, causes: GATEWAY, lasting: [10, 30] })),
  ),
  outage(
    "brownout 50 %, single endpoint",
    "soft",
    singleEndpoint(() => ({ rate: 0.5, causes: BACKEND })),
  ),
  outage(
    "brownout 45 %, single region",
    "soft",
    once((random) => ({ rate: 0.45, in: regions(1, 1, random), causes: BACKEND, lasting: [8, 30] })),
  ),
  outage(
    "slow 7×, everywhere",
    "soft",
    once(() => ({ slowBy: 7, lasting: [10, 40] })),
  ),
  outage(
    "slow 7×, single region",
    "soft",
    once((random) => ({ slowBy: 7, in: regions(1, 1, random), lasting: [10, 30] })),
  ),
  { name: "rough: bot walls and a lossy probe", expects: "quiet", as: "quiet", draw: roughly(walledAndLossy) },
  ...QUIET_KINDS.filter(({ name }) => ROUGH_QUIET.includes(name)).map((kind) => ({
    ...kind,
    name: `rough: ${kind.name}`,
    draw: roughly(kind.draw),
  })),
];
