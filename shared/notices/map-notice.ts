import type { EndpointId, PublishedNotice, Service, ServiceId, SourceKind } from "../schema/index.ts";
import type { FoundNotice } from "./found.ts";
import { names } from "./items.ts";
import { ID_MAX } from "./limits.ts";
import { placesIn } from "./places.ts";
import { cut } from "./words.ts";

/** A vendor's statement as one about our service: which of its endpoints and which of our places it means. */

/** What the mapping needs of a service. */
export type NoticedService = {
  readonly id: ServiceId;
  readonly endpoints: readonly Pick<Service["endpoints"][number], "id" | "name">[];
};

/** `now`: stands for the time of a word that the document does not date. */
export function publishedNotice(
  found: FoundNotice,
  { service, source, now }: { service: NoticedService; source: SourceKind; now: number },
): PublishedNotice {
  const { regions, countries } = placesIn({
    locations: found.locations,
    sentences: [found.title, ...found.components],
  });
  const placed = found.components.filter((name) => {
    const places = placesIn({ locations: [], sentences: [name] });
    return places.regions.length + places.countries.length > 0;
  });
  return {
    // An id is part of a key: never empty, never long.
    id: cut(found.id.trim(), ID_MAX) || "unnamed",
    service: service.id,
    source,
    link: found.link,
    title: found.title,
    words: found.words,
    status: found.status,
    phase: found.phase,
    startedAt: found.startedAt,
    saidAt: found.saidAt,
    updatedAt: found.updatedAt ?? now,
    resolvedAt: found.resolvedAt,
    endsAt: found.endsAt,
    components: [...found.components],
    locations: names([...found.locations, ...placed]),
    endpoints: endpointsIn(found.components, service),
    regions: [...regions],
    countries: [...countries],
  };
}

/** Words by which vendors call what we call `web`, `api`, `login`…; the first of each is our usual id. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["web", "website", "site", "www", "webapp", "homepage", "frontend", "dashboard"],
  ["api", "apis", "rest", "graphql"],
  ["login", "auth", "authentication", "signin", "sso", "accounts", "oauth", "authorization", "identity"],
  ["cdn", "edge", "cache", "delivery"],
  ["git", "ssh", "repositories"],
  ["images", "image", "artwork", "media", "thumbnails"],
  ["audio", "playback", "streaming", "video"],
  ["registry", "packages", "package"],
  ["developer", "docs", "documentation"],
];

/** An endpoint is meant where a component's name has its id or its name, or another word for the same thing. */
export function endpointsIn(components: readonly string[], { endpoints }: NoticedService): EndpointId[] {
  const said = new Set(components.flatMap(tokens));
  return endpoints.flatMap(({ id, name }) => {
    const own = new Set([...tokens(id), ...tokens(name)]);
    const isMeant = [...own].some((token) => said.has(token) && !COMMON.has(token)) || sharesSense(own, said);
    return isMeant ? [id] : [];
  });
}

/** Words that stand in too many names to tell anything. */
const COMMON: ReadonlySet<string> = new Set([
  "and",
  "of",
  "the",
  "over",
  "for",
  "service",
  "services",
  "server",
  "https",
  "http",
  "files",
  "app",
]);

function sharesSense(own: ReadonlySet<string>, said: ReadonlySet<string>): boolean {
  return SYNONYMS.some((words) => words.some((word) => own.has(word)) && words.some((word) => said.has(word)));
}

function tokens(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/sign[ -]in/g, "signin")
    .replace(/log[ -]in/g, "login")
    .split(/[^\p{L}\d]+/u)
    .filter((token) => token.length > 1);
}
