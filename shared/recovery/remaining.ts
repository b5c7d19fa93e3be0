import type { Incident, PlaceId } from "../schema/index.ts";
import type { RecoveryStage, Remaining } from "../schema/recovery.ts";
import type { Course } from "./course.ts";
import { allBackBy, withPast } from "./last-return.ts";
import { RECOVERY } from "./model.ts";
import { type Change, type Returns, returnsIn, spellsOf } from "./spells.ts";
import { type Duration, overWithin } from "./survival.ts";

/**
 * How long it may still take. While regions return: until the last of them, from the rate at which they do. When all have,
 * or none has: until it is over, from how long earlier incidents of the service took. `null` without such a ground.
 */
type Stand = { readonly stage: RecoveryStage; readonly waiting: readonly PlaceId[] };

export function remainingOf(course: Course, incident: Incident, { stage, waiting }: Stand): Remaining | null {
  if (stage === "returning") return untilAllBack(course, incident, waiting.length);
  const tails = course.past.flatMap(tailOf);
  if (stage === "settling" && incident.phase === "recovering") {
    const elapsed = (course.now - incident.recoveringAt) / 60_000;
    return fromPast(tails, elapsed) ?? byRule(course, elapsed);
  }
  if (stage === "settling") return byRule(course, 0);
  const elapsed = (course.now - incident.suspectedAt) / 60_000;
  return fromPast(course.past.flatMap(durationOf), elapsed);
}

function untilAllBack({ now, changes, past }: Course, incident: Incident, waiting: number): Remaining | null {
  const places = Object.keys(incident.regions);
  const here = returnsIn(
    spellsOf(changes, { places, from: incident.suspectedAt, to: now }),
    now,
    RECOVERY.seenAfterMinutes,
  );
  const earlier = past.map((other) => pastReturns(other, changes)).reduce(added, { count: 0, minutes: 0 });
  if (here.count < RECOVERY.returnsMin && earlier.count < RECOVERY.returnsMin) return null;
  const returns = withPast(here, earlier);
  const by = (chance: number) => inTenths(allBackBy(chance, waiting, returns));
  const ground = earlier.count === 0 ? "this_incident" : here.count < RECOVERY.returnsMin ? "past_incidents" : "both";
  return {
    until: "all_back",
    lowMinutes: by(RECOVERY.low),
    likelyMinutes: by(0.5),
    highMinutes: by(RECOVERY.high),
    ground,
  };
}

function pastReturns(other: Incident, changes: readonly Change[]): Returns {
  if (other.phase !== "resolved" || other.muted != null) return { count: 0, minutes: 0 };
  const span = { places: Object.keys(other.regions), from: other.suspectedAt, to: other.resolvedAt };
  const isKnown = changes.some(({ at }) => at <= other.openedAt);
  return isKnown
    ? returnsIn(spellsOf(changes, span), other.resolvedAt, RECOVERY.seenAfterMinutes)
    : { count: 0, minutes: 0 };
}

function added(a: Returns, b: Returns): Returns {
  return { count: a.count + b.count, minutes: a.minutes + b.minutes };
}

function durationOf(incident: Incident): Duration[] {
  if (incident.phase !== "resolved" || incident.muted != null) return [];
  return [{ minutes: (incident.resolvedAt - incident.suspectedAt) / 60_000, censored: false }];
}

function tailOf(incident: Incident): Duration[] {
  if (incident.phase !== "resolved" || incident.muted != null) return [];
  return [{ minutes: (incident.resolvedAt - incident.recoveringAt) / 60_000, censored: false }];
}

function fromPast(durations: readonly Duration[], elapsed: number): Remaining | null {
  if (durations.filter(({ minutes }) => minutes > elapsed).length < RECOVERY.pastMin) return null;
  const [low, likely, high] = [RECOVERY.low, 0.5, RECOVERY.high].map((chance) =>
    overWithin(chance, elapsed, durations),
  );
  if (low == null || likely == null || high == null) return null;
  return {
    until: "over",
    lowMinutes: inTenths(low),
    likelyMinutes: inTenths(likely),
    highMinutes: inTenths(high),
    ground: "past_incidents",
  };
}

/** All are back: what is left of the calm that an end needs, and the same again where it is disturbed. */
function byRule({ holdMs }: Course, elapsedMinutes: number): Remaining {
  const hold = holdMs / 60_000;
  const left = inTenths(Math.max(0, hold - elapsedMinutes));
  return { until: "over", lowMinutes: left, likelyMinutes: left, highMinutes: inTenths(left + hold), ground: "rule" };
}

export function groundText({ until, lowMinutes, likelyMinutes, highMinutes, ground }: Remaining): string {
  const what = until === "all_back" ? "all back" : "over";
  const from = {
    this_incident: "as this incident comes back",
    past_incidents: "as earlier ones went",
    both: "as this and earlier ones come back",
    rule: "as an incident ends after some calm minutes",
  }[ground];
  return `${what} in about ${likelyMinutes} min, between ${lowMinutes} and ${highMinutes}, ${from}`;
}

function inTenths(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
