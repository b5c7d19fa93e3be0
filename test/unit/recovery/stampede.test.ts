import { describe, expect, test } from "vitest";
import { reconnectPlan } from "../../../shared/recovery/reconnect.ts";
import { formatInstant } from "../../../shared/schema/instant.ts";
import { reconnect } from "../../bench/stampede/example-client.ts";
import { everySeconds, exponential, followsPlan, fullJitter, onTheNews } from "../../bench/stampede/policies.ts";
import { planAt, simulate, type World } from "../../bench/stampede/simulate.ts";

const WORLD: World = {
  clients: 20_000,
  capacity: 400,
  regions: 9,
  backAt: 300,
  everySeconds: 60,
  seenAfter: 60,
  horizon: 3_600,
  seed: 7,
};

describe("a stampede", () => {
  const planned = simulate(WORLD, followsPlan);

  test.each([onTheNews(360), everySeconds(30), exponential(60)])(
    "of clients that come $name has 20 times the plan's peak or more",
    (policy) => {
      expect(simulate({ ...WORLD, horizon: 600 }, policy).peak / planned.peak).toBeGreaterThanOrEqual(20);
    },
  );

  test("of clients with full jitter alone has ten times the plan's peak or more", () => {
    expect(simulate(WORLD, fullJitter(60)).peak / planned.peak).toBeGreaterThanOrEqual(10);
  });

  test("with the plan 95 % are back within half an hour, with hardly a try in vain", () => {
    expect(planned.seconds95).toBeLessThanOrEqual(1_800);
    expect(planned.tries).toBeLessThan(1.1 * WORLD.clients);
  });

  test("is the same for the same seed", () => {
    expect(simulate(WORLD, followsPlan)).toEqual(planned);
    expect(simulate({ ...WORLD, seed: 8 }, followsPlan)).not.toEqual(planned);
  });
});

describe("the example client", () => {
  const clock = (draws: readonly number[]) => {
    const slept: number[] = [];
    let [drawn, time] = [0, 0];
    return {
      slept,
      random: () => draws[drawn++ % draws.length] ?? 0.5,
      now: () => time,
      sleep: async (ms: number) => {
        slept.push(ms);
        time += ms;
      },
    };
  };
  const wire = (second: number) => {
    const plan = planAt(WORLD, second);
    return { ...plan, notBefore: formatInstant(plan.notBefore) };
  };

  test("waits while nothing is back, and does not try", async () => {
    const timer = clock([0.5]);
    let tries = 0;
    const connect = async () => ++tries;
    await reconnect(connect, async () => wire(timer.now() / 1_000), timer);
    expect(tries).toBe(1);
    expect(timer.now() / 1_000).toBeGreaterThan(WORLD.backAt);
  });

  test("picks its moment within the window, asks again where that is late, and backs off with full jitter", async () => {
    const timer = clock([0.99, 0.5, 0.01, 0.25, 0.02]);
    const plan = { ...wire(2_000), notBefore: formatInstant(0), windowSeconds: 600, retryAfterSeconds: 120 };
    let failures = 1;
    await reconnect(
      async () => {
        if (failures-- > 0) throw new Error("not yet");
      },
      async () => plan,
      timer,
    );
    // 0.99 of the window is late: asks again after the retry time; 0.01 of it; a failure: a quarter of twice the base; 0.02.
    expect(timer.slept).toEqual([120_000, 6_000, 2_500, 12_000]);
  });

  test("comes back by itself, spread over a minute, where nobody can be asked for a plan", async () => {
    const timer = clock([0.5]);
    await expect(
      reconnect(
        async () => "back",
        () => Promise.reject(new Error("away")),
        timer,
      ),
    ).resolves.toBe("back");
    expect(timer.slept).toEqual([30_000]);
  });
});

describe("the reconnect plan", () => {
  test("holds while nothing is back, opens a share that only rises, and never lets all come at once", () => {
    const shares = Array.from({ length: 60 }, (_, minute) => planAt(WORLD, minute * 60)).map(
      ({ state, sharePerMinute, windowSeconds }) => {
        expect(windowSeconds).toBeGreaterThanOrEqual(120);
        return state === "hold" ? 0 : sharePerMinute;
      },
    );
    expect(shares[0]).toBe(0);
    for (const [index, share] of shares.slice(1).entries()) expect(share).toBeGreaterThanOrEqual(shares[index]!);
    expect(shares.at(-1)).toBe(0.5);
  });

  test("says when to ask again, and nothing before a time that has not come", () => {
    const held = planAt(WORLD, 100);
    expect(held).toMatchObject({ state: "hold", retryAfterSeconds: 60, notBefore: 160_000, sharePerMinute: 0 });
    expect(planAt(WORLD, 400)).toMatchObject({ state: "ramp", retryAfterSeconds: 120, notBefore: 400_000 });
  });

  test("is open where no incident is", () => {
    const none = { stage: "none", advice: "carry_on", since: null, remaining: null, because: [] } as const;
    const progress = { back: 0, of: 0, returned: [], waiting: [] };
    const trend = { direction: "unknown", now: null, before: null, minutes: 10 } as const;
    expect(reconnectPlan({ ...none, because: [], progress, trend }, 5)).toMatchObject({
      state: "open",
      notBefore: 5,
      sharePerMinute: 1,
      retryAfterSeconds: 0,
    });
  });
});
