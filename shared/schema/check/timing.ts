import { z } from "zod";
import { INTERVAL_SECONDS, LATENCY_MS, TIMEOUT_MS } from "../limits.ts";

/** What every check says of time, and the form of a bounded whole number. */

export const between = (name: string, { min, max }: { min: number; max: number }) =>
  z.int().refine((value) => value >= min && value <= max, {
    error: ({ input }) => `${name} must be between ${min} and ${max}; received ${String(input)}`,
  });

export const intervalSeconds = between("intervalSeconds", INTERVAL_SECONDS).default(INTERVAL_SECONDS.default);

/** The fields of a check that a probe runs. */
export const timing = {
  intervalSeconds,
  timeoutMs: between("timeoutMs", TIMEOUT_MS).default(TIMEOUT_MS.default),
  /** An answer that comes later than this passes, with the cause `slow`. */
  maxLatencyMs: between("maxLatencyMs", LATENCY_MS).optional(),
};
