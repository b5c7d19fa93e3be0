/** How long regions may differ before they are out of step. */
export type Desync = {
  /** Minutes for which a region may be behind the others: what is new passes caches of a minute or two, and replicas. */
  readonly graceMinutes: number;
};

export const DEFAULT_DESYNC: Desync = { graceMinutes: 3 };
