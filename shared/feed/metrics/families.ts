import { Phase, State } from "../../schema/index.ts";
import { parseInstant } from "../../schema/instant.ts";
import type { RegionWire, ServiceWire, SnapshotWire } from "../../schema/snapshot.ts";
import { type Family, gauge, type Sample } from "./exposition.ts";
import { type Latency, QUANTILES } from "./quantiles.ts";

/** What the network knows, as metrics. A probability is of *not* being up, as everywhere. */

export function networkFamilies(
  { asOf, services, regions, incidents }: SnapshotWire,
  { stale, latencies }: { stale: boolean; latencies: readonly Latency[] },
): Family[] {
  return [
    gauge(
      "downwhere_snapshot_timestamp_seconds",
      "When what is told here was known.",
      [{ labels: {}, value: seconds(asOf) }],
      "seconds",
    ),
    gauge("downwhere_snapshot_stale", "1 while what is told here is older than it should be.", [
      { labels: {}, value: Number(stale) },
    ]),
    ...serviceFamilies(services),
    gauge(
      "downwhere_incidents",
      "Incidents that are not over, by phase.",
      Phase.options
        .filter((phase) => phase !== "resolved" && phase !== "withdrawn")
        .map((phase) => ({
          labels: { phase },
          value: incidents.filter((incident) => incident.phase === phase).length,
        })),
    ),
    ...probeFamilies(regions),
    {
      name: "downwhere_look_latency_seconds",
      type: "summary",
      unit: "seconds",
      help: "Time to the answer of looks that passed, over the last five minutes.",
      samples: latencies.flatMap(({ service, endpoint, region, quantiles }) =>
        quantiles.map((ms, index) => ({
          labels: { service, endpoint, region, quantile: String(QUANTILES[index]) },
          value: Math.round(ms) / 1_000,
        })),
      ),
    },
  ];
}

function serviceFamilies(services: readonly ServiceWire[]): Family[] {
  const each = (value: (service: ServiceWire) => number): Sample[] =>
    services.map((service) => ({ labels: { service: service.id }, value: value(service) }));
  return [
    gauge(
      "downwhere_service_state",
      "1 for the state that the service is in, 0 for the others.",
      services.flatMap(({ id, verdict }) =>
        State.options.map((state) => ({ labels: { service: id, state }, value: Number(verdict.state === state) })),
      ),
    ),
    gauge(
      "downwhere_service_failing_ratio",
      "Probability that the service is not up.",
      each(({ verdict }) => verdict.probability),
      "ratio",
    ),
    gauge(
      "downwhere_service_since_timestamp_seconds",
      "When the state last changed.",
      each(({ since }) => seconds(since)),
      "seconds",
    ),
    gauge(
      "downwhere_service_simulated",
      "1 for a service whose targets are simulated.",
      each(({ simulated }) => Number(simulated)),
    ),
    gauge(
      "downwhere_region_failing_ratio",
      "Probability that the service is not up in a region.",
      services.flatMap(({ id, verdict }) =>
        Object.entries(verdict.regions).map(([region, { probability }]) => ({
          labels: { service: id, region },
          value: probability,
        })),
      ),
      "ratio",
    ),
    gauge(
      "downwhere_endpoint_failing_ratio",
      "Probability that an endpoint is not up.",
      services.flatMap(({ id, endpoints }) =>
        endpoints.map(({ id: endpoint, probability }) => ({ labels: { service: id, endpoint }, value: probability })),
      ),
      "ratio",
    ),
  ];
}

const HEALTH = ["well", "ill", "silent"] as const;

function probeFamilies(regions: readonly RegionWire[]): Family[] {
  const each = (value: (region: RegionWire) => number | null): Sample[] =>
    regions.flatMap((region) => {
      const known = value(region);
      return known === null ? [] : [{ labels: { region: region.id }, value: known }];
    });
  return [
    gauge(
      "downwhere_probe_state",
      "1 for how the probe is, 0 for the others. What an ill one says counts less.",
      regions.flatMap(({ id, health }) =>
        HEALTH.map((state) => ({ labels: { region: id, state }, value: Number(health.state === state) })),
      ),
    ),
    gauge(
      "downwhere_probe_ill_ratio",
      "Probability that the probe itself is ill.",
      each(({ health }) => health.ill),
      "ratio",
    ),
    gauge(
      "downwhere_probe_error_ratio",
      "Share of looks that fail although nothing is wrong with the target, as learned.",
      each(({ errorRate }) => errorRate),
      "ratio",
    ),
    gauge(
      "downwhere_probe_last_round_timestamp_seconds",
      "When the probe last reported.",
      each(({ lastRoundAt }) => (lastRoundAt === null ? null : seconds(lastRoundAt))),
      "seconds",
    ),
    {
      name: "downwhere_probe_rounds",
      type: "counter",
      help: "Rounds of the probe, by what became of them; late ones were run.",
      samples: regions.flatMap(({ id, rounds: { run, missed, late } }) =>
        Object.entries({ run, missed, late }).map(([outcome, value]) => ({ labels: { region: id, outcome }, value })),
      ),
    },
    {
      name: "downwhere_probe_extra_looks",
      type: "counter",
      help: "Looks made besides the schedule.",
      samples: each(({ extraLooks }) => extraLooks),
    },
  ];
}

function seconds(at: string): number {
  return (parseInstant(at) ?? 0) / 1_000;
}
