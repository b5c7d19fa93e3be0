import { z } from "zod";
import type { Outcome, Reader } from "../found.ts";
import { refused } from "../found.ts";
import { complaint, fitting, Id, maybeList, maybeText, maybeTime, record } from "../items.ts";
import { COMPLAINTS_MAX } from "../limits.ts";
import { readTime } from "../time.ts";
import { noticesOf, type Post } from "./posts.ts";

/** The posts of an X account, as API v2 answers to the operator's own token: a timeline or a search for one author. */
export const x: Reader = {
  kind: "x",
  recognises: (body) => {
    const document = record(body);
    if (document === null) return false;
    const [first] = Array.isArray(document.data) ? document.data : [];
    const isEmpty = document.data === undefined && record(document.meta)?.result_count === 0;
    return isEmpty || (typeof record(first)?.text === "string" && "id" in (record(first) ?? {}));
  },
  read,
};

const Reference = z.object({ type: z.string() });
const Tweet = z.object({
  id: Id,
  text: z.string(),
  created_at: maybeTime,
  author_id: Id.nullish().catch(null),
  in_reply_to_user_id: Id.nullish().catch(null),
  referenced_tweets: maybeList,
});
const User = z.object({ id: Id, username: z.string() });
const Document = z.object({
  data: maybeList,
  includes: z.object({ users: maybeList }).nullish().catch(null),
  errors: maybeList,
  title: maybeText,
});

function read(body: unknown): Outcome {
  const document = Document.safeParse(body, { reportInput: true });
  if (!document.success) return refused(complaint(document.error, "the document"));
  const users = fitting(document.data.includes?.users, User);
  const posts: Post[] = [];
  const complaints: string[] = [];
  for (const [index, item] of (document.data.data ?? []).entries()) {
    const parsed = Tweet.safeParse(item, { reportInput: true });
    if (!parsed.success) {
      complaints.push(complaint(parsed.error, `data[${index}]`));
      continue;
    }
    const { id, text, created_at, author_id, in_reply_to_user_id, referenced_tweets } = parsed.data;
    const isPassedOn = fitting(referenced_tweets, Reference).some(({ type }) => type === "retweeted");
    const isReply = in_reply_to_user_id != null && in_reply_to_user_id !== author_id;
    if (isPassedOn || isReply) continue;
    const name = users.find((user) => user.id === author_id)?.username ?? users.at(0)?.username ?? "i";
    posts.push({
      id,
      link: `https://x.com/${encodeURIComponent(name)}/status/${encodeURIComponent(id)}`,
      html: text,
      at: readTime(created_at),
    });
  }
  const [first] = complaints;
  if (posts.length === 0 && first !== undefined) return refused(first);
  const [user] = users;
  const page = user === undefined ? null : { name: user.username, url: `https://x.com/${user.username}` };
  return {
    ok: true,
    reading: {
      kind: "x",
      page,
      coverage: "log",
      notices: noticesOf(posts),
      complaints: complaints.slice(0, COMPLAINTS_MAX),
    },
  };
}
