import type { Notice, SourceKind } from "../schema/index.ts";

/** What a reader finds in a vendor's document: its statements as it made them, before our own places and endpoints come in. */

export type Status = Notice["status"];
export type Phase = NonNullable<Notice["phase"]>;

export type FoundNotice = {
  /** The vendor's own id, the same at every reading; `overall` for the state of a page as a whole. */
  readonly id: string;
  readonly link: string | null;
  readonly title: string;
  /** The latest words, plain text. */
  readonly words: string;
  /** How bad it is or was; for a resolved one, how bad it was. */
  readonly status: Status;
  /** `null` where the vendor names none. */
  readonly phase: Phase | null;
  /** When the vendor says that it began (of a maintenance: begins). May be earlier than the first word. */
  readonly startedAt: number | null;
  /** When the vendor first said a word of it; `null` where only the latest word is known. */
  readonly saidAt: number | null;
  /** Of the latest word; `null` where the document gives no time at all. */
  readonly updatedAt: number | null;
  readonly resolvedAt: number | null;
  /** Planned end of a maintenance. */
  readonly endsAt: number | null;
  readonly components: readonly string[];
  readonly locations: readonly string[];
};

/** `open`: lists all that is going on, so what is no longer listed is over. `log`: absence says nothing. */
export type Coverage = "open" | "log";

export type Reading = {
  readonly kind: SourceKind;
  /** Name and address of the page or account that speaks, where the document says. */
  readonly page: { readonly name: string; readonly url: string | null } | null;
  readonly coverage: Coverage;
  readonly notices: readonly FoundNotice[];
  /** Parts of the document that were no notices although they should have been. */
  readonly complaints: readonly string[];
};

export type Outcome = { readonly ok: true; readonly reading: Reading } | Refused;
export type Refused = { readonly ok: false; readonly because: string };

export type ReadContext = {
  /** When the document was read, in milliseconds. */
  readonly now: number;
  /** Where it came from, where that is known. */
  readonly url: string | null;
};

/** One kind of document. `recognises` looks at the shape alone and never throws. */
export type Reader = {
  readonly kind: SourceKind;
  readonly recognises: (body: unknown) => boolean;
  readonly read: (body: unknown, context: ReadContext) => Outcome;
};

/** The state of a page as a whole, where no incident tells it. */
export function overallNotice(
  given: Pick<FoundNotice, "link" | "title" | "status" | "updatedAt"> &
    Partial<Pick<FoundNotice, "words" | "components">>,
): FoundNotice {
  return {
    id: "overall",
    words: "",
    phase: given.status === "maintenance" ? "in_progress" : null,
    startedAt: null,
    saidAt: null,
    resolvedAt: null,
    endsAt: null,
    components: [],
    locations: [],
    ...given,
  };
}

export function refused(because: string): Refused {
  return { ok: false, because };
}

const RANK: Readonly<Record<Status, number>> = {
  operational: 0,
  maintenance: 1,
  degraded_performance: 2,
  partial_outage: 3,
  major_outage: 4,
};

/** The gravest of some; operational for none. */
export function worst(statuses: Iterable<Status>): Status {
  let gravest: Status = "operational";
  for (const status of statuses) if (RANK[status] > RANK[gravest]) gravest = status;
  return gravest;
}

export function isOver({ phase }: Pick<FoundNotice, "phase">): boolean {
  return phase === "resolved";
}
