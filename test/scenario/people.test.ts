import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newAddress } from "../support/reporters.ts";
import { openStory, type Story } from "../support/story.ts";

/** A login that is broken where no probe looks, told by people through the front door alone; and a flood from one network. */

type Status = { services: { id: string; state: string; phase: string | null; scope: string }[] };
type Evidence = {
  voices: {
    people: {
      people: number;
      countries: { country: string }[];
      regions: Record<string, { probability: number; logLikelihoodRatio: number }>;
      opensAlone: boolean;
    } | null;
    regions: { region: string; state: string }[];
  };
};
type Diagnosis = { who: string; reasons: { id: string }[]; asker: { country: string } };

/** Story minutes in which nobody says anything, and at which the login breaks. */
const BREAKS = 16;
/** Minutes within which an outage that people alone see must be open. */
const WITHIN = 10;

let story: Story;
beforeAll(async () => {
  story = await openStory({ quiet: true });
});
afterAll(() => story.close());

const aria = async () => (await story.get<Status>("/v1/status")).services.find(({ id }) => id === "aria");
const mail = async () => (await story.get<Status>("/v1/status")).services.find(({ id }) => id === "lumen-mail");
const heard = async (service: string) =>
  (await story.get<Evidence>(`/v1/services/${service}/evidence`)).voices.people?.people ?? 0;

async function report(service: string, body: object, cf: { country: string; asn: number }): Promise<number> {
  const headers = { "content-type": "application/json", "cf-connecting-ip": newAddress(), "user-agent": "phone" };
  const sent = { method: "POST", headers, body: JSON.stringify(body), cf: { colo: "FRA", ...cf } };
  return (await story.fromPlace(`/v1/services/${service}/reports`, sent)).status;
}

/** What was handed in is with the fold: intakes hand over by themselves, within half a second of this network's time. */
async function handedOver(service: string, before: number, sent: number): Promise<void> {
  for (let turn = 0; turn < 400 && (await heard(service)) < before + sent; turn++)
    await new Promise((resolve) => setTimeout(resolve, 25));
}

describe("people, through the live API", () => {
  test("open a login outage within ten minutes, in the countries that report it, though every probe sees it pass", async () => {
    await story.until(BREAKS);
    let minute = BREAKS;
    for (; minute <= BREAKS + WITHIN && (await aria())?.phase !== "open"; minute++) {
      for (let turn = 0; turn < 9; turn++) {
        const place = turn < 6 ? { country: "DE", asn: 3_200 + turn } : { country: "FR", asn: 5_400 + turn };
        expect(await report("aria", { symptom: "login", platform: "ios" }, place)).toBe(201);
      }
      await handedOver("aria", Math.max(0, minute - BREAKS) * 9, 9);
      await story.until(minute + 1);
    }
    console.log(`opened ${minute - BREAKS} minutes after the login broke`);
    expect(minute - BREAKS).toBeLessThanOrEqual(WITHIN);
    expect(await aria()).toMatchObject({ state: "degraded", phase: "open" });
    const { voices } = await story.get<Evidence>("/v1/services/aria/evidence");
    expect(Object.keys(voices.people?.regions ?? {})).toEqual(["weur"]);
    expect(voices.people).toMatchObject({ opensAlone: true, countries: [{ country: "DE" }, { country: "FR" }] });
    expect(voices.regions.filter(({ state }) => state === "degraded").map(({ region }) => region)).toEqual(["weur"]);
  });

  test("answer who asks whether it is just them: not in Germany, and in America it is", async () => {
    const ask = async (cf: { country: string; asn: number; latitude: string; longitude: string }) => {
      const { body } = await story.fromPlace("/v1/services/aria/diagnosis?symptom=login&platform=ios", {
        cf: { colo: "FRA", ...cf },
      });
      return JSON.parse(body) as Diagnosis;
    };
    const germany = await ask({ country: "DE", asn: 3_201, latitude: "50.1", longitude: "8.7" });
    expect(["everyone", "your_region"]).toContain(germany.who);
    expect(germany.reasons.map(({ id }) => id)).toContain("reports-here");
    const japan = await ask({ country: "JP", asn: 2_516, latitude: "35.7", longitude: "139.7" });
    expect(["everyone", "your_region"]).not.toContain(japan.who);
  });

  test("a flood from one network opens nothing, however many take part", async () => {
    const before = Math.floor(BREAKS + WITHIN + 1);
    await story.until(before);
    for (let minute = 0; minute < 6; minute++) {
      await Promise.all(
        Array.from({ length: 60 }, () => report("lumen-mail", { symptom: "login" }, { country: "BR", asn: 28_573 })),
      );
      await handedOver("lumen-mail", minute * 60, 60);
      await story.until(before + minute + 1);
    }
    expect(await heard("lumen-mail")).toBeGreaterThan(100);
    expect(await mail()).toMatchObject({ state: "up", phase: null });
  });
});
