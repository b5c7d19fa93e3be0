import type { FoundNotice } from "../found.ts";
import { toneOf } from "../tone.ts";
import { cut, plainText } from "../words.ts";

/**
 * Posts of an account as notices. A post has no status but its words; one that says that all is well again ends those before
 * it, as people read it. Replies to others and what is passed on are no statements of the vendor, and are left out before.
 */
export type Post = {
  readonly id: string;
  readonly link: string | null;
  readonly html: string;
  readonly at: number | null;
};

export function noticesOf(posts: readonly Post[]): FoundNotice[] {
  const notices = posts.map(noticeOfPost).sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  let allClearAt: number | null = null;
  // From the newest back: what was open when the all-clear came is over since then.
  return notices.map((notice) => {
    if (notice.phase === "resolved") {
      allClearAt = notice.updatedAt;
      return notice;
    }
    const isEnded = allClearAt !== null && notice.phase !== null && notice.status !== "maintenance";
    return isEnded ? { ...notice, phase: "resolved", resolvedAt: allClearAt } : notice;
  });
}

function noticeOfPost({ id, link, html, at }: Post): FoundNotice {
  const words = plainText(html);
  const { status, phase } = toneOf(words);
  return {
    id,
    link,
    title: cut(words.replace(/\s+/g, " "), 140),
    words,
    status,
    phase,
    startedAt: null,
    saidAt: at,
    updatedAt: at,
    resolvedAt: phase === "resolved" ? at : null,
    endsAt: null,
    components: [],
    locations: [],
  };
}
