import { describe, expect, test } from "vitest";
import { z } from "zod";
import { deliveryFamilies } from "../../../shared/feed/metrics/deliveries.ts";
import { dialectFor, exposition, type Family } from "../../../shared/feed/metrics/exposition.ts";
import { networkFamilies } from "../../../shared/feed/metrics/families.ts";
import { latenciesOf } from "../../../shared/feed/metrics/quantiles.ts";
import { EndpointId, ServiceId } from "../../../shared/schema/index.ts";
import { Snapshot, type SnapshotWire } from "../../../shared/schema/snapshot.ts";
import { at } from "../../support/incidents.ts";
import { roundOf } from "../../support/rounds.ts";

/** Metrics by the rules of their two formats. */

const verdict = (service: string, state: "up" | "down") => ({
  service,
  at: "2026-01-01T00:00:00.000Z",
  state,
  probability: state === "up" ? 0.001 : 0.97,
  scope: state === "up" ? ("none" as const) : ("global" as const),
  layer: null,
  phase: null,
  incident: null,
  regions: { weur: { state, probability: 0.5 } },
  because: [],
});
const SNAPSHOT: SnapshotWire = z.encode(
  Snapshot,
  Snapshot.parse({
    asOf: "2026-01-01T00:10:00.000Z",
    services: ["aria", "shop"].map((id) => ({
      id,
      name: `The "${id}"`,
      tags: [],
      simulated: id === "aria",
      help: null,
      symptoms: [],
      official: [],
      ground: { probed: {}, reports: {}, usual: 0, notices: [] },
      verdict: verdict(id, id === "aria" ? "down" : "up"),
      since: "2026-01-01T00:00:00.000Z",
      endpoints: [
        {
          id: "web",
          name: "Web",
          url: "https://x.example/",
          essential: true,
          state: "up",
          probability: 0.2,
          layer: null,
        },
      ],
      incident: null,
    })),
    regions: [
      {
        id: "weur",
        name: "Western Europe",
        realised: "durable-object",
        simulated: false,
        wanted: null,
        colo: null,
        driftKm: null,
        health: { state: "well", ill: 0.01, because: [] },
        lastRoundAt: "2026-01-01T00:09:00.000Z",
        rounds: { due: 12, run: 10, missed: 2, late: 1 },
        extraLooks: 3,
        controls: [],
        errorRate: null,
        worst: null,
      },
    ],
    incidents: [],
  }),
);
const look = (latencyMs: number, over: object = {}) => ({
  service: ServiceId.parse("aria"),
  endpoint: EndpointId.parse("web"),
  region: "weur",
  at: at(0),
  outcome: "pass" as const,
  latencyMs,
  ...over,
});
const LATENCIES = latenciesOf([
  {
    ...roundOf({ region: "weur", slot: at(0) }),
    observations: Array.from({ length: 100 }, (_, index) => look(index + 1)),
  },
  {
    ...roundOf({ region: "weur", slot: at(1) }),
    observations: [look(9_000, { outcome: "fail" }), look(9_000, { latencyMs: null })],
  },
]);
const families = networkFamilies(SNAPSHOT, { stale: false, latencies: LATENCIES });

type Read = { types: Map<string, string>; samples: { name: string; labels: Record<string, string>; value: number }[] };

