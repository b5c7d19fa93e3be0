import { findRegion } from "../geo/regions.ts";
import type { Layer, PlaceId } from "../schema/index.ts";
import { formatInstant } from "../schema/instant.ts";

/** Times, spans, places and layers as people say them. Nothing is decided here. */

/** "40 s", "12 min", "1 h 5 min", "3 d 2 h": a span in milliseconds, in its two biggest units. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(`${hours} h`, minutes % 60, "min");
  return withRest(`${Math.floor(hours / 24)} d`, hours % 24, "h");
}

function withRest(whole: string, rest: number, unit: string): string {
  return rest === 0 ? whole : `${whole} ${rest} ${unit}`;
}

/** "31 Jan, 14:03 UTC": a time without its year, for what has just happened. */
export function momentText(at: number): string {
  const text = formatInstant(at);
  return `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1]}, ${text.slice(11, 16)} UTC`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function placeName(place: PlaceId): string {
  return findRegion(place)?.name ?? place;
}

/** "A", "A and B", "A, B and 4 more". */
export function listText(items: readonly string[], max: number): string {
  const named = items.slice(0, max);
  const more = items.length - named.length;
  const all = more > 0 ? [...named, `${more} more`] : named;
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}

export const LAYER_WORDS: Readonly<Record<Layer, string>> = {
  dns: "name resolution (DNS)",
  network: "the network on the way to it",
  tls: "encryption (TLS)",
  cdn: "its CDN",
  gateway: "its gateway or load balancer",
  backend: "its own servers",
  content: "what it serves",
};
