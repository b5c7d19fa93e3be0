import { cut } from "../notices/words.ts";
import { oneLine } from "../observe/one-line.ts";
import type { Maintenance, PublishedNotice, ServiceId } from "../schema/index.ts";
import { parseInstant } from "../schema/instant.ts";
import { HEADLINE_CHARS } from "../words/limits.ts";

/** Planned work, whether the catalogue declares it or a vendor announces it. */
export type Planned = {
  /** The same at every reading. */
  readonly id: string;
  readonly service: ServiceId;
  readonly name: string;
  readonly title: string;
  readonly words: string;
  readonly from: number;
  /** `null` where the vendor names no end. */
  readonly to: number | null;
  readonly announcedAt: number;
  readonly updatedAt: number;
  readonly link: string | null;
  readonly declaredBy: "operator" | "vendor";
};

type Declaring = { readonly id: ServiceId; readonly name: string; readonly maintenance: readonly Maintenance[] };

export function declaredIn({ id, name, maintenance }: Declaring): Planned[] {
  return maintenance.flatMap((window) => {
    const [from, to] = [parseInstant(window.from), parseInstant(window.to)];
    if (from === null || to === null) return [];
    return [
      {
        id: `maintenance_${id}_${from.toString(36)}`,
        service: id,
        name,
        title: titleOf(name, window.reason),
        words: "Declared by whoever runs this network: what fails meanwhile is shown, and nobody is told.",
        from,
        to,
        // The catalogue does not say when it was written; the window itself is the one time that does not move.
        announcedAt: from,
        updatedAt: from,
        link: null,
        declaredBy: "operator" as const,
      },
    ];
  });
}

/** A vendor's maintenance that says when it begins; `null` for any other notice. */
export function announcedBy(notice: PublishedNotice, name: string): Planned | null {
  const { startedAt, endsAt, resolvedAt, saidAt, updatedAt } = notice;
  if (notice.status !== "maintenance" || startedAt === null) return null;
  const ends = [endsAt, resolvedAt].filter((at) => at !== null && at > startedAt);
  return {
    id: `notice_${notice.service}_${notice.source}_${notice.id}`,
    service: notice.service,
    name,
    title: titleOf(name, notice.title),
    words: notice.words,
    from: startedAt,
    to: ends.length === 0 ? null : Math.min(...ends.map(Number)),
    announcedAt: saidAt ?? updatedAt,
    updatedAt,
    link: notice.link,
    declaredBy: "vendor",
  };
}

function titleOf(name: string, what: string): string {
  return cut(oneLine(`${name}: ${what}`), HEADLINE_CHARS);
}
