import type { CountryOnMap } from "../../../shared/geo/worst.ts";
import type { State } from "../../../shared/schema/index.ts";

/**
 * The colours of the map. The chance of a failure runs through one scale whose lightness falls (light theme) or rises (dark)
 * at every step, from blue to brown-red: it reads the same in grey and to eyes that confuse red with green. What is not
 * known is hatched, and what is known within wide bounds is hatched thinly.
 */

export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Chances below which a step of the scale ends. */
export const STEPS = [0.1, 0.3, 0.5, 0.75, 0.9, 1] as const;
/** An interval wider than this is hatched. */
const WIDE_FROM = 0.4;

export type Paint = {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly sea: string;
  readonly line: string;
  readonly land: string;
  readonly hatch: string;
  readonly steps: readonly string[];
  readonly tones: Readonly<Record<State, string>>;
  /** On a mark. */
  readonly sign: string;
};

export const PAINTS: Readonly<Record<Theme, Paint>> = {
  light: {
    paper: "#fbfaf7",
    ink: "#17212b",
    soft: "#5c6b7a",
    sea: "#eef3f6",
    line: "#e2e0da",
    land: "#e4e4df",
    hatch: "#a7aeb4",
    steps: ["#c9dfeb", "#f3dc9a", "#f5b866", "#e5803f", "#c24a28", "#7f1d14"],
    tones: { up: "#1f6f8b", degraded: "#b26a00", down: "#a3201c", unknown: "#6d7782" },
    sign: "#ffffff",
  },
  dark: {
    paper: "#10161c",
    ink: "#e8edf2",
    soft: "#9aa8b5",
    sea: "#141d26",
    line: "#2a3642",
    land: "#232d36",
    hatch: "#51606d",
    steps: ["#23465a", "#5e5430", "#95702f", "#cd8437", "#f2a55f", "#ffdcbd"],
    tones: { up: "#6cb8d4", degraded: "#f0a83c", down: "#ff8a73", unknown: "#93a0ac" },
    sign: "#10161c",
  },
};

/** Which step of the scale a country takes; `null` where nothing is known. */
export function stepOf({ state, probability }: Pick<CountryOnMap, "state" | "probability">): number | null {
  return state === "unknown" && probability < (STEPS[1] ?? 0) ? null : stepAt(probability);
}

export function stepAt(probability: number): number {
  const step = STEPS.findIndex((to) => probability < to);
  return step === -1 ? STEPS.length - 1 : step;
}

/** How sure it is: `known`, within `wide` bounds, or `unknown`. */
export function surenessOf(
  country: Pick<CountryOnMap, "state" | "probability" | "low" | "high">,
): "known" | "wide" | "unknown" {
  if (stepOf(country) === null) return "unknown";
  return country.state === "unknown" || country.high - country.low > WIDE_FROM ? "wide" : "known";
}
