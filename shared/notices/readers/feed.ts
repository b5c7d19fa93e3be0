import type { SourceKind } from "../../schema/index.ts";
import type { Coverage, FoundNotice, Outcome, Reader } from "../found.ts";
import { refused } from "../found.ts";
import { record, webLink } from "../items.ts";
import { COMPLAINTS_MAX, NOTICES_MAX } from "../limits.ts";
import { oneLine } from "../words.ts";
import { itemOf, noticeOfItem, textOf } from "./feed-items.ts";

/** RSS 2.0, RSS 1.0 and Atom: anybody's, Azure's (which lists only what is going on: an empty one is all well) and AWS's. */
export const rss: Reader = {
  kind: "rss",
  recognises: (body) => channelOf(body) !== null,
  read: (body, { url }) => readFeed(body, "rss", { coverage: "log", url }),
};

export const azure: Reader = {
  kind: "azure",
  recognises: (body) => {
    const channel = channelOf(body);
    return channel !== null && /azure/i.test(`${textOf(channel.head.title)} ${textOf(channel.head.link)}`);
  },
  read: (body, { url }) => readFeed(body, "azure", { coverage: "open", url }),
};

type Channel = { readonly head: Readonly<Record<string, unknown>>; readonly items: readonly unknown[] };

function channelOf(body: unknown): Channel | null {
  const root = record(body);
  if (root === null) return null;
  const rssRoot = record(root.rss);
  // An empty `<channel/>` is text to the parser, and a feed all the same.
  if (rssRoot !== null && "channel" in rssRoot)
    return { head: record(rssRoot.channel) ?? {}, items: listOf(record(rssRoot.channel)?.item) };
  const rdf = record(root["rdf:RDF"]);
  if (rdf !== null) return { head: record(rdf.channel) ?? {}, items: listOf(rdf.item) };
  if (!("feed" in root)) return null;
  return { head: record(root.feed) ?? {}, items: listOf(record(root.feed)?.entry) };
}

function listOf(items: unknown): readonly unknown[] {
  return Array.isArray(items) ? items : [];
}

export function readFeed(
  body: unknown,
  kind: SourceKind,
  { coverage, url }: { coverage: Coverage; url: string | null },
): Outcome {
  const channel = channelOf(body);
  if (channel === null) return refused("the document must be RSS or Atom; received other XML");
  const links = listOf(channel.head.link);
  const own = links.find((link) => record(link)?.["@rel"] !== "self") ?? links[0];
  const address = record(own)?.["@href"];
  const pageUrl = webLink(typeof address === "string" ? address : textOf(own));
  const notices: FoundNotice[] = [];
  const complaints: string[] = [];
  for (const [index, element] of channel.items.slice(0, NOTICES_MAX).entries()) {
    const item = itemOf(element, pageUrl ?? url);
    if (item === null) complaints.push(`item ${index + 1} must have a title or a description; received neither`);
    else notices.push(noticeOfItem(item));
  }
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const name = oneLine(textOf(channel.head.title));
  return {
    ok: true,
    reading: {
      kind,
      page: { name, url: pageUrl },
      coverage,
      notices: ended(notices),
      complaints: complaints.slice(0, COMPLAINTS_MAX),
    },
  };
}

/**
 * A cloud's feed has one item per update, all of them under one title: when the newest says that it is over, those before it
 * are over too, as long as they are of the same days.
 */
function ended(notices: readonly FoundNotice[]): FoundNotice[] {
  const ends = notices.filter(({ phase }) => phase === "resolved");
  return notices.map((notice) => {
    const end = ends.find(
      ({ title, updatedAt }) =>
        title === notice.title &&
        updatedAt !== null &&
        notice.updatedAt !== null &&
        updatedAt >= notice.updatedAt &&
        updatedAt - notice.updatedAt < SAME_TROUBLE_MS,
    );
    return notice.phase === "resolved" || end === undefined
      ? notice
      : { ...notice, phase: "resolved", resolvedAt: end.updatedAt };
  });
}

/** Milliseconds within which one title is one trouble. */
const SAME_TROUBLE_MS = 3 * 86_400_000;
