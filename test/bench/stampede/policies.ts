import type { ReconnectPlan } from "../../../shared/schema/recovery.ts";

/** How a client that has lost its connection behaves. One of them follows the plan; the others are what clients do today. */

/** `asks`: it asks for the plan; otherwise it tries the service. */
export type Move = { seconds: number; asks: boolean };

export type Policy = {
  readonly name: string;
  next(client: Client, random: () => number): Move;
};

/** A client that has just lost its connection, has failed to make one, or has the plan that it asked for. */
export type Client = {
  readonly failures: number;
  readonly now: number;
  readonly hasPlan: boolean;
  readonly plan: ReconnectPlan;
};

/** Seconds from the loss to the first try: requests in flight fail one after the other. */
const FIRST_WITHIN = 1;

export const onTheNews = (newsAt: number): Policy => ({
  name: "all at the news that it is back, then every 5 s",
  next: ({ failures, now }, random) => ({ seconds: failures === 0 ? newsAt - now + random() : 5, asks: false }),
});

export const everySeconds = (seconds: number): Policy => ({
  name: `every ${seconds} s`,
  next: ({ failures }, random) => ({ seconds: failures === 0 ? random() * FIRST_WITHIN : seconds, asks: false }),
});

export const exponential = (capSeconds: number): Policy => ({
  name: `exponential backoff, no jitter, cap ${capSeconds} s`,
  next: ({ failures }, random) => ({
    seconds: failures === 0 ? random() * FIRST_WITHIN : Math.min(capSeconds, 2 ** failures),
    asks: false,
  }),
});

export const fullJitter = (capSeconds: number): Policy => ({
  name: `exponential backoff, full jitter, cap ${capSeconds} s`,
  next: ({ failures }, random) => ({
    seconds: failures === 0 ? random() * FIRST_WITHIN : random() * Math.min(capSeconds, 2 ** failures),
    asks: false,
  }),
});

/** The example client, move by move. */
export const followsPlan: Policy = {
  name: "the reconnect plan",
  next({ failures, hasPlan, plan }, random) {
    const { state, windowSeconds, retryAfterSeconds, backoff } = plan;
    if (!hasPlan) {
      const capMs = Math.min(backoff.capMs, backoff.baseMs * 2 ** failures);
      return { seconds: random() * (failures === 0 ? FIRST_WITHIN : capMs / 1_000), asks: true };
    }
    const moment = random() * windowSeconds;
    if (state === "hold" || (state === "ramp" && moment > retryAfterSeconds))
      return { seconds: retryAfterSeconds * (0.5 + random()), asks: true };
    return { seconds: moment, asks: false };
  },
};
