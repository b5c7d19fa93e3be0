import { kindOfUrl } from "./detect.ts";

/**
 * From the address that people know to the one that a machine reads: accounts have an interface or a feed behind them, and a
 * status page has its documents at a few usual places.
 */
export type DocumentAddress = {
  readonly url: string;
  /** X answers to a token only: the operator's own. */
  readonly needsToken: boolean;
};

const X_POSTS = 20;
const BLUESKY_POSTS = 30;

export function documentAddress(url: string): DocumentAddress {
  const x = /^https?:\/\/(?:www\.|mobile\.)?(?:x|twitter)\.com\/@?([A-Za-z0-9_]{1,15})\/?(?:[?#].*)?$/.exec(url)?.[1];
  if (x !== undefined) {
    const query = encodeURIComponent(`from:${x} -is:retweet -is:reply`);
    const fields =
      "tweet.fields=created_at,referenced_tweets,in_reply_to_user_id&expansions=author_id&user.fields=username";
    return {
      url: `https://api.x.com/2/tweets/search/recent?query=${query}&max_results=${X_POSTS}&${fields}`,
      needsToken: true,
    };
  }
  const bluesky = /^https?:\/\/bsky\.app\/profile\/([A-Za-z0-9.:-]{3,253})\/?(?:[?#].*)?$/.exec(url)?.[1];
  if (bluesky !== undefined) {
    const actor = encodeURIComponent(bluesky);
    const query = `actor=${actor}&limit=${BLUESKY_POSTS}&filter=posts_and_author_threads`;
    return { url: `https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?${query}`, needsToken: false };
  }
  const mastodon = /^(https?:\/\/[^/?#]+\/@[A-Za-z0-9_.]+)\/?$/.exec(url)?.[1];
  if (mastodon !== undefined) return { url: `${mastodon}.rss`, needsToken: false };
  return { url, needsToken: kindOfUrl(url) === "x" };
}

/** Where a status page may keep its document, the likeliest first; none for an address that is already one. */
export function candidatesFor(url: string): readonly string[] {
  const origin = /^(https?:\/\/[^/?#]+)\/?(?:[?#].*)?$/i.exec(url)?.[1];
  if (origin === undefined) return [];
  return ["/api/v2/summary.json", "/summary.json", "/index.json", "/api/v1/status.json", "/history.rss"].map(
    (path) => `${origin}${path}`,
  );
}
