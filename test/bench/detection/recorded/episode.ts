import type { Outcome } from "../../../../shared/schema/index.ts";
import { heldOf, type Sites, type Span } from "./hold.ts";
import { meaningOf } from "./row.ts";

/** The ground truth of a recording: every stretch of time in which a site did not pass, with what it counts as. */

export type Episode = {
  readonly service: string;
  readonly from: number;
  /** When it passed again, or when the recording falls silent. */
  readonly to: number;
  /**
   * `outage`: failing for 10 min or longer. `short`: failing for less, which a recorder that looks every 5 to 20 min cannot
   * tell from a slip. `blocked`: the site refused the recorder, which says nothing of its users.
   */
  readonly label: "outage" | "short" | "blocked";
};

const OUTAGE_MIN_MS = 600_000;

/** Episodes that begin within the span, by service and time. */
export function* episodesOf(sites: Sites, { from, to }: Span): Generator<Episode> {
  for (const [service, rows] of Object.entries(sites))
    for (const stretch of stretchesOf(rows))
      if (stretch.outcome !== "pass" && stretch.from >= from && stretch.from < to)
        yield { service, from: stretch.from, to: stretch.to, label: labelOf(stretch) };
}

type Stretch = Span & { readonly outcome: Outcome };

/** Rows that follow each other with the same outcome and without a silence between them are one stretch. */
function stretchesOf(rows: Sites[string]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { row, until } of heldOf(rows)) {
    const { outcome } = meaningOf(row);
    const last = stretches.at(-1);
    if (last?.outcome === outcome && last.to === row.at) stretches[stretches.length - 1] = { ...last, to: until };
    else stretches.push({ outcome, from: row.at, to: until });
  }
  return stretches;
}

function labelOf({ outcome, from, to }: Stretch): Episode["label"] {
  if (outcome === "inconclusive") return "blocked";
  return to - from >= OUTAGE_MIN_MS ? "outage" : "short";
}
