import type { FoldEvent } from "../../../../shared/schema/index.ts";
import type { Watched } from "../rule.ts";
import { type Episode, episodesOf } from "./episode.ts";
import { ENDPOINT, looksOf, RUNNER, type Sites, type Span } from "./hold.ts";
import { Row } from "./row.ts";
import { slugs } from "./slugs.ts";

/**
 * State changes of real sites, as public repositories kept them: `repo,site,unix_ts,status,http_code,response_ms`. Each
 * repository is a world of its own, its sites the services, with the one machine that looked as the only region.
 */

export type Recording = {
  /** The repository, to which the data are to be attributed. */
  readonly name: string;
  readonly world: Watched;
  /** From the first row to the last. */
  readonly span: Span;
  /** Looks every 5 min; the whole span where none is given. */
  events(span?: Span): Generator<FoldEvent>;
  episodes(span?: Span): Generator<Episode>;
};

/** The nominal pace of the recorder. */
const INTERVAL_MS = 300_000;

export function recordingsOf(lines: Iterable<string>): readonly Recording[] {
  return [...repositoriesOf(lines)].map(([name, sites]) => recordingOf({ name, sites, intervalMs: INTERVAL_MS }));
}

export function recordingOf(options: { name: string; sites: Sites; intervalMs: number; span?: Span }): Recording {
  const { name, sites, intervalMs } = options;
  const span = options.span ?? spanOf(sites);
  return {
    name,
    world: {
      regions: [RUNNER],
      services: Object.fromEntries(Object.keys(sites).map((service) => [service, [ENDPOINT]])),
      intervalMs,
    },
    span,
    events: (part = span) => looksOf(sites, part, intervalMs),
    episodes: (part = span) => episodesOf(sites, part),
  };
}

function repositoriesOf(lines: Iterable<string>): Map<string, Sites> {
  const repositories = new Map<string, { sites: Record<string, Row[]>; slugOf: (name: string) => string }>();
  let isHeader = true;
  for (const line of lines) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const [repository = "", site = "", seconds, status, code, ms] = fieldsOf(line);
    const row = Row.parse({ at: Number(seconds) * 1_000, status, code: Number(code), ms: Number(ms) });
    const { sites, slugOf } = repositories.get(repository) ?? { sites: {}, slugOf: slugs() };
    repositories.set(repository, { sites, slugOf });
    const rows = sites[slugOf(site)] ?? [];
    rows.push(row);
    sites[slugOf(site)] = rows;
  }
  return new Map([...repositories].map(([name, { sites }]) => [name, inOrder(sites)]));
}

const inOrder = (sites: Sites): Sites =>
  Object.fromEntries(
    Object.entries(sites).map(([service, rows]) => [service, [...rows].sort((one, other) => one.at - other.at)]),
  );

function spanOf(sites: Sites): Span {
  const times = Object.values(sites).flatMap((rows) => rows.map(({ at }) => at));
  const earliest = times.reduce((found, at) => Math.min(found, at), Number.POSITIVE_INFINITY);
  const latest = times.reduce((found, at) => Math.max(found, at), earliest);
  return { from: earliest, to: latest + 1 };
}

/** Fields of a line of comma-separated values, where a quoted field may hold commas and doubled quotes (RFC 4180). */
export function fieldsOf(line: string): string[] {
  const field = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;
  return [...line.matchAll(field)].map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain);
}
