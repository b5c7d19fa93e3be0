import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStory, type Story } from "../support/story.ts";

/** Who asks "is it just me?" while the demo story runs: the CDN fails in eeur and weur from minute 2 and comes back. */

type Diagnosis = {
  who: string;
  probability: number;
  headline: string;
  advice: string;
  nextLookAt: string;
  reasons: { id: string }[];
  steps: { id: string; howTo: string }[];
  asker: { said: string };
};
type Reconnect = {
  plan: { state: string; sharePerMinute: number; regions: string[] };
  recovery: { stage: string; progress: { back: number; of: number } };
};

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story.close());

const ask = (query: string, service = "aria") => story.get<Diagnosis>(`/v1/services/${service}/diagnosis${query}`);
const reconnect = () => story.get<Reconnect>("/v1/services/aria/reconnect");

describe("the demo story, asked about", () => {
  test("minute 1: all is well, so it is just you, and nobody made up where you are", async () => {
    await story.until(1);
    expect(await ask("")).toMatchObject({ who: "just_you", asker: { said: "unknown" } });
    expect(await reconnect()).toMatchObject({ plan: { state: "open" }, recovery: { stage: "none" } });
  });

  test("minute 5: in Germany it is the region, and to wait is all there is; in America and for another service it is just you", async () => {
    await story.until(5);
    const germany = await ask("?country=DE&symptom=playback&platform=ios");
    expect(germany).toMatchObject({ who: "your_region", advice: "wait", asker: { said: "query" } });
    expect(germany.steps[0]?.id).toBe("wait");
    expect(germany.steps.find(({ id }) => id === "use-what-works")?.howTo).toContain("Oceania");
    expect(Date.parse(germany.nextLookAt)).toBeGreaterThan(Date.now());
    const america = await ask("?country=US&symptom=playback&platform=ios");
    expect(america.who).toBe("just_you");
    expect(america.reasons.map(({ id }) => id)).toContain("fails-elsewhere");
    expect((await ask("?country=DE", "lumen-mail")).who).toBe("just_you");
    expect(await reconnect()).toMatchObject({ plan: { state: "hold", regions: ["eeur", "weur"] } });
  });

  test("on the way back the plan lets a rising share in, and what is back stutters", async () => {
    const shares: number[] = [];
    for (let minute = 6; minute <= 11; minute++) {
      await story.until(minute);
      const { plan, recovery } = await reconnect();
      if (recovery.stage === "none") break;
      shares.push(plan.state === "hold" ? 0 : plan.sharePerMinute);
      if (recovery.stage !== "settling") continue;
      expect(await ask("?country=DE")).toMatchObject({ who: "your_region", advice: "expect_stutters" });
    }
    expect(shares.at(-1)).toBeGreaterThan(0);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });
});
