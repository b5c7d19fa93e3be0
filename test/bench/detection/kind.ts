import type { Fault, World } from "../../support/timeline.ts";
import type { Crowd, Statement } from "../../support/voices.ts";

/** One kind of situation of the bench: what is drawn from a seed, and whether there is anything to find. */

export const SERVICES: Readonly<Record<string, readonly string[]>> = {
  aria: ["web", "api", "login"],
  mail: ["web", "api", "push"],
  maps: ["web", "tiles", "search"],
  chat: ["web", "api", "media"],
  shop: ["web", "api", "pay"],
  bank: ["web", "api", "login"],
};
/** Nine regions: a network that is not whole. */
export const PLACES = ["wnam", "enam", "sam", "weur", "eeur", "apac-ne", "apac-se", "oc", "afr"] as const;
/** The service that people report about. */
export const MAIN = "aria";
export const REPORTS_PER_MINUTE = 2;

export type Draw = {
  readonly minutes: number;
  readonly faults?: readonly Fault[];
  readonly noise?: number;
  readonly latency?: NonNullable<World["latency"]>;
  readonly providers?: Readonly<Record<string, string>>;
  readonly crowds?: readonly Crowd[];
  readonly notices?: readonly Statement[];
  readonly controls?: boolean;
  /** Every event comes a second time, up to some minutes late and in another order. */
  readonly disorder?: boolean;
};

/** `outage`: every fault that is no probe's must be found. `quiet`: nothing may be raised. */
export type Kind = {
  readonly name: string;
  readonly expects: "outage" | "quiet";
  /** How it can be seen: `hard` and `soft` by probes, `people` by reports alone. */
  readonly as: "hard" | "soft" | "people" | "quiet";
  readonly draw: (random: () => number) => Draw;
};

export const pick = <T>(from: readonly T[], random: () => number): T => {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("nothing to pick from");
  return chosen;
};

export function some<T>(from: readonly T[], count: number, random: () => number): T[] {
  return [...from]
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ item }) => item);
}

export const between = (low: number, high: number, random: () => number): number =>
  Math.floor(low + random() * (high - low + 1));
