import { formatInstant } from "../schema/instant.ts";
import type { Entry } from "./entries.ts";
import { element, emptyElement } from "./markup.ts";

/** Atom (RFC 4287): one entry per incident, its id the same for good and `updated` moving with it. */

export type FeedHead = {
  readonly title: string;
  /** Of the feed itself, and of the page that it is about. */
  readonly self: string;
  readonly home: string;
  /** Authority of the tag URIs (RFC 4151) that name the entries: a host name. */
  readonly authority: string;
  /** When nothing has happened yet, the feed is as new as this. */
  readonly asOf: number;
  readonly linkOf: (entry: Entry) => string;
};

export function atomFeed(entries: readonly Entry[], head: FeedHead): string {
  const updated = entries.reduce((latest, { updatedAt }) => Math.max(latest, updatedAt), 0) || head.asOf;
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    element("id", head.self),
    element("title", head.title),
    element("updated", formatInstant(updated)),
    emptyElement("link", { rel: "self", type: "application/atom+xml", href: head.self }),
    emptyElement("link", { rel: "alternate", type: "text/html", href: head.home }),
    "<author><name>Downwhere</name></author>",
    element("generator", "Downwhere"),
    ...entries.map((entry) => entryElement(entry, head)),
    "</feed>",
  ];
  return `${lines.join("\n")}\n`;
}

function entryElement(entry: Entry, { authority, linkOf }: FeedHead): string {
  return [
    "<entry>",
    element("id", entryUri(entry, authority)),
    element("title", entry.title),
    element("published", formatInstant(entry.publishedAt)),
    element("updated", formatInstant(entry.updatedAt)),
    emptyElement("link", { rel: "alternate", type: "text/html", href: linkOf(entry) }),
    ...entry.tags.map((term) => emptyElement("category", { term })),
    element("content", entry.html, { type: "html" }),
    "</entry>",
  ].join("\n");
}

/** `tag:host,2026:inc_…`: the year is when the scheme was laid down, and says nothing of the incident. */
export function entryUri({ id }: Pick<Entry, "id">, authority: string): string {
  return `tag:${authority},2026:${id}`;
}
