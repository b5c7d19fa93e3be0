import { LAYER_OF_CAUSE } from "../../../../shared/schema/cause.ts";
import type { Cause } from "../../../../shared/schema/index.ts";
import type { Rule } from "../rule.ts";
import { type Judge, type Look, watchEndpoints } from "./judge.ts";
import { type RunningMedian, runningMedian } from "./running-median.ts";
import { streak } from "./streak.ts";

/**
 * AIWatch, its early detection: one look per slot of 5 min from one vantage point; a look is a spike when there was no HTTP
 * answer at all, or when it took more than 3 times the median of 7 days; 3 spikes in a row alert, one ordinary look ends
 * it. Any HTTP answer means that the server lives, so neither a 403 nor a 503 is a spike unless it was slow. A slot
 * without a look leaves the streak as it was, and without a median there is no spike.
 * Left out: the official feeds that it mostly shows, and its rules for feeds that cannot be read.
 */
export const aiWatch: Rule = {
  name: "3 spikes in slots of 5 min",
  peer: "AIWatch",
  open: (world) => watchEndpoints(world, () => probe(world.regions[0])),
};

const SLOT_MS = 300_000;
/** Seven days of slots. */
const SAMPLES = 2_016;
const SPIKE_RATIO = 3;

function probe(region: string | undefined): Judge<Look> {
  const usual = runningMedian(SAMPLES);
  const spikes = streak({ failures: 3, successes: 1 });
  let slot = Number.NEGATIVE_INFINITY;
  let isAlerting = false;
  return {
    see(look) {
      if (look.region !== region || Math.floor(look.at / SLOT_MS) === slot) return;
      slot = Math.floor(look.at / SLOT_MS);
      isAlerting = spikes(isSpike(look, usual));
    },
    alerts: () => isAlerting,
    failing: () => [],
  };
}

function isSpike(look: Look, usual: RunningMedian): boolean {
  const latencyMs = isAnswered(look) ? (look.latencyMs ?? null) : null;
  if (latencyMs !== null) usual.add(latencyMs);
  const median = usual.value();
  if (median === null) return false;
  return latencyMs === null ? !isAnswered(look) : latencyMs > SPIKE_RATIO * median;
}

/** The layers below HTTP, where an exchange ends without an answer. */
const BELOW_HTTP: readonly (string | null)[] = ["dns", "network", "tls"];
const UNANSWERED: readonly Cause[] = ["response_timeout", "probe_error"];

function isAnswered({ outcome, status, cause }: Look): boolean {
  if (outcome === "pass" || typeof status === "number") return true;
  return cause != null && !BELOW_HTTP.includes(LAYER_OF_CAUSE[cause]) && !UNANSWERED.includes(cause);
}
