import { platformOf } from "../../../shared/notices/hosting.ts";
import { NAME_KNOWN_MS, NEWS_SPAN_MS } from "../../../shared/notices/limits.ts";
import { newsIn } from "../../../shared/notices/news.ts";
import {
  dueSources,
  memoryOf,
  nextAfterFailure,
  nextAfterSuccess,
  type PolledSource,
  type SourceMemory,
} from "../../../shared/notices/schedule.ts";
import { changedWords, wordsInForce } from "../../../shared/notices/tell.ts";
import { noticeTold } from "../../../shared/notify/told.ts";
import type { Notice, PublishedNotice, Service, Verdict } from "../../../shared/schema/index.ts";
import { NOTICE_TOLD_MS, OWN_FAILURES_MAX, SOURCE_REQUESTS, SOURCES_AT_ONCE, SOURCES_RUN_MS } from "../limits.ts";
import { knownNotices, type StoredNotice, writeNotices } from "../store/notices.ts";
import { eventRecord } from "../store/records.ts";
import { loadMemories, saveMemories } from "../store/source-memories.ts";
import { readSource, type SourceAnswer, type SourcePorts } from "./read-source.ts";

/**
 * One minute's reading of the vendors' sources: those that are due are read, what is new is told to the fold, and then it is
 * stored. In this order: what could not be told is not remembered either, so the next reading finds it new again.
 */

export type GatherPorts = SourcePorts & {
  readonly db: D1Database;
  /** Tells the fold what vendors say now. */
  readonly tell: (words: readonly Notice[]) => Promise<void>;
  /** Our own verdicts, by service; beside the vendor's words they say whether those were late. */
  readonly verdicts: () => Promise<ReadonlyMap<string, Verdict>>;
  /** Asks for events that were written to be handed to subscribers. */
  readonly announce: (events: number) => Promise<void>;
};

export type Gathered = {
  readonly read: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly news: number;
};

export async function gatherNotices(
  services: readonly Service[],
  { now, ports }: { now: number; ports: GatherPorts },
): Promise<Gathered> {
  const { db } = ports;
  const memories = await loadMemories(db);
  const due = dueSources(sourcesOf(services, ports), memories, { now, requests: SOURCE_REQUESTS });
  if (due.length === 0) return { read: 0, unchanged: 0, failed: 0, news: 0 };
  const answers = await readAll(due, (source) =>
    readSource(source, { memory: memoryOf(memories, source), now, ports }),
  );
  const news = await newsOf(answers, { services, db, now });
  await ports.tell(news.words);
  await publishNotices(news.stored, { services, now, ports });
  const remembered = answers.map(({ source, answer }) => [
    source.url,
    remember(source, answer, { memory: memoryOf(memories, source), now }),
  ]);
  const named = new Set(services.flatMap(({ official }) => official.map(({ url }) => url)));
  const kept = Object.entries(memories).filter(([url]) => named.has(url));
  await saveMemories(db, Object.fromEntries([...kept, ...remembered]));
  const count = (kind: SourceAnswer["kind"]) => answers.filter(({ answer }) => answer.kind === kind).length;
  return { read: count("read"), unchanged: count("unchanged"), failed: count("failed"), news: news.stored.length };
}

/** Tells every word that is in force: the fold takes one that it knows for no news. */
export async function retellNotices(
  services: readonly Service[],
  { now, ports }: { now: number; ports: Pick<GatherPorts, "db" | "tell"> },
): Promise<void> {
  const known = await knownNotices(ports.db, { services: services.map(({ id }) => id), since: now });
  await ports.tell(
    services.flatMap(({ id }) =>
      wordsInForce(
        id,
        known.flatMap(({ notice }) => (notice.service === id ? [notice] : [])),
        now,
      ),
    ),
  );
}

/** Each address once, however many services name it. Accounts on X are read with a token or not at all. */
export function sourcesOf(
  services: readonly Pick<Service, "official">[],
  { xToken }: Pick<SourcePorts, "xToken">,
): PolledSource[] {
  const byUrl = new Map<string, PolledSource>();
  for (const { official } of services) for (const { kind, url } of official) byUrl.set(url, { kind, url });
  return [...byUrl.values()].filter(({ kind }) => kind !== "page" && (kind !== "x" || xToken !== null));
}

