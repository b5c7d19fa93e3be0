import { z } from "zod";
import { Incident } from "../schema/index.ts";
import { formatInstant } from "../schema/instant.ts";
import { entryUri, type FeedHead } from "./atom.ts";
import type { Entry } from "./entries.ts";

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); the incident itself stands under `_downwhere`. */
export function jsonFeed(entries: readonly Entry[], { title, self, home, authority, linkOf }: FeedHead): object {
  return {
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: home,
    feed_url: self,
    description: "Outages as a network of probes in many regions sees them.",
    language: "en",
    authors: [{ name: "Downwhere" }],
    items: entries.map((entry) => ({
      id: entryUri(entry, authority),
      url: linkOf(entry),
      title: entry.title,
      content_html: entry.html,
      content_text: entry.text,
      date_published: formatInstant(entry.publishedAt),
      date_modified: formatInstant(entry.updatedAt),
      tags: entry.tags,
      _downwhere: { incident: z.encode(Incident, entry.incident) },
    })),
  };
}
