import type { Incident } from "../schema/index.ts";
import type { Change } from "./spells.ts";

/** What a recovery is read from. */
export type Course = {
  readonly now: number;
  /** The incident that is not over, with its regions as they stand now. */
  readonly incident: Incident | null;
  /** Changes of the service's verdict, of this incident and, where they are known, of earlier ones. */
  readonly changes: readonly Change[];
  /** Earlier incidents of the service. */
  readonly past: readonly Incident[];
  /** How long an incident must have been calm before it is over, in milliseconds. */
  readonly holdMs: number;
};
