import { coloOf } from "../../shared/geo/colo.ts";
import { REGIONS } from "../../shared/geo/regions.ts";
import type { Ground, MapFrame, MapPlace, MapService } from "../../shared/schema/map-frame.ts";

/** Frames of a map, written by what differs: which service is down where. */

const COLOS: Readonly<Record<string, string>> = {
  wnam: "SJC",
  enam: "IAD",
  sam: "GRU",
  weur: "FRA",
  eeur: "WAW",
  apac: "BOM",
  "apac-ne": "NRT",
  "apac-se": "SIN",
  oc: "SYD",
  afr: "JNB",
  me: "DXB",
};

/** A probe in each region, in the data centre one would expect, all of them well. */
export const PLACES: readonly MapPlace[] = REGIONS.map(({ id, name, realised }) => {
  const colo = coloOf(COLOS[id] ?? "");
  if (colo === null) throw new Error(`no colo for ${id}`);
  const { latitude, longitude, country } = colo;
  return {
    id,
    name,
    realised,
    simulated: false,
    located: "colo",
    colo: colo.colo,
    country,
    latitude,
    longitude,
    health: "well",
    ill: 0.002,
  };
});

export type Situation = { readonly down?: readonly string[]; readonly ground?: Partial<Ground> };

export function frameWith(services: Readonly<Record<string, Situation>>): MapFrame {
  return {
    places: [...PLACES],
    services: Object.entries(services).map(([id, situation]) => serviceWith(id, situation)),
  };
}

function serviceWith(id: string, { down = [], ground = {} }: Situation): MapService {
  const chance = (place: string) => (down.includes(place) ? 0.994 : 0.0003);
  return {
    id,
    name: id,
    simulated: false,
    state: down.length > 0 ? "down" : "up",
    probability: down.length > 0 ? 0.994 : 0.0003,
    scope: down.length > 0 ? "regional" : "none",
    regions: Object.fromEntries(
      PLACES.map((place) => [
        place.id,
        { state: down.includes(place.id) ? "down" : "up", probability: chance(place.id) },
      ]),
    ),
    ground: {
      probed: Object.fromEntries(PLACES.map((place) => [place.id, chance(place.id)])),
      reports: {},
      usual: 0,
      notices: [],
      ...ground,
    },
  };
}
