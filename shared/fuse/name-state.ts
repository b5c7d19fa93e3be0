import type { State } from "../schema/index.ts";
import type { Distribution } from "./belief.ts";
import type { Glance } from "./glance.ts";
import type { Model } from "./model.ts";

/** Beliefs into words: up, degraded, down; unknown where nothing can be told. */

/** What fails look after look is down, whatever else may explain it; `failures` counts them. */
export function nameState(
  [up, degraded, down]: Distribution,
  { essential, failures }: { essential: boolean; failures: number },
  model: Model,
): State {
  if (1 - up < model.notUpFrom) return "up";
  return essential && (down > degraded || failures >= model.downAfter) ? "down" : "degraded";
}

/** Several endpoints as one: the worst that one of them or all together surely are, else by the sum of what each may be. */
export function nameTogether(
  glances: readonly Glance[],
  { together, probability }: { together: Distribution; probability: number },
  model: Model,
): State {
  if (probability < model.notUpFrom) return "up";
  let sure = nameState(together, { essential: true, failures: 0 }, model);
  for (const { endpoint, whole, failures } of glances)
    sure = worse(sure, nameState(whole, { essential: endpoint.essential, failures }, model));
  if (sure === "down" || sure === "degraded") return sure;
  const down = glances.reduce((sum, { endpoint, distribution }) => sum + (endpoint.essential ? distribution[2] : 0), 0);
  return down > probability / 2 ? "down" : "degraded";
}

const ORDER = { unknown: 0, up: 1, degraded: 2, down: 3 } as const satisfies Record<State, number>;

export function worse(a: State, b: State): State {
  return ORDER[b] > ORDER[a] ? b : a;
}

/** `unknown` when nothing can be told. */
export function worstState(states: readonly State[]): State {
  return states.reduce(worse, "unknown");
}
