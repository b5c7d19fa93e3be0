import type { People } from "./fuse/model/people.ts";
import type { Crowd, Voices } from "./fuse/people/crowd.ts";
import type { Network } from "./network.ts";
import type { ReportCount, ReportsNear } from "./schema/diagnosis.ts";
import type { Notice, ServiceId } from "./schema/index.ts";

/** What people and the vendor have said of a service lately, as it matters to somebody in one country and network. */
export type Heard = { readonly reports: ReportsNear | null; readonly notices: readonly Notice[] };

export type HeardBy = { readonly country: string | null; readonly asn: number | null };

export function heardOf(network: Network, service: ServiceId, by: HeardBy): Heard {
  const belief = network.services.get(service);
  if (belief === undefined) return { reports: null, notices: [] };
  return {
    reports: belief.crowd === null ? null : near(belief.crowd, by, network.model.people),
    notices: [...belief.notices.values()],
  };
}

/**
 * A network's own usual is not kept. The country's leaves out networks that send more than their share, and no provider
 * has more than two thirds of a country: what is usual for one network is at most this many times the country's usual.
 */
const NETWORK_MOST = 2;

function near(crowd: Crowd, { country, asn }: HeardBy, people: People): ReportsNear {
  const { windowMinutes } = people;
  const all = windowOf(crowd.everywhere);
  const everywhere = countOf(all, { usual: crowd.everywhere.surge.level * windowMinutes, total: totalOf(all), people });
  if (country === null) return { windowMinutes, elsewhere: everywhere };
  const voices = crowd.countries.get(country);
  const window = voices === undefined ? new Map<string, number>() : windowOf(voices);
  const usual = voices === undefined ? 0 : voices.surge.level * windowMinutes;
  const total = totalOf(window);
  const working = workingOf(crowd, country);
  const here = { ...countOf(window, { usual, total, people }), working: totalOf(working) };
  const others = new Map(all);
  for (const [network, count] of window) others.set(network, (others.get(network) ?? 0) - count);
  const elsewhere = countOf(others, { usual: Math.max(0, everywhere.usual - usual), total: totalOf(others), people });
  if (asn === null) return { windowMinutes, country: here, elsewhere };
  const own = window.get(String(asn)) ?? 0;
  window.delete(String(asn));
  const ownWorking = working.get(String(asn)) ?? 0;
  return {
    windowMinutes,
    country: here,
    network: { people: own, usual: usual * NETWORK_MOST, working: ownWorking },
    otherNetworks: { ...countOf(window, { usual, total, people }), working: here.working - ownWorking },
    elsewhere,
  };
}

/** Who says that it works in a country, by network within the window. */
function workingOf({ working }: Crowd, country: string): Map<string, number> {
  const tally = working.get(country);
  return tally === undefined ? new Map() : windowOf({ tally });
}

/** People by network within the window. */
export function windowOf({ tally }: Pick<Voices, "tally">): Map<string, number> {
  const window = new Map<string, number>();
  for (const minute of tally.minutes)
    for (const [network, count] of Object.entries(minute)) window.set(network, (window.get(network) ?? 0) + count);
  return window;
}

export function totalOf(window: ReadonlyMap<string, number>): number {
  return [...window.values()].reduce((sum, count) => sum + count, 0);
}

/** Counted as the usual is: without networks that send more than their share of a total. */
export function countOf(
  window: ReadonlyMap<string, number>,
  { usual, total, people }: { readonly usual: number; readonly total: number; readonly people: People },
): ReportCount {
  const most = Math.max(people.networkMin, people.shareMax * total);
  const counted = [...window.values()].filter((count) => count > 0 && count <= most);
  return { people: counted.reduce((sum, count) => sum + count, 0), usual, working: 0, networks: counted.length };
}
