import { z } from "zod";
import { type MapFrame, MapPlace, MapService } from "../schema/map-frame.ts";
import { PlaceId } from "../schema/region.ts";
import { State, type Verdict } from "../schema/verdict.ts";

/**
 * The past of the map: what it was drawn from, kept whenever it has changed, in few bytes. The map at any time is the last
 * frame before it. Services of which nothing is the matter are kept as names under the regions that see them up.
 */

/** A chance of failing below which a service is calm in a region, and the step that makes a change of it. */
const CALM_BELOW = 0.05;
const STEP = 0.05;
/** Minutes of the model between two frames at the least, and milliseconds at the most. */
const GAP_MINUTES = 1;
export const FRAME_AGE_MS = 3_600_000;

/** What was kept last: when, and what of it makes a difference. */
export type FrameMark = { readonly at: number; readonly signature: string };

/** The mark of a frame that is to be kept now; `null` while the map is as it was, or was kept a moment ago. */
export function frameDue(
  before: FrameMark | null,
  { frame, at, minuteMs }: { readonly frame: MapFrame; readonly at: number; readonly minuteMs: number },
): FrameMark | null {
  if (before !== null && at - before.at < GAP_MINUTES * minuteMs) return null;
  const signature = signatureOf(frame);
  const isOld = before === null || at - before.at >= FRAME_AGE_MS;
  return isOld || signature !== before.signature ? { at, signature } : null;
}

const Packed = z.object({
  places: z.array(MapPlace),
  services: z.array(MapService),
  calm: z.array(
    z.object({
      regions: z.record(PlaceId, State),
      services: z.array(MapService.pick({ id: true, name: true, simulated: true })),
    }),
  ),
});

export function packFrame({ places, services }: MapFrame): string {
  const calm = Map.groupBy(services.filter(isCalm), ({ regions }) =>
    JSON.stringify(Object.fromEntries(Object.entries(regions).map(([place, { state }]) => [place, state]))),
  );
  const packed: z.infer<typeof Packed> = {
    places,
    services: services.filter((service) => !isCalm(service)),
    calm: [...calm].map(([regions, some]) => ({
      regions: JSON.parse(regions),
      services: some.map(({ id, name, simulated }) => ({ id, name, simulated })),
    })),
  };
  return JSON.stringify(packed);
}

/** Throws where the text is no packed frame. */
export function unpackFrame(text: string): MapFrame {
  const { places, services, calm } = Packed.parse(JSON.parse(text));
  return {
    places,
    services: [
      ...services,
      ...calm.flatMap(({ regions, services: some }) => some.map((each) => calmService(each, regions))),
    ],
  };
}

/** The frame with what has changed since, oldest first: a verdict is kept the moment that it changes, a frame once a minute. */
export function withChanges(frame: MapFrame, changes: readonly Verdict[]): MapFrame {
  const services = new Map(frame.services.map((service) => [service.id, service]));
  for (const { service: id, state, probability, scope, regions } of changes) {
    const service = services.get(id);
    if (service === undefined) continue;
    const moved = Object.entries(regions).filter(([place, belief]) => {
      const before = service.regions[place];
      return before?.state !== belief.state || before.probability !== belief.probability;
    });
    const probed = { ...service.ground.probed };
    for (const [place, belief] of moved) probed[place] = belief.probability;
    services.set(id, { ...service, state, probability, scope, regions, ground: { ...service.ground, probed } });
  }
  return { ...frame, services: [...services.values()] };
}

function isCalm({ state, regions, ground }: MapService): boolean {
  const isQuiet = Object.keys(ground.reports).length === 0 && ground.notices.length === 0;
  const beliefs = Object.values(regions);
  const isUp = state === "up" || state === "unknown";
  return (
    isQuiet &&
    isUp &&
    beliefs.every(({ state: each, probability }) => each !== "down" && each !== "degraded" && probability < CALM_BELOW)
  );
}

function calmService(
  service: Pick<MapService, "id" | "name" | "simulated">,
  regions: Readonly<Record<string, State>>,
): MapService {
  const places = Object.entries(regions);
  return {
    ...service,
    state: places.some(([, state]) => state === "up") ? "up" : "unknown",
    probability: 0,
    scope: "none",
    regions: Object.fromEntries(places.map(([place, state]) => [place, { state, probability: 0 }])),
    ground: { probed: Object.fromEntries(places.map(([place]) => [place, 0])), reports: {}, usual: 0, notices: [] },
  };
}

/** What makes a difference on a map: states, chances in steps, who reports, and how the probes are. */
function signatureOf({ places, services }: MapFrame): string {
  const step = (chance: number) => Math.round(chance / STEP);
  return JSON.stringify([
    places.map(({ id, colo, health, ill }) => [id, colo, health, step(ill)]),
    services.map(({ id, state, scope, regions, ground }) => [
      id,
      state,
      scope,
      Object.entries(regions).map(([place, belief]) => [place, belief.state, step(belief.probability)]),
      Object.entries(ground.reports).map(([country, { people }]) => [country, people]),
      ground.notices,
    ]),
  ]);
}
