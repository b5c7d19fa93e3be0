/** Every number of the recovery and of the reconnect plan. Those marked (design) are judgements, held by the stampede bench. */
export const RECOVERY = {
  /** Minutes over which the trend is told, and the least change that is one. */
  trendMinutes: 10,
  trendStep: 0.05,
  /** The ends of the spread: one case in ten below, one above. */
  low: 0.1,
  high: 0.9,
  /** Regions that must have returned before this incident is a ground by itself. */
  returnsMin: 2,
  /** A region is seen to be back about half an interval after it is; so much time at risk it has at least, in minutes. */
  seenAfterMinutes: 0.5,
  /** Returns in earlier incidents count as at most so many: this incident outweighs them soon. (design) */
  pastWeight: 3,
  /** Earlier incidents that must have lasted longer than this one has, before they say how long it may take. */
  pastMin: 3,
  /** Regions that the closed form for the last of several is used for: its alternating sum loses digits beyond. */
  waitingMax: 30,
  /** Minutes beyond which no estimate goes: a week. */
  horizonMinutes: 10_080,
} as const;

export const RECONNECT = {
  /** Share of the waiting clients per minute: when the first region is back, when all are. (design) */
  shareAtFirst: 0.05,
  shareAtAll: 0.1,
  /** Added for each minute that all have been back, and the most. (design) */
  sharePerCalmMinute: 0.03,
  shareMost: 0.5,
  /** Seconds after which a waiting client asks again. A shorter time follows the recovery closer, and asks more. (design) */
  askAgainSeconds: { hold: 60, ramp: 120 },
  /** Full jitter (Brooker, "Exponential Backoff and Jitter", 2015): first ceiling, and the highest as a share of the window. */
  baseMs: 5_000,
  capWindowShare: 0.5,
  capMs: { least: 30_000, most: 600_000 },
  /** While all is well: a connection that was lost by itself. */
  calm: { windowSeconds: 2, baseMs: 1_000, capMs: 30_000 },
} as const;
