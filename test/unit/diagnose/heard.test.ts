import { describe, expect, test } from "vitest";
import { nextLook } from "../../../shared/diagnose/next-look.ts";
import { weigh } from "../../../shared/diagnose/weigh.ts";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { heardOf } from "../../../shared/heard.ts";
import { openNetwork } from "../../../shared/network.ts";
import type { FoldEvent } from "../../../shared/schema/index.ts";
import { askerOf, evidenceOf } from "../../support/asked.ts";
import { factsOf, id, MINUTE, START } from "../../support/timeline.ts";

const WORLD = { services: { aria: ["web"] }, minutes: 0 };

/** People who report a minute, by country and network, over some minutes. */
function report(
  network: ReturnType<typeof openNetwork>,
  crowd: readonly Part[],
  { from, to }: { from: number; to: number },
) {
  for (let minute = from; minute < to; minute++) {
    for (const [country, asn, perMinute] of crowd) {
      for (let person = 0; person < perMinute; person++) {
        const event: FoldEvent = {
          type: "report",
          service: id("aria"),
          country,
          asn,
          symptom: "login",
          reporter: `${country}-${asn}-${minute}-${person}`,
          at: START + minute * MINUTE + person,
        };
        fold(network, event);
      }
    }
    fold(network, { type: "tick", at: START + (minute + 1) * MINUTE - 1 });
  }
}

type Part = readonly [country: string, asn: number, perMinute: number];
const opened = () => openNetwork(DEFAULT_MODEL, factsOf(WORLD));
const AMERICA = [7922, 7018, 701, 20115].map((asn) => ["US", asn, 1] as const);
const usual = AMERICA;

describe("what is heard", () => {
  test("is nothing while nobody has said anything", () => {
    expect(heardOf(opened(), id("aria"), { country: "DE", asn: 3320 })).toEqual({ reports: null, notices: [] });
    expect(heardOf(opened(), id("nobody"), { country: "DE", asn: 3320 })).toEqual({ reports: null, notices: [] });
  });

  test("is told apart by network and country, each person in one part", () => {
    const network = opened();
    report(network, usual, { from: 0, to: 60 });
    report(network, [["DE", 3320, 1], ["DE", 3209, 1], ["DE", 6805, 1], ...AMERICA], { from: 60, to: 65 });
    const { reports } = heardOf(network, id("aria"), { country: "DE", asn: 3320 });
    expect(reports).toMatchObject({
      windowMinutes: 10,
      country: { people: 15, networks: 3 },
      network: { people: 5 },
      otherNetworks: { people: 10, networks: 2 },
      elsewhere: { people: 40, networks: 4 },
    });
    expect(heardOf(network, id("aria"), { country: "DE", asn: null }).reports).not.toHaveProperty("network");
    expect(heardOf(network, id("aria"), { country: null, asn: null }).reports).not.toHaveProperty("country");
  });

  const diagnosed = (before: readonly Part[], surge: readonly Part[]) => {
    const network = opened();
    report(network, [...before, ...usual], { from: 0, to: 120 });
    report(network, [...surge, ...usual], { from: 120, to: 125 });
    const { reports } = heardOf(network, id("aria"), { country: "DE", asn: 3320 });
    return weigh({ ...evidenceOf({}), reports }, askerOf()).who;
  };

  test("makes it the network when its people alone report, and the region when all of the country's do", () => {
    expect(diagnosed([], [["DE", 3320, 5]])).toBe("your_network");
    expect(
      diagnosed(
        [],
        [3320, 3209, 6805, 680, 8881].map((asn) => ["DE", asn, 3] as const),
      ),
    ).toBe("your_region");
  });

  test("does not blame a provider that always sends two thirds of a country's reports", () => {
    const ordinary = [
      ["DE", 3320, 6],
      ["DE", 3209, 1],
      ["DE", 6805, 1],
      ["DE", 680, 1],
    ] as const;
    expect(diagnosed(ordinary, ordinary)).toBe("just_you");
  });

  test("brings the vendor's words along", () => {
    const network = opened();
    const notice = {
      service: id("aria"),
      source: "statuspage",
      status: "major_outage" as const,
      title: "Login is down",
      at: START,
    };
    fold(network, { type: "notice", ...notice });
    expect(heardOf(network, id("aria"), { country: null, asn: null }).notices).toMatchObject([
      { title: "Login is down" },
    ]);
  });
});

describe("the next look", () => {
  const grid = { now: 1_000_000, intervalMs: 60_000 };
  test.each<[string, (number | null)[], number | null]>([
    ["is one interval after the last", [990_000], 1_050_000],
    ["is the first of several probes'", [990_000, 950_000, null], 1_010_000],
    ["is in the future where a look was missed", [870_000], 1_050_000],
    ["is after now where one is due now", [940_000], 1_060_000],
    ["is not promised by a silent probe", [100_000], null],
    ["is unknown where none has looked", [null], null],
  ])("%s", (_, rounds, expected) => expect(nextLook(rounds, grid)).toBe(expected));
});
