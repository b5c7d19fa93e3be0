import { describe, expect, test } from "vitest";
import { factsOf } from "../../../shared/facts.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { foldRound, foldTime, openLedger } from "../../../shared/ledger.ts";
import { judgeHeartbeat } from "../../../shared/observe/heartbeat.ts";
import { type Cause, EndpointId, HUB, type Incident, Service, ServiceId } from "../../../shared/schema/index.ts";

/** Silence is the failure, once it is longer than was promised. */

const NOW = 1_767_225_600_000;
const check = { intervalSeconds: 300, graceSeconds: 60 };
const judged = (seconds: { since: number; at: number | null }, failing = false) =>
  judgeHeartbeat(
    check,
    { since: NOW - seconds.since * 1_000, at: seconds.at === null ? null : NOW - seconds.at * 1_000, failing },
    NOW,
  );

describe("a heartbeat", () => {
  test("in time passes, to the last second of its grace", () => {
    expect(judged({ since: 9_000, at: 1 })).toMatchObject({ outcome: "pass", cause: null, latencyMs: null });
    expect(judged({ since: 9_000, at: 360 }).outcome).toBe("pass");
  });

  test("that stays away fails, and says for how long", () =>
    expect(judged({ since: 9_000, at: 361 })).toMatchObject({
      outcome: "fail",
      stage: "response",
      cause: "response_timeout",
      detail: "no heartbeat for 361 s, one is due every 300 s; the last was at 2025-12-31T23:53:59.000Z",
    }));

  test("that never came says nothing until it is due, and fails from then on", () => {
    expect(judged({ since: 360, at: null })).toMatchObject({ outcome: "inconclusive", cause: "probe_error" });
    expect(judged({ since: 361, at: null })).toMatchObject({ outcome: "fail", cause: "response_timeout" });
  });

  test("that tells of a failure is one, and its silence is told before it", () => {
    expect(judged({ since: 9_000, at: 1 }, true)).toMatchObject({ outcome: "fail", cause: "origin_error" });
    expect(judged({ since: 9_000, at: 400 }, true)).toMatchObject({ outcome: "fail", cause: "response_timeout" });
  });
});

describe("the fold over heartbeats", () => {
  const services = ["nightly", "billing", "mail"].map((id) =>
    Service.parse({
      id,
      name: id,
      endpoints: [
        {
          id: "job",
          name: "Job",
          check: { prober: "heartbeat", ...check, tokenSha256: id.length.toString().repeat(64) },
        },
      ],
    }),
  );
  /** What becomes of the services, a look a minute, when those named fall silent after the tenth minute. */
  const play = (silent: readonly string[]): Incident[] => {
    const ledger = openLedger(
      DEFAULT_MODEL,
      services.map((service) => factsOf(service)),
    );
    const incidents = new Map<string, Incident>();
    for (let minute = 0; minute < 25; minute++) {
      const at = NOW + minute * 60_000;
      const cause = (id: string): Cause | null => (minute >= 10 && silent.includes(id) ? "response_timeout" : null);
      const outputs = [
        ...foldTime(ledger, at),
        ...foldRound(ledger, {
          ...{ region: HUB, lane: "hub/60/0", slot: at, startedAt: at, finishedAt: at, slotMs: 60_000, missed: 0 },
          ...{ colo: null, realised: "hub", simulated: false, controls: [] },
          observations: services.map(({ id }) => ({
            ...{ service: ServiceId.parse(id), endpoint: EndpointId.parse("job"), region: HUB, at, latencyMs: null },
            outcome: cause(id) === null ? "pass" : "fail",
            cause: cause(id),
          })),
        }),
      ];
      for (const output of outputs)
        if (output.type === "incident") incidents.set(output.incident.service, output.incident);
    }
    return [...incidents.values()];
  };

  test("opens an incident for the one that fell silent, and for no other", () => {
    expect(play(["nightly"]).map(({ service, phase }) => ({ service, phase }))).toEqual([
      { service: "nightly", phase: "open" },
    ]);
  });

  test("suspects the hub itself when all of them stop at once", () => {
    expect(play(["nightly", "billing", "mail"]).filter(({ phase }) => phase === "open")).toEqual([]);
  });
});
