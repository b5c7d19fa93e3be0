import type { ReadableKind } from "./registry.ts";

/** The kind of document that an address probably serves; `null` where the address tells nothing. */

const BY_HOST: readonly (readonly [RegExp, ReadableKind])[] = [
  [/^(?:www\.)?(?:x|twitter)\.com$|^api\.(?:x|twitter)\.com$/, "x"],
  [/^(?:bsky\.app|public\.api\.bsky\.app|api\.bsky\.app)$/, "bluesky"],
  [/^status\.cloud\.google\.com$/, "gcp"],
  [/^(?:health|status|phd)\.aws\.amazon\.com$/, "aws"],
  [/^(?:www\.)?(?:rssfeed\.)?azure\.status\.microsoft$|^(?:azurestatuscdn|status)\.azure\.com$/, "azure"],
  [/^(?:www\.)?slack-status\.com$|^status\.slack\.com$/, "slack"],
  [/^status\.stripe\.com$/, "stripe"],
  [/^status\.heroku\.com$/, "heroku"],
  [/(?:^|\.)status\.salesforce\.com$/, "salesforce"],
  [/^api\.status\.io$|\.status\.io$/, "statusio"],
  [/\.statuspage\.io$/, "statuspage"],
  [/\.instatus\.com$/, "instatus"],
  [/\.(?:betteruptime|betterstack)\.com$/, "betterstack"],
];

/** In this order: the more particular path stands first. */
const BY_PATH: readonly (readonly [RegExp, ReadableKind])[] = [
  [/^\/appsstatus\/dashboard\//, "gcp"],
  [/\/1\.0\/status\/[0-9a-f]{24}/, "statusio"],
  [/\/api\/widget$/, "incidentio"],
  [/\/api\/v2\/(?:summary|status|incidents(?:\/unresolved)?|components|scheduled-maintenances.*)\.json$/, "statuspage"],
  [/\/api\/v1\/(?:status|incidents)\.json$/, "rootly"],
  [/\/api\/v1\/accounts\/\d+\/statuses$/, "mastodon"],
  [/\/api\/v1\/(?:incidents|components)$/, "cachet"],
  [/\/index\.json$/, "betterstack"],
  [/\/summary\.json$|\/v2\/components\.json$/, "instatus"],
  [/\.(?:rss|atom|xml)$|\/(?:rss|feed|atom)\/?$/, "rss"],
];

export function kindOfUrl(url: string): ReadableKind | null {
  const match = /^https?:\/\/([^/:?#]+)(?::\d+)?([^?#]*)/i.exec(url);
  if (match === null) return null;
  const [, host = "", path = ""] = match;
  const isFeed = BY_PATH.at(-1)?.[0].test(path) === true;
  const byHost = BY_HOST.find(([pattern]) => pattern.test(host.toLowerCase()))?.[1] ?? null;
  // Every status page has a feed beside its documents, and only Azure's is its own kind.
  if (isFeed && byHost !== "azure") return "rss";
  return byHost ?? BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}
