import type { Judgement } from "./fuse/judge.ts";
import type { Crowd } from "./fuse/people/crowd.ts";
import type { ServiceBelief } from "./fuse/service.ts";
import { countOf, totalOf, windowOf } from "./heard.ts";
import { rounded } from "./incident/verdict.ts";
import type { Network } from "./network.ts";
import type { Ground, PlacedNotice } from "./schema/map-frame.ts";

/** What is known of a service by place: what probes alone see, what people of each country say, and where the vendor points. */
export function groundOf(
  { crowd, notices }: ServiceBelief,
  { seen }: Pick<Judgement, "seen">,
  network: Network,
): Ground {
  return {
    probed: Object.fromEntries([...seen].map(([place, { probability }]) => [place, rounded(probability)])),
    ...reportsOf(crowd, network),
    notices: placedNotices(notices, network),
  };
}

function reportsOf(crowd: Crowd | null, { model }: Network): Pick<Ground, "reports" | "usual"> {
  if (crowd === null) return { reports: {}, usual: 0 };
  const { people } = model;
  const reports: Ground["reports"] = {};
  for (const [country, voices] of crowd.countries) {
    const window = windowOf(voices);
    const usual = voices.surge.level * people.windowMinutes;
    const counted = countOf(window, { usual, total: totalOf(window), people });
    if (counted.people > 0 || usual >= 1)
      reports[country] = { people: counted.people, networks: counted.networks ?? 0, usual: rounded(usual) };
  }
  return { reports, usual: rounded(crowd.everywhere.surge.level * people.windowMinutes) };
}

/** Words in force that name a place: neither over, nor "all green", nor a planned maintenance, nor too old to count. */
function placedNotices(notices: ServiceBelief["notices"], { now, model }: Network): PlacedNotice[] {
  return [...notices.values()].flatMap(({ status, phase, at, regions, countries }) => {
    const isOver = phase === "resolved" || now - at > model.notice.staleMinutes * model.minuteMs;
    if (isOver || status === "operational" || status === "maintenance") return [];
    const placed = { status, regions: [...(regions ?? [])], countries: [...(countries ?? [])] };
    return placed.regions.length + placed.countries.length === 0 ? [] : [placed];
  });
}
