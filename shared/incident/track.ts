import type { Incident, PlaceId, Scope } from "../schema/index.ts";

/** An incident with what the next transition must remember of it. */
export type IncidentTrack = {
  readonly incident: Incident;
  /** Events told so far: the next one's number. */
  readonly sequence: number;
  /** Since when the probability has been low enough to end; `null` while it is not. */
  readonly calmSince: number | null;
  /** Since when it is likelier up than not; `null` while it is not. */
  readonly lowSince: number | null;
  /** It was failing again after it had begun to recover. */
  readonly hasRelapsed: boolean;
  /** When the last event was told and what it said: the next one tells what has changed since. */
  readonly told: { readonly at: number; readonly scope: Scope; readonly failing: readonly PlaceId[] };
  /** Every region that was affected at any time. */
  readonly touched: readonly PlaceId[];
};
