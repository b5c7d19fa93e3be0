import { describe, expect, test } from "vitest";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { openNetwork } from "../../../shared/network.ts";
import { wordsInForce } from "../../../shared/notices/tell.ts";
import { standingOf } from "../../../shared/readout.ts";
import { EndpointId, ServiceId } from "../../../shared/schema/ids.ts";
import type { Observation, PublishedNotice } from "../../../shared/schema/index.ts";

/** What is known of a service by place, as the fold has it: for the map. */

const SERVICE = ServiceId.parse("aria");
const MINUTE = 60_000;
const REGIONS = ["weur", "enam", "apac"];

/** Three regions look every minute and see it pass; people and vendors say what a test has them say. */
function listening(minutes: number, say: (network: ReturnType<typeof openNetwork>, minute: number) => void) {
  const network = openNetwork(DEFAULT_MODEL);
  for (let minute = 0; minute < minutes; minute++) {
    for (const [index, region] of REGIONS.entries())
      fold(network, { type: "observation", ...pass(region, minute * MINUTE + index) });
    say(network, minute);
    fold(network, { type: "tick", at: (minute + 1) * MINUTE - 1 });
  }
  const standing = standingOf(network, SERVICE);
  if (standing === null) throw new Error("the service is not known");
  return standing;
}

function pass(region: string, at: number): Observation {
  const endpoint = EndpointId.parse("web");
  const seen = { outcome: "pass" as const, stage: "response" as const, cause: null, status: 200, latencyMs: 40 };
  return {
    service: SERVICE,
    endpoint,
    region,
    colo: null,
    at,
    ...seen,
    provider: "fastly",
    detail: null,
    version: null,
  };
}
const report = (country: string, asn: number, reporter: string, at: number) => ({
  type: "report" as const,
  ...{ service: SERVICE, country, asn, platform: null, symptom: "login", reporter, at },
});
const crowd = (network: ReturnType<typeof openNetwork>, minute: number) => {
  // The service has been listened to for a while before anything is the matter.
  if (minute === 0) fold(network, report("FR", 100, "early", 1));
  if (minute < 50) return;
  for (let person = 0; person < 12; person++)
    fold(network, report("DE", 100 + (person % 6), `${minute}-${person}`, minute * MINUTE + 1_000 + person));
};

describe("what is known by place", () => {
  test("probes alone are told apart from what people make of it", () => {
    const { ground, verdict } = listening(60, crowd);
    expect(verdict.regions.weur?.probability).toBeGreaterThan(0.8);
    expect(ground.probed.weur).toBeLessThan(0.05);
    expect(Object.keys(ground.probed).sort()).toEqual([...REGIONS].sort());
  });

  test("people are counted by country within the window, beside what is usual there", () => {
    const { ground } = listening(60, crowd);
    expect(Object.keys(ground.reports)).toEqual(["DE"]);
    expect(ground.reports.DE?.people).toBeGreaterThan(80);
    expect(ground.reports.DE?.networks).toBe(6);
    expect(ground.reports.DE?.usual).toBeLessThan(20);
  });

  test("one loud network is not counted", () => {
    const { ground } = listening(40, (network, minute) => {
      if (minute < 30) return;
      for (let person = 0; person < 12; person++)
        fold(network, report("DE", 100, `${minute}-${person}`, minute * MINUTE + 1_000 + person));
    });
    expect(ground.reports.DE?.people ?? 0).toBe(0);
  });

  test("nobody heard is nobody told", () => {
    expect(listening(5, () => undefined).ground).toMatchObject({ reports: {}, usual: 0, notices: [] });
  });
});

describe("a vendor's places", () => {
  const notice = (status: PublishedNotice["status"], places: Partial<PublishedNotice>): PublishedNotice => ({
    id: JSON.stringify(places),
    service: SERVICE,
    source: "statuspage",
    link: null,
    title: "Errors",
    words: "",
    status,
    phase: "investigating",
    startedAt: null,
    saidAt: null,
    updatedAt: 30 * MINUTE,
    resolvedAt: null,
    endsAt: null,
    components: [],
    locations: [],
    endpoints: [],
    regions: [],
    countries: [],
    ...places,
  });
  const told = (notices: readonly PublishedNotice[], minutes = 40) =>
    listening(minutes, (network, minute) => {
      if (minute !== 31) return;
      for (const word of wordsInForce(SERVICE, notices, 31 * MINUTE)) fold(network, { type: "notice", ...word });
    }).ground.notices;

  test("a word in force that names places reaches the map", () => {
    expect(told([notice("partial_outage", { regions: ["sam"], countries: ["BR"] })])).toEqual([
      { status: "partial_outage", regions: ["sam"], countries: ["BR"] },
    ]);
  });

  test("two words at once name the places of both, unless one of them is about everywhere", () => {
    const brazil = notice("partial_outage", { countries: ["BR"] });
    const japan = notice("degraded_performance", { countries: ["JP"] });
    expect(told([brazil, japan])).toEqual([{ status: "partial_outage", regions: [], countries: ["BR", "JP"] }]);
    expect(told([brazil, notice("partial_outage", {})])).toEqual([]);
  });

  test("what is over, green, planned or old names no place", () => {
    for (const each of [
      notice("partial_outage", { phase: "resolved", countries: ["BR"] }),
      notice("operational", { countries: ["BR"] }),
      notice("maintenance", { phase: "in_progress", countries: ["BR"] }),
    ])
      expect(told([each])).toEqual([]);
    expect(told([notice("partial_outage", { countries: ["BR"] })], 32 + 361)).toEqual([]);
  });
});