/** Stored and told in one. What was old when it was first read is history, and no news. */
async function publishNotices(
  stored: readonly StoredNotice[],
  { services, now, ports }: { services: readonly Service[]; now: number; ports: GatherPorts },
): Promise<void> {
  if (stored.length === 0) return;
  const verdicts = await ports.verdicts();
  let count = 0;
  await writeNotices(ports.db, stored, ({ notice }) => {
    const service = services.find(({ id }) => id === notice.service);
    if (service === undefined || notice.updatedAt < now - NOTICE_TOLD_MS) return null;
    const { id, name, tags } = service;
    const verdict = verdicts.get(id) ?? null;
    const event = noticeTold(notice, { service: { id, name, tags }, simulated: false, verdict, at: now });
    count++;
    return eventRecord(event, now);
  });
  await ports.announce(count);
}

type Answered = { readonly source: PolledSource; readonly answer: SourceAnswer };

/** A few at once, until the run's time is up, or until it is plain that nothing can be reached from here. */
async function readAll(
  due: readonly PolledSource[],
  read: (source: PolledSource) => Promise<SourceAnswer>,
): Promise<Answered[]> {
  const waiting = [...due];
  const answers: Answered[] = [];
  const time = AbortSignal.timeout(SOURCES_RUN_MS);
  const isHopeless = () =>
    answers.length >= OWN_FAILURES_MAX && answers.every(({ answer }) => answer.kind === "failed" && answer.isOurs);
  const readOn = async () => {
    for (let source = waiting.shift(); source !== undefined && !time.aborted && !isHopeless(); source = waiting.shift())
      answers.push({ source, answer: await read(source) });
  };
  await Promise.all(Array.from({ length: SOURCES_AT_ONCE }, readOn));
  return answers;
}

async function newsOf(
  answers: readonly Answered[],
  { services, db, now }: { services: readonly Service[]; db: D1Database; now: number },
): Promise<{ stored: StoredNotice[]; words: Notice[] }> {
  const read = new Map(
    answers.flatMap(({ source, answer }) => (answer.kind === "read" ? [[source.url, answer.reading]] : [])),
  );
  const spoken = services.filter(({ official }) => official.some(({ url }) => read.has(url)));
  if (spoken.length === 0) return { stored: [], words: [] };
  const known = await knownNotices(db, { services: spoken.map(({ id }) => id), since: now - NEWS_SPAN_MS });
  const stored: StoredNotice[] = [];
  const words: Notice[] = [];
  for (const service of spoken) {
    const own = known.filter(({ notice }) => notice.service === service.id);
    const changed = service.official.flatMap(({ url }) => {
      const reading = read.get(url);
      const before = own.flatMap((known) => (known.url === url ? [known.notice] : []));
      return reading === undefined
        ? []
        : newsIn(reading, { known: before, service, now }).map((notice) => ({ url, notice }));
    });
    if (changed.length === 0) continue;
    stored.push(...changed);
    words.push(...changedWords(wordsOf(service, own, now), wordsOf(service, replaced(own, changed), now)));
  }
  return { stored, words };
}

function wordsOf({ id }: Service, notices: readonly StoredNotice[], now: number): Notice[] {
  return wordsInForce(
    id,
    notices.map(({ notice }) => notice),
    now,
  );
}

function replaced(before: readonly StoredNotice[], changed: readonly StoredNotice[]): StoredNotice[] {
  const key = ({ url, notice }: { url: string; notice: PublishedNotice }) => `${url} ${notice.id}`;
  return [...new Map([...before, ...changed].map((stored) => [key(stored), stored])).values()];
}

function remember(
  source: PolledSource,
  answer: SourceAnswer,
  { memory, now }: { memory: SourceMemory; now: number },
): SourceMemory {
  const nameKnownUntil = memory.nameKnownUntil > now ? memory.nameKnownUntil : now + NAME_KNOWN_MS;
  const well = { failures: 0, because: null, readAt: now, nextAt: nextAfterSuccess(source, now), nameKnownUntil };
  switch (answer.kind) {
    case "unchanged":
      return { ...memory, ...well };
    case "read": {
      const { etag, lastModified, digest, reading } = answer;
      return { ...memory, ...well, etag, lastModified, digest, platform: platformOf(reading.kind) };
    }
    case "failed": {
      const failures = memory.failures + 1;
      const { because, retryAfterMs, isOurs } = answer;
      // Where the fault is ours, the source is asked again as soon as we can.
      const nextAt = nextAfterFailure(source, { now, failures: isOurs ? 1 : failures, retryAfterMs });
      // What it said last holds until it can be read again; the whole document is asked for then.
      return { ...memory, failures, because, nextAt, etag: null, lastModified: null, nameKnownUntil: 0 };
    }
  }
}
