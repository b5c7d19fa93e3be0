import { z } from "zod";
import type { Outcome, Reader } from "../found.ts";
import { refused } from "../found.ts";
import { complaint, maybeTime, record } from "../items.ts";
import { COMPLAINTS_MAX } from "../limits.ts";
import { firstTime } from "../time.ts";
import { noticesOf, type Post } from "./posts.ts";

/** The posts of a Bluesky account (`app.bsky.feed.getAuthorFeed`). */
export const bluesky: Reader = {
  kind: "bluesky",
  recognises: (body) => {
    const feed = record(body)?.feed;
    return Array.isArray(feed) && (feed.length === 0 || record(record(feed[0])?.post) !== null);
  },
  read,
};

const Author = z.object({ did: z.string(), handle: z.string() });
const Item = z.object({
  post: z.object({
    uri: z.string(),
    author: Author,
    indexedAt: maybeTime,
    record: z.object({ text: z.string(), createdAt: maybeTime, reply: z.unknown().optional() }),
  }),
  reason: z.unknown().optional(),
});
const Document = z.object({ feed: z.array(z.unknown()) });

function read(body: unknown): Outcome {
  const document = Document.safeParse(body, { reportInput: true });
  if (!document.success) return refused(complaint(document.error, "the document"));
  const posts: Post[] = [];
  const complaints: string[] = [];
  let author: z.infer<typeof Author> | null = null;
  for (const [index, item] of document.data.feed.entries()) {
    const parsed = Item.safeParse(item, { reportInput: true });
    if (!parsed.success) {
      complaints.push(complaint(parsed.error, `feed[${index}]`));
      continue;
    }
    const { post, reason } = parsed.data;
    author ??= reason == null ? post.author : null;
    if (reason != null || isReplyToOthers(post.record.reply, post.author.did)) continue;
    const key = post.uri.split("/").at(-1) ?? "";
    const link = `https://bsky.app/profile/${encodeURIComponent(post.author.handle)}/post/${encodeURIComponent(key)}`;
    posts.push({ id: key, link, html: asText(post.record.text), at: firstTime(post.record.createdAt, post.indexedAt) });
  }
  const [first] = complaints;
  if (posts.length === 0 && first !== undefined) return refused(first);
  const page = author === null ? null : { name: author.handle, url: `https://bsky.app/profile/${author.handle}` };
  return {
    ok: true,
    reading: {
      kind: "bluesky",
      page,
      coverage: "log",
      notices: noticesOf(posts),
      complaints: complaints.slice(0, COMPLAINTS_MAX),
    },
  };
}

/** Its text is plain: an angle bracket in it is meant. */
function asText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** A vendor goes on with its own thread by replying to itself. */
function isReplyToOthers(reply: unknown, did: string): boolean {
  if (reply == null) return false;
  const parent = record(record(reply)?.parent)?.uri;
  return !(typeof parent === "string" && parent.startsWith(`at://${did}/`));
}
