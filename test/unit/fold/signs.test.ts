import { describe, expect, test } from "vitest";
import { fold } from "../../../shared/fold.ts";
import type { RegionJudgement } from "../../../shared/fuse/judge-region.ts";
import { signOf } from "../../../shared/fuse/likelihood.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { sightAt } from "../../../shared/fuse/sights.ts";
import { withVoices } from "../../../shared/fuse/voices.ts";
import { openNetwork } from "../../../shared/network.ts";
import type { Cause, PlaceId } from "../../../shared/schema/index.ts";
import { id, MINUTE, START } from "../../support/timeline.ts";

describe("being refused", () => {
  const refused = (before: Cause | null, streak: number) =>
    signOf({ outcome: "inconclusive", cause: "blocked", before, streak }, "usual");

  test.each<[Cause, number]>([
    ["connect_timeout", 1],
    ["connect_reset", 9],
    ["resolve_timeout", 4],
    ["tls_handshake", 2],
  ])("after %s is as good as an answer: it is reached again", (before, streak) => {
    expect(refused(before, streak)).toBe("usual");
  });

  test("by what answered badly once or twice speaks a little for it, and not at all where that has lasted", () => {
    expect(refused("gateway_error", 1)).toBe("refused");
    expect(refused("origin_error", 2)).toBe("refused");
    expect(refused("origin_error", 3)).toBeNull();
  });

  test("where nothing failed says nothing", () => {
    expect(refused(null, 0)).toBeNull();
    expect(refused("blocked", 0)).toBeNull();
  });

  test("is what a probe that could not look never says", () => {
    const seen = { outcome: "inconclusive", cause: "probe_error", before: "connect_timeout", streak: 2 } as const;
    expect(signOf(seen, "usual")).toBeNull();
  });
});

describe("behind a wall", () => {
  const worthOf = (looks: readonly (readonly [outcome: "pass" | "fail" | "inconclusive", cause: Cause | null])[]) => {
    const network = openNetwork(DEFAULT_MODEL);
    for (const [minute, [outcome, cause]] of looks.entries()) {
      const seen = {
        service: id("aria"),
        endpoint: id("web"),
        region: "weur" as PlaceId,
        outcome,
        cause,
        latencyMs: 80,
      };
      fold(network, { type: "observation", at: START + minute * MINUTE, ...seen });
    }
    const sights = network.services.get(id("aria"))?.endpoints.get(id("web"))?.sights ?? [];
    return sightAt(sights, 0)?.logLikelihoodRatio ?? Number.NaN;
  };
  const failed = ["fail", "origin_error"] as const;
  const refused = ["inconclusive", "blocked"] as const;
  const passed = ["pass", null] as const;

  test("a first failure says little, and a second what it says anywhere", () => {
    expect(worthOf([passed, refused, failed])).toBeLessThan(1.5);
    expect(worthOf([passed, refused, failed, failed])).toBeGreaterThan(4);
    expect(worthOf([passed, failed])).toBeGreaterThan(4);
  });

  test("a pass speaks for up as it does anywhere", () => {
    expect(worthOf([passed, failed, refused, passed])).toBeCloseTo(worthOf([passed, failed, passed]), 1);
  });
});

describe("what people and the vendor say", () => {
  const weur = "weur" as PlaceId;
  const seen: RegionJudgement = {
    state: "up",
    probability: 0.4,
    trusted: true,
    because: null,
    failing: false,
    heard: false,
    awaiting: false,
    unseen: false,
    loneRounds: 0,
  };
  const announcement = { likelier: 10, maintenance: false, because: "statuspage says: major outage" };
  const probability = (region: RegionJudgement) =>
    withVoices(new Map([[weur, region]]), { outcry: null, announcement }, DEFAULT_MODEL).get(weur)?.probability;

  test("makes likelier what is seen failing", () => {
    expect(probability({ ...seen, failing: true })).toBeGreaterThan(0.8);
    expect(probability({ ...seen, awaiting: true })).toBeGreaterThan(0.8);
  });

  test("is late where it is seen passing again", () => {
    expect(probability(seen)).toBe(0.4);
  });
});
