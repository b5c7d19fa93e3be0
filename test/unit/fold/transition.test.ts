import { describe, expect, test } from "vitest";
import type { Judgement } from "../../../shared/fuse/judge.ts";
import type { RegionJudgement } from "../../../shared/fuse/judge-region.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import type { IncidentTrack } from "../../../shared/incident/track.ts";
import { transition } from "../../../shared/incident/transition.ts";
import { PlaceId, ServiceId } from "../../../shared/schema/index.ts";

/** Single steps of an incident that a whole timeline seldom shows. */

const START = 1_767_225_600_000;
const SERVICE = ServiceId.parse("aria");
const WEUR = PlaceId.parse("weur");
const looking = (failing: boolean): RegionJudgement => ({
  state: "up",
  probability: 0.3,
  trusted: true,
  because: null,
  failing,
  heard: false,
  awaiting: false,
  unseen: false,
  loneRounds: 0,
});
const judged = (failing: boolean): Judgement => ({
  at: START,
  state: "up",
  probability: 0.3,
  scope: "none",
  layer: null,
  runnerUp: null,
  outcry: null,
  announcement: null,
  regions: new Map([[WEUR, looking(failing)]]),
  seen: new Map([[WEUR, looking(failing)]]),
  endpoints: new Map(),
});
const open: IncidentTrack = {
  incident: {
    phase: "open",
    id: "inc_aria_1" as IncidentTrack["incident"]["id"],
    service: SERVICE,
    suspectedAt: START - 120_000,
    openedAt: START - 60_000,
    state: "down",
    scope: "isolated",
    layer: "cdn",
    regions: {},
    reasons: [],
    timeline: [],
  },
  sequence: 2,
  calmSince: null,
  lowSince: null,
  hasRelapsed: false,
  told: { at: START - 60_000, scope: "isolated", failing: [WEUR] },
  touched: [WEUR],
};
const step = (failing: boolean) =>
  transition(open, {
    service: SERVICE,
    judgement: judged(failing),
    relation: { muted: null, provider: null, because: [] } as never,
    model: DEFAULT_MODEL,
  });

describe("an open incident", () => {
  test("is recovering once what it touched answers again", () =>
    expect(step(false).happened?.kind).toBe("incident.recovering"));

  test("is not while the last look of a region that it touched failed, whatever passes elsewhere", () =>
    expect(step(true).track?.incident.phase).toBe("open"));

  test("becomes wider at once, and narrower only after a while: one pass in the first seconds is no news", () => {
    const told = (scope: "isolated" | "regional" | "global", after: number) => {
      const judgement: Judgement = { ...judged(true), state: "down", probability: 0.99, scope, at: START + after };
      const track = { ...open, told: { at: START, scope: "regional" as const, failing: [WEUR] } };
      const relation = { muted: null, provider: null, because: [] } as never;
      return transition(track, { service: SERVICE, judgement, relation, model: DEFAULT_MODEL }).happened?.because ?? [];
    };
    expect(told("global", 1_000)).toEqual(["scope regional → global"]);
    expect(told("isolated", 1_000)).toEqual([]);
    expect(told("isolated", 61_000)).toContain("scope regional → isolated");
  });
});
