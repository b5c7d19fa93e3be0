import type { Scope } from "../schema/index.ts";
import type { Model } from "./model.ts";

/**
 * How wide an outage is, from the regions whose probes can be trusted. Global needs both: nearly all of them affected,
 * and the global chain more likely failing than not. One witness can only ever call an outage isolated.
 */
export function scopeOf(
  { affected, trusted, globally }: { affected: number; trusted: number; globally: number },
  model: Model,
): Scope {
  if (affected === 0) return "none";
  if (affected === 1) return "isolated";
  const isGlobal = affected >= model.globalShare * trusted && globally >= model.notUpFrom;
  return isGlobal ? "global" : "regional";
}
