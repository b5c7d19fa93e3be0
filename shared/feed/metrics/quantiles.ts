import type { Round } from "../../schema/index.ts";

/** How long looks took that passed, per endpoint and region: the quantiles that a graph of latency is drawn from. */

export const QUANTILES = [0.5, 0.9, 0.99] as const;

export type Latency = {
  readonly service: string;
  readonly endpoint: string;
  readonly region: string;
  /** Milliseconds, one for each of `QUANTILES`. */
  readonly quantiles: readonly number[];
};

export function latenciesOf(rounds: readonly Round[]): Latency[] {
  const groups = new Map<string, { readonly of: Omit<Latency, "quantiles">; readonly ms: number[] }>();
  for (const { region, observations } of rounds) {
    for (const { service, endpoint, outcome, latencyMs } of observations) {
      if (outcome !== "pass" || latencyMs == null) continue;
      const key = `${service}/${endpoint}/${region}`;
      const group = groups.get(key) ?? { of: { service, endpoint, region }, ms: [] };
      group.ms.push(latencyMs);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ of, ms }) => {
    const sorted = ms.sort((a, b) => a - b);
    return { ...of, quantiles: QUANTILES.map((share) => nearestRank(sorted, share)) };
  });
}

/** The smallest value that at least a share of all do not exceed. */
function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
