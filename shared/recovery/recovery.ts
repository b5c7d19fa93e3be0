import type { Belief, Incident, PlaceId } from "../schema/index.ts";
import type { Advice, Recovery, RecoveryStage } from "../schema/recovery.ts";
import type { Course } from "./course.ts";
import { RECOVERY } from "./model.ts";
import { groundText, remainingOf } from "./remaining.ts";
import type { Change } from "./spells.ts";

/** How far an incident has recovered, and how long it may still take. Where there is no ground, it says so: `null`. */

export function recoveryOf(course: Course): Recovery {
  const { incident } = course;
  if (incident === null || incident.phase === "resolved" || incident.phase === "withdrawn") return NOTHING;
  const places = Object.entries(incident.regions);
  const returned = places.filter(([, { state }]) => state === "up").map(([place]) => place);
  const waiting = places.filter(([, { state }]) => state !== "up").map(([place]) => place);
  const stage = stageOf(incident, returned, waiting);
  const remaining = remainingOf(course, incident, { stage, waiting });
  return {
    stage,
    advice: stage === "settling" ? "expect_stutters" : "wait",
    since: incident.phase === "recovering" ? incident.recoveringAt : null,
    progress: { back: returned.length, of: places.length, returned, waiting },
    trend: trendOf(course, incident),
    remaining,
    because: [
      `${returned.length} of ${places.length} regions back${waiting.length > 0 && returned.length > 0 ? `; not yet: ${waiting.join(", ")}` : ""}`,
      remaining === null ? "how long it will take is not known: too little to go by" : groundText(remaining),
    ],
  };
}

/** What to tell somebody of one region: it may be back there before it is back everywhere. */
export function adviceIn({ stage, advice, progress }: Recovery, place: PlaceId | null): Advice {
  if (stage !== "returning" || place === null) return advice;
  if (progress.returned.includes(place)) return "expect_stutters";
  return progress.waiting.includes(place) ? "wait" : "carry_on";
}

const NOTHING: Recovery = {
  stage: "none",
  advice: "carry_on",
  since: null,
  progress: { back: 0, of: 0, returned: [], waiting: [] },
  trend: { direction: "unknown", now: null, before: null, minutes: RECOVERY.trendMinutes },
  remaining: null,
  because: ["no incident is open"],
};

function stageOf(incident: Incident, returned: readonly PlaceId[], waiting: readonly PlaceId[]): RecoveryStage {
  if (waiting.length === 0 && returned.length > 0) return "settling";
  if (incident.phase === "recovering" && waiting.length === 0) return "settling";
  return returned.length > 0 ? "returning" : "failing";
}

/** The mean chance of failing over the touched regions: what the incident's error rate comes to as the fold believes it. */
function trendOf({ now, changes }: Course, { regions }: Incident): Recovery["trend"] {
  const places = Object.keys(regions);
  const minutes = RECOVERY.trendMinutes;
  const earlier = changes
    .filter(({ at }) => at <= now - minutes * 60_000)
    .reduce<Change | null>((last, change) => (last === null || change.at > last.at ? change : last), null);
  const current = meanOf(regions, places);
  const before = earlier === null ? null : meanOf(earlier.regions, places);
  if (current === null || before === null) return { direction: "unknown", now: current, before, minutes };
  const change = current - before;
  const direction = Math.abs(change) < RECOVERY.trendStep ? "steady" : change < 0 ? "falling" : "rising";
  return { direction, now: current, before, minutes };
}

function meanOf(regions: Readonly<Record<PlaceId, Belief>>, places: readonly PlaceId[]): number | null {
  const seen = places.flatMap((place) => regions[place] ?? []);
  if (seen.length === 0) return null;
  return Math.round((seen.reduce((sum, { probability }) => sum + probability, 0) / seen.length) * 1e3) / 1e3;
}
