import { z } from "zod";
import type { Outcome, Reader } from "../found.ts";
import { refused } from "../found.ts";
import { complaint, Id, isListOf, maybeText, maybeTime, record, webLink } from "../items.ts";
import { COMPLAINTS_MAX } from "../limits.ts";
import { readTime } from "../time.ts";
import { noticesOf, type Post } from "./posts.ts";

/** The statuses of a Mastodon account (`/api/v1/accounts/ID/statuses`). */
export const mastodon: Reader = { kind: "mastodon", recognises, read };

const Status = z.object({
  id: Id,
  created_at: z.string(),
  url: maybeText,
  uri: maybeText,
  content: z.string(),
  reblog: z.unknown().optional(),
  in_reply_to_id: z.unknown().optional(),
  in_reply_to_account_id: z.unknown().optional(),
  edited_at: maybeTime,
  account: z.object({ id: Id, acct: z.string(), url: maybeText }).nullish().catch(null),
});

function recognises(body: unknown): boolean {
  return (
    Array.isArray(body) &&
    isListOf(body, (item) => {
      const status = record(item);
      return status !== null && "content" in status && "account" in status && "created_at" in status;
    })
  );
}

function read(body: unknown): Outcome {
  if (!Array.isArray(body)) return refused("the document must be a list of statuses; received something else");
  const posts: Post[] = [];
  const complaints: string[] = [];
  let account: z.infer<typeof Status>["account"] = null;
  for (const [index, item] of body.entries()) {
    const parsed = Status.safeParse(item, { reportInput: true });
    if (!parsed.success) {
      complaints.push(complaint(parsed.error, `[${index}]`));
      continue;
    }
    const {
      id,
      url,
      uri,
      content,
      created_at,
      reblog,
      in_reply_to_id,
      in_reply_to_account_id,
      account: author,
    } = parsed.data;
    account ??= author;
    // A vendor goes on with its own thread by replying to itself.
    const isReply = in_reply_to_id != null && String(in_reply_to_account_id) !== author?.id;
    if (reblog == null && !isReply)
      posts.push({ id, link: webLink(url ?? uri), html: content, at: readTime(created_at) });
  }
  const [first] = complaints;
  if (posts.length === 0 && first !== undefined) return refused(first);
  const page = account == null ? null : { name: account.acct, url: webLink(account.url) };
  return {
    ok: true,
    reading: {
      kind: "mastodon",
      page,
      coverage: "log",
      notices: noticesOf(posts),
      complaints: complaints.slice(0, COMPLAINTS_MAX),
    },
  };
}
