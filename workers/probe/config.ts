import { z } from "zod";
import { PlaceId, type Realised } from "../../shared/schema/index.ts";
import type { Env, Fetcher } from "./env.ts";

/** The probe's variables, parsed once: every default is here, and nothing below an entry reads a variable. */

/** Whose private addresses may be probed: nobody's, those of services that say so, or everybody's (a local network). */
const AllowPrivate = z.enum(["none", "declared", "all"]);

const Variables = z.object({
  /** The places this deployment stands in, separated by spaces. */
  PLACES: z
    .string()
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(z.array(PlaceId).min(1)),
  SIMULATED: z.stringbool().default(false),
  /** How many times faster than real time the schedule runs; above 1 only in a simulated network. */
  SPEED: z.coerce.number().min(1).max(600).default(1),
  /** A page that says who is asking, sent with every probe. */
  CONTACT_URL: z.url().default("https://downwhere.example/probe"),
  /** The network's own health address: the control target for private reach. */
  SELF_URL: z.url().optional(),
  ALLOW_PRIVATE: AllowPrivate.default("none"),
});

type Bound = Pick<Env, "PLACED_SAM" | "PLACED_AFR" | "PLACED_ME">;

export type Config = {
  readonly places: readonly PlaceId[];
  readonly simulated: boolean;
  readonly speed: number;
  readonly contactUrl: string;
  readonly selfUrl: string | null;
  readonly allowPrivate: z.infer<typeof AllowPrivate>;
  /** Copies that really run in a place where Durable Objects do not. */
  readonly placed: ReadonlyMap<PlaceId, Fetcher>;
};

/** Throws a `ZodError` that names the variable: a wrong deployment must not start. */
export function parseConfig(env: Bound): Config {
  const variables = Variables.parse(env);
  const placed = [
    ["sam", env.PLACED_SAM],
    ["afr", env.PLACED_AFR],
    ["me", env.PLACED_ME],
  ] as const;
  return {
    places: variables.PLACES,
    simulated: variables.SIMULATED,
    speed: variables.SPEED,
    contactUrl: variables.CONTACT_URL,
    selfUrl: variables.SELF_URL ?? null,
    allowPrivate: variables.ALLOW_PRIVATE,
    placed: new Map(placed.flatMap(([place, fetcher]) => (fetcher ? [[place, fetcher] as const] : []))),
  };
}

/** How the probe of a place is made to run there, in this deployment. */
export function realisedAs(place: PlaceId, config: Config): Realised {
  if (place === "local") return "local";
  return config.placed.has(place) ? "placed" : "durable-object";
}
