import type { EndpointId, Notice, PublishedNotice, ServiceId } from "../schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../schema/limits.ts";
import { worst } from "./found.ts";
import { cut } from "./words.ts";

/**
 * What the fold is told of a service's notices: per source, and per endpoint where it is about one, the gravest word in force,
 * or that there is none any more. The fold keeps the last word of each, so two incidents at once must be one word here. What
 * is about single places of an edge network, or about parts that we do not watch, is shown to people and not told as trouble
 * of the whole; and a maintenance counts only from its beginning to its end.
 */
export function wordsInForce(service: ServiceId, notices: readonly PublishedNotice[], now: number): Notice[] {
  const groups = new Map<
    string,
    { readonly endpoint: EndpointId | null; readonly source: string; of: PublishedNotice[] }
  >();
  for (const notice of notices.filter((candidate) => isAboutUs(candidate, now))) {
    const source = notice.status === "maintenance" ? `${notice.source}/maintenance` : notice.source;
    for (const endpoint of notice.endpoints.length === 0 ? [null] : notice.endpoints) {
      const key = `${source} ${endpoint ?? ""}`;
      const group = groups.get(key) ?? { endpoint, source, of: [] };
      group.of.push(notice);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ endpoint, source, of }) => wordOf(of, { service, endpoint, source, now }));
}

/** The words of `after` that differ from those of `before`: what has to be told. */
export function changedWords(before: readonly Notice[], after: readonly Notice[]): Notice[] {
  const known = new Set(before.map((word) => JSON.stringify(word)));
  return after.filter((word) => !known.has(JSON.stringify(word)));
}

function wordOf(
  group: readonly PublishedNotice[],
  { service, endpoint, source, now }: { service: ServiceId; endpoint: EndpointId | null; source: string; now: number },
): Notice {
  const open = group.filter((notice) => isInForce(notice, now));
  const status = worst(open.map((notice) => notice.status));
  const loudest = open.find((notice) => notice.status === status) ?? newest(group);
  // A maintenance that ended by its own plan ends now, though nobody has said a word since.
  const spokenAt = Math.max(
    ...group.map(({ updatedAt, startedAt, endsAt }) => Math.max(updatedAt, past(startedAt, now), past(endsAt, now))),
  );
  return {
    service,
    endpoint,
    source: source.slice(0, 32),
    status: loudest.status,
    phase: open.length === 0 ? "resolved" : begunPhase(loudest),
    title: cut(loudest.title, SENTENCE_MAX_CHARS),
    ...placesOf(open),
    at: Math.min(spokenAt, now),
  };
}

/** A maintenance in force has begun, whether its page says so yet or not. */
function begunPhase({ status, phase }: PublishedNotice): Notice["phase"] {
  return status === "maintenance" && phase === "scheduled" ? "in_progress" : phase;
}

/** The places of what is in force; none as soon as one of it is about everywhere. */
function placesOf(open: readonly PublishedNotice[]): Pick<Notice, "regions" | "countries"> {
  const placed = open.filter(({ regions, countries }) => regions.length + countries.length > 0);
  if (placed.length === 0 || placed.length < open.length) return {};
  return {
    regions: [...new Set(placed.flatMap(({ regions }) => regions))],
    countries: [...new Set(placed.flatMap(({ countries }) => countries))],
  };
}

function past(time: number | null, now: number): number {
  return time === null || time > now ? 0 : time;
}

function isInForce({ phase, status, startedAt, endsAt }: PublishedNotice, now: number): boolean {
  if (phase === "resolved") return false;
  if (status !== "maintenance") return true;
  if (phase === "in_progress") return endsAt === null || endsAt > now - OVERTIME_MS;
  return startedAt !== null && startedAt <= now && endsAt !== null && now < endsAt;
}

/** Milliseconds that a maintenance still called "in progress" may run over its plan. */
const OVERTIME_MS = 12 * 3_600_000;

function isAboutUs(notice: PublishedNotice, now: number): boolean {
  const { status, startedAt, phase, components, locations, endpoints, regions, countries } = notice;
  const isPlaced = regions.length + countries.length > 0;
  if (status === "maintenance") {
    const isToCome = phase === "scheduled" && startedAt !== null && startedAt > now;
    return !isToCome && !isPlaced && (components.length === 0 || endpoints.length > 0);
  }
  const isOnlyPlaces = components.length > 0 && isPlaced && components.every((name) => locations.includes(name));
  return !isOnlyPlaces;
}

function newest(group: readonly PublishedNotice[]): PublishedNotice {
  return group.reduce((latest, notice) => (notice.updatedAt > latest.updatedAt ? notice : latest));
}
