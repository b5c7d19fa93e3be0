import { z } from "zod";
import type { FoundNotice, Phase, Status } from "../found.ts";
import { names, record, webLink } from "../items.ts";
import { RAW_TEXT_MAX } from "../limits.ts";
import { firstTime } from "../time.ts";
import { phaseNamed, toneOf } from "../tone.ts";
import { cut, oneLine, plainText } from "../words.ts";

/**
 * One item of RSS or entry of Atom. Status pages put their updates into its body, each with its phase in bold, and mark the
 * planned ones; clouds put a word before the title. Where neither is there, the words themselves have to tell.
 */
export type FeedItem = {
  readonly id: string;
  readonly link: string | null;
  readonly title: string;
  /** As it stands in the feed, with its markup. */
  readonly html: string;
  readonly publishedAt: number | null;
  readonly updatedAt: number | null;
  /** What it is filed under: of a status page, its components. */
  readonly categories: readonly string[];
};

/** Text of an element that may carry attributes, be repeated or be markup of its own. */
export function textOf(element: unknown): string {
  if (typeof element === "string") return element;
  if (Array.isArray(element)) return textOf(element[0]);
  const inner = record(element);
  if (inner === null) return "";
  const own = inner["#text"];
  if (typeof own === "string") return own;
  return Object.entries(inner)
    .flatMap(([name, child]) => (name.startsWith("@") ? [] : [textOf(child)]))
    .join(" ");
}

const Element = z.record(z.string(), z.unknown());

/** `null` for an element that has neither a title nor a body. */
export function itemOf(element: unknown, base: string | null): FeedItem | null {
  const parsed = Element.safeParse(element);
  if (!parsed.success) return null;
  const { data } = parsed;
  const link = linkOf(data.link, base);
  const html =
    textOf(data["content:encoded"]) || textOf(data.description) || textOf(data.content) || textOf(data.summary);
  const title = textOf(data.title);
  if (title.trim() === "" && html.trim() === "") return null;
  const publishedAt = firstTime(textOf(data.pubDate), textOf(data.published), textOf(data["dc:date"]));
  const updatedAt =
    firstTime(textOf(data.updated), textOf(data["a10:updated"]), textOf(data["atom:updated"])) ?? publishedAt;
  const id = textOf(data.guid) || textOf(data.id) || link || `${title}@${publishedAt ?? ""}`;
  const categories = (Array.isArray(data.category) ? data.category : []).map((category: unknown) => {
    const term = record(category)?.["@term"];
    return typeof term === "string" ? term : textOf(category);
  });
  return { id: cut(id.trim(), 200), link, title, html, publishedAt, updatedAt, categories };
}

/** RSS writes the address into the element, Atom into an attribute, of the one that is the page itself. */
function linkOf(element: unknown, base: string | null): string | null {
  const all = Array.isArray(element) ? element : [element];
  const main = all.find((link) => /^(?:alternate|undefined)$/.test(String(record(link)?.["@rel"]))) ?? all[0];
  const address = record(main)?.["@href"];
  return webLink(typeof address === "string" ? address : textOf(main), base);
}

/** What AWS's feeds put before the title. */
const PREFIXES: readonly (readonly [RegExp, Status, Phase])[] = [
  [/^service is operating normally:\s*/i, "degraded_performance", "resolved"],
  [/^informational message:\s*/i, "degraded_performance", "investigating"],
  [/^(?:performance issues|service degradation):\s*/i, "partial_outage", "investigating"],
  [/^service (?:disruption|outage|impact):\s*/i, "major_outage", "investigating"],
];
const RESOLVED_MARK = /^\s*\[?resolved\]?\s*[:\-–]?\s*/i;

export function noticeOfItem(item: FeedItem): FoundNotice {
  const plain = oneLine(item.title, 300);
  const prefix = PREFIXES.find(([pattern]) => pattern.test(plain));
  const bare = prefix === undefined ? plain : plain.replace(prefix[0], "");
  const phases = boldPhases(item.html);
  const words = phases.length > 1 ? latestIn(item.html) : plainText(item.html);
  const tone = toneOf(`${bare}\n${plainText(item.html)}`);
  const planned =
    /THIS IS A SCHEDULED EVENT/.test(words) || phases.some((phase) => phase === "scheduled" || phase === "in_progress");
  const isMarked = RESOLVED_MARK.test(bare) && /^\s*(?:\[resolved\]|resolved\s*[:\-–])/i.test(bare);
  const said = phases.includes("resolved") ? "resolved" : (phases.at(0) ?? null);
  const phase: Phase | null = isMarked ? "resolved" : (said ?? prefix?.[2] ?? tone.phase);
  const toned = tone.status === "operational" && phase !== null ? "degraded_performance" : tone.status;
  const title = isMarked ? bare.replace(RESOLVED_MARK, "") : bare;
  return {
    id: item.id,
    link: item.link,
    title: title === "" ? cut(words.replace(/\s+/g, " "), 140) : title,
    words,
    status: planned
      ? "maintenance"
      : (prefix?.[1] ?? (toned === "maintenance" && phases.length > 0 ? "degraded_performance" : toned)),
    phase,
    startedAt: null,
    saidAt: phases.length > 1 ? null : item.publishedAt,
    updatedAt: item.updatedAt,
    resolvedAt: phase === "resolved" ? item.updatedAt : null,
    endsAt: null,
    components: names(item.categories),
    locations: names([/#[\w-]*?([a-z]{2}(?:-gov)?-[a-z]+-\d)_\d+$/.exec(item.id)?.[1]]),
  };
}

/** The newest update: the first paragraph that says anything. */
function latestIn(html: string): string {
  const paragraphs = html.slice(0, RAW_TEXT_MAX).split(/<p(?:\s[^>]*)?>/i);
  return plainText(paragraphs.find((paragraph) => plainText(paragraph) !== "") ?? html);
}

/** The phases that stand in bold before each update; pages list the newest update first. */
function boldPhases(html: string): Phase[] {
  return [...html.slice(0, RAW_TEXT_MAX).matchAll(/<(?:strong|b)>([^<]{4,40})<\/(?:strong|b)>/gi)].flatMap(
    ([, word = ""]) => phaseNamed(word.trim().replace(/:$/, "")) ?? [],
  );
}
