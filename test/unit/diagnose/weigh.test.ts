import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diagnose } from "../../../shared/diagnose/diagnose.ts";
import { DECIDE_FROM, PRIOR, PRIOR_SOMETHING_ELSE } from "../../../shared/diagnose/model.ts";
import { weigh } from "../../../shared/diagnose/weigh.ts";
import { AskedPlatform, Certainty, Who } from "../../../shared/schema/diagnosis.ts";
import { RegionId } from "../../../shared/schema/index.ts";
import { askerOf, evidenceOf, people, type Situation } from "../../support/asked.ts";

/** What holds whatever is asked. */

const count = fc.record({ people: fc.nat(2_000), usual: fc.double({ min: 0, max: 500, noNaN: true }) });
const cell = count.map(({ people: heard, usual }) => people(heard, usual));
const situation: fc.Arbitrary<Situation> = fc.record({
  failing: fc.subarray([...RegionId.options]),
  unseen: fc.subarray([...RegionId.options]),
  state: fc.constantFrom("up", "degraded", "down", "unknown"),
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  age: fc.nat(600),
  reports: fc.record({ country: cell, network: cell, otherNetworks: cell, elsewhere: cell }, { requiredKeys: [] }),
  notices: fc.array(
    fc.record({ status: fc.constantFrom("operational", "degraded_performance", "partial_outage", "major_outage") }),
    { maxLength: 3 },
  ),
});
const asker = fc.record({
  region: fc.option(fc.constantFrom(...RegionId.options)),
  symptom: fc.option(fc.constantFrom("login", "playback", "slow", "dns", "something-else")),
  platform: fc.option(fc.constantFrom(...AskedPlatform.options)),
  canReachOthers: fc.constantFrom(...Certainty.options),
  vpn: fc.constantFrom(...Certainty.options),
});

describe("the weighing", () => {
  test("the prior chances sum to 1, and no answer is given on them alone", () => {
    const all = [...Object.values(PRIOR), PRIOR_SOMETHING_ELSE];
    expect(all.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...all)).toBeLessThan(DECIDE_FROM);
  });

  test("chances are numbers from 0 to 1 that sum to 1, and the answer is the likeliest or unclear", () => {
    fc.assert(
      fc.property(situation, asker, (known, asking) => {
        const { who, probability, probabilities, steps } = diagnose(evidenceOf(known), askerOf(asking));
        const values = Who.options.map((answer) => probabilities[answer]);
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        expect(probability).toBe(probabilities[who]);
        if (who !== "unclear") expect(probability).toBe(Math.max(...values));
        if (who === "everyone" || who === "your_region") expect(steps[0]?.id).toBe("wait");
      }),
    );
  });

  test("silence of people and of the vendor says nothing", () => {
    fc.assert(
      fc.property(situation, asker, (known, asking) => {
        const { reports: _, notices: __, ...rest } = known;
        const silent = weigh(evidenceOf(rest), askerOf(asking)).probabilities;
        expect(
          weigh(evidenceOf({ ...rest, reports: {}, notices: [{ status: "operational" }] }), askerOf(asking))
            .probabilities,
        ).toEqual(silent);
      }),
    );
  });

  test("more people on the asker's network never make it less the network's fault", () => {
    const at = (heard: number) =>
      weigh(
        evidenceOf({ reports: { network: people(heard, 1), otherNetworks: people(4, 4), elsewhere: people(40, 40) } }),
        askerOf(),
      ).probabilities.your_network;
    const chances = [1, 4, 8, 16, 32, 64].map(at);
    for (const [index, chance] of chances.slice(1).entries())
      expect(chance).toBeGreaterThanOrEqual(chances[index]! - 1e-9);
  });

  test("the older what is known, the less it says", () => {
    const at = (age: number) => weigh(evidenceOf({ failing: "all", age }), askerOf()).probabilities.everyone;
    const chances = [0, 5, 10, 20, 40, 80].map(at);
    for (const [index, chance] of chances.slice(1).entries()) expect(chance).toBeLessThanOrEqual(chances[index]!);
    expect(at(10_000)).toBeCloseTo(PRIOR.everyone, 2);
  });

  test("where some regions fail and nobody knows where the asker is, many people elsewhere do not make it everyone", () => {
    const some: Situation = {
      failing: ["weur", "eeur"],
      state: "down",
      probability: 0.99,
      reports: { elsewhere: people(78, 1) },
    };
    const { who, probabilities } = weigh(evidenceOf(some), askerOf({ region: null, country: null }));
    expect(who).toBe("unclear");
    expect(probabilities.everyone).toBeLessThan(0.3);
    const all: Situation = { ...some, failing: [...RegionId.options] };
    expect(weigh(evidenceOf(all), askerOf({ region: null, country: null })).who).toBe("everyone");
  });
});
