import { WorkerEntrypoint } from "cloudflare:workers";
import type { Ask, Looks as LooksOf, PlaceId } from "../../shared/schema/index.ts";
import { type Config, parseConfig } from "./config.ts";
import type { Env } from "./env.ts";
import { askedName, laneStub } from "./lane.ts";
import { ASK_MARGIN_MS } from "./limits.ts";
import type { LookNow } from "./region-probe.ts";

/** What a place saw; `null` looks: it could not be reached, and why. */
export type Asked = { readonly place: PlaceId } & (
  | { readonly looks: LooksOf }
  | { readonly looks: null; readonly because: string }
);

/** The aggregator's door, reached over a service binding only: looks that are asked for now. */
export class Looks extends WorkerEntrypoint<Env> {
  /** From the places named that this deployment stands in, or from all of them; each answers for itself. */
  async look({ assignments, places, at, publicOnly }: Ask): Promise<Asked[]> {
    const config = parseConfig(this.env);
    const asked = places === null ? config.places : config.places.filter((place) => places.includes(place));
    return Promise.all(asked.map((place) => this.#lookFrom({ place, assignments, now: at, publicOnly }, config)));
  }

  /** The places that this deployment stands in. */
  async places(): Promise<PlaceId[]> {
    return [...parseConfig(this.env).places];
  }

  async #lookFrom(asked: LookNow, config: Config): Promise<Asked> {
    const { place, assignments } = asked;
    const longest = Math.max(0, ...assignments.map(({ check }) => check.timeoutMs));
    const limitMs = longest * Math.ceil(assignments.length / 6) + ASK_MARGIN_MS;
    try {
      const looking = laneStub(this.env, place, askedName(place)).lookNow(asked);
      const late = scheduler.wait(limitMs).then((): null => null);
      const sighting = await Promise.race([looking, late]);
      if (sighting === null) return { place, looks: null, because: `${place} did not answer within ${limitMs} ms` };
      const { observations, controls } = sighting;
      return {
        place,
        looks: { region: place, simulated: config.simulated, extra: true, observations, controls },
      };
    } catch (error) {
      return { place, looks: null, because: `${place} could not be reached: ${String(error)}` };
    }
  }
}