/** The text by the grammar of OpenMetrics 1.0, 4: throws where a line breaks it. */
function parse(text: string): Read {
  const read: Read = { types: new Map(), samples: [] };
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  for (const line of lines) {
    if (line === "# EOF") continue;
    const meta = /^# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (meta?.[1] === "TYPE") {
      if (read.types.has(meta[2]!)) throw new Error(`a second family ${meta[2]}`);
      read.types.set(meta[2]!, meta[3]!);
    }
    if (meta) continue;
    const sample =
      /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/.exec(line);
    if (!sample) throw new Error(`no sample: ${line}`);
    const labels = [...(sample[2] ?? "").matchAll(/([a-zA-Z0-9_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [
      key,
      value,
    ]);
    read.samples.push({ name: sample[1]!, labels: Object.fromEntries(labels), value: Number(sample[3]) });
  }
  return read;
}

describe.each(["openmetrics", "prometheus"] as const)("metrics as %s", (dialect) => {
  const text = exposition(families, dialect);
  const { types, samples } = parse(text);

  test("every sample belongs to the family above it, named as the dialect wants, and no series stands twice", () => {
    for (const { name } of samples) {
      const family = dialect === "openmetrics" ? name.replace(/_total$/, "") : name;
      expect(types.has(family), name).toBe(true);
      if (types.get(family) === "counter") expect(name).toMatch(/_total$/);
    }
    const series = samples.map(({ name, labels }) => name + JSON.stringify(labels));
    expect(new Set(series).size).toBe(series.length);
  });

  test("exactly one state of a service is 1", () => {
    const states = samples.filter(
      ({ name, labels }) => name === "downwhere_service_state" && labels.service === "aria",
    );
    expect(states.map(({ labels, value }) => [labels.state, value])).toEqual([
      ["up", 0],
      ["degraded", 0],
      ["down", 1],
      ["unknown", 0],
    ]);
  });

  test("quantiles are of passing looks alone, in seconds", () => {
    const quantiles = samples.filter(({ name }) => name === "downwhere_look_latency_seconds");
    expect(quantiles.map(({ labels, value }) => [labels.quantile, value])).toEqual([
      ["0.5", 0.05],
      ["0.9", 0.09],
      ["0.99", 0.099],
    ]);
  });
});

describe("the dialects", () => {
  test("OpenMetrics ends with its mark, names a unit that the family's name ends with, and is asked for by Accept", () => {
    const text = exposition(families, "openmetrics");
    expect(text.endsWith("# EOF\n")).toBe(true);
    for (const [, name, unit] of text.matchAll(/^# UNIT (\S+) (\S+)$/gm)) expect(name?.endsWith(`_${unit}`)).toBe(true);
    expect(dialectFor("application/openmetrics-text;version=1.0.0,text/plain;q=0.5")).toBe("openmetrics");
    expect(dialectFor("*/*")).toBe("prometheus");
    expect(dialectFor(undefined)).toBe("prometheus");
  });

  test("a label holds anything, and breaks no line", () => {
    const hostile: Family = {
      name: "x",
      type: "gauge",
      help: 'a "b" \\ \n# TYPE y gauge',
      samples: [{ labels: { a: 'q"\\\n} 1\n# EOF' }, value: 1 }],
    };
    for (const dialect of ["openmetrics", "prometheus"] as const)
      expect(parse(exposition([hostile], dialect)).samples).toEqual([
        { name: "x", labels: { a: 'q\\"\\\\\\n} 1\\n# EOF' }, value: 1 },
      ]);
  });

  test("deliveries are summed by format, whatever number of subscriptions there is", () => {
    const deliveries = { waiting: 1, delivered: 10, dead: 0, skipped: 2 };
    const told = ["active", "active", "paused"].map((status) => ({ status, format: "slack", deliveries }));
    const { samples } = parse(
      exposition(deliveryFamilies([...told, { status: "active", format: "json", deliveries }]), "openmetrics"),
    );
    const of = (name: string, format: string) =>
      samples.filter((sample) => sample.name === name && sample.labels.format === format).map(({ value }) => value);
    expect(of("downwhere_subscriptions", "slack")).toEqual([2, 1]);
    expect(of("downwhere_deliveries", "slack")).toEqual([3, 30, 0, 6]);
    expect(of("downwhere_deliveries", "json")).toEqual([1, 10, 0, 2]);
  });

  test("a family without samples is not there", () => {
    expect(exposition([{ name: "x", type: "gauge", help: "x", samples: [] }], "prometheus")).toBe("");
  });
});
