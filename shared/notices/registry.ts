import type { SourceKind } from "../schema/index.ts";
import type { Reader } from "./found.ts";
import { aws } from "./readers/aws.ts";
import { betterstack } from "./readers/betterstack.ts";
import { bluesky } from "./readers/bluesky.ts";
import { cachet } from "./readers/cachet.ts";
import { azure, rss } from "./readers/feed.ts";
import { gcp } from "./readers/gcp.ts";
import { heroku } from "./readers/heroku.ts";
import { incidentio } from "./readers/incidentio.ts";
import { instatus } from "./readers/instatus.ts";
import { mastodon } from "./readers/mastodon.ts";
import { salesforce } from "./readers/salesforce.ts";
import { slack } from "./readers/slack.ts";
import { statusio } from "./readers/statusio.ts";
import { rootly, statuspage } from "./readers/statuspage.ts";
import { stripe } from "./readers/stripe.ts";
import { x } from "./readers/x.ts";

/** Every kind of document that can be read; a new one is one file and one line here. `page` is for people and has none. */
const READERS = {
  statusio,
  betterstack,
  incidentio,
  instatus,
  rootly,
  statuspage,
  gcp,
  salesforce,
  mastodon,
  slack,
  heroku,
  stripe,
  aws,
  cachet,
  bluesky,
  x,
  azure,
  rss,
} satisfies Record<Exclude<SourceKind, "page">, Reader>;

export type ReadableKind = keyof typeof READERS;

export const READABLE_KINDS = Object.keys(READERS) as readonly ReadableKind[];

/** `null` for a page, which no machine reads. */
export function readerOf(kind: SourceKind): Reader | null {
  return kind === "page" ? null : READERS[kind];
}

/** The kinds whose shape a document has, the most particular first. */
export function readersFor(body: unknown): Reader[] {
  return Object.values(READERS).filter((reader) => reader.recognises(body));
}
