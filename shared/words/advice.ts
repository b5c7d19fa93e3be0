import type { IncidentTold } from "../schema/event.ts";
import type { Layer, PlaceId } from "../schema/index.ts";
import { MESSAGE_PLACES } from "./limits.ts";
import { listText, placeName, spanText } from "./spell.ts";

/** What to do about an incident, for whoever runs the service and for whoever depends on it. */
export function adviceFor(
  event: IncidentTold,
  { failing, well }: { failing: readonly PlaceId[]; well: readonly PlaceId[] },
): string {
  const { incident, reconnect } = event;
  switch (incident.phase) {
    case "suspected":
      return "Nothing yet: it is being looked at again from other regions.";
    case "withdrawn":
      return "Nothing.";
    case "resolved":
      return "Nothing, unless it still fails for you.";
    case "recovering":
      return reconnect === null || reconnect.windowSeconds === 0
        ? "Let clients come back, each after a random wait."
        : `Let clients come back over ${spanText(reconnect.windowSeconds * 1_000)}, each at a random moment, and back off after a failed try.`;
    case "open":
      return `${elsewhere({ failing, well })} If it is yours: ${LOOK_AT[incident.layer ?? "unclear"]}.`;
  }
}

function elsewhere({ failing, well }: { failing: readonly PlaceId[]; well: readonly PlaceId[] }): string {
  if (well.length > 0 && failing.length > 0)
    return `If you depend on it: serve from ${listText(well.map(placeName), MESSAGE_PLACES)}, where it works.`;
  return "If you depend on it: it is not you; fail over or wait, and space out retries.";
}

const LOOK_AT: Readonly<Record<Layer | "unclear", string>> = {
  dns: "look at the zone, its name servers and when it was last changed",
  network: "look at routes, firewalls and whether the hosts answer at all",
  tls: "look at the certificate, its chain and the protocols that are offered",
  cdn: "look at the CDN's own status and at what was last changed there",
  gateway: "look at the load balancer and whether it reaches the hosts behind it",
  backend: "look at the application, what it depends on, and the last deployment",
  content: "look at what is served, and the last deployment",
  unclear: "look at the last deployment first; the evidence tells what each region saw",
};
