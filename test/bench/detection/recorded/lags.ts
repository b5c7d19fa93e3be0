import { z } from "zod";
import { Instant } from "../../../../shared/schema/index.ts";

/**
 * How long a vendor took to speak: from the begin of an incident, by its own later account, to its first post. Only Google
 * Cloud publishes both, so of the recorded feeds it alone has a lag to measure.
 */

export type PostingLag = {
  readonly beganAt: number;
  readonly postedAt: number;
  readonly lagMs: number;
  readonly severity: string | null;
};

const Incident = z.object({
  begin: Instant,
  created: Instant.nullish(),
  severity: z.string().nullish(),
  updates: z.array(z.object({ created: Instant.nullish(), when: Instant.nullish() })),
});

/** One line of JSON an incident. A begin after the first post is a correction of the account, and counts as no lag. */
export function* postingLags(lines: Iterable<string>): Generator<PostingLag> {
  for (const line of lines) {
    const { begin: beganAt, created, severity, updates } = Incident.parse(JSON.parse(line));
    const posts = updates.flatMap((update) => update.created ?? update.when ?? []);
    const postedAt = Math.min(...posts, created ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(postedAt)) continue;
    yield { beganAt, postedAt, lagMs: Math.max(0, postedAt - beganAt), severity: severity ?? null };
  }
}
