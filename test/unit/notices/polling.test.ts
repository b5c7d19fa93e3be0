import { describe, expect, test } from "vitest";
import type { FoundNotice, Reading } from "../../../shared/notices/found.ts";
import { overallNotice } from "../../../shared/notices/found.ts";
import { reasonFor, troublesIn } from "../../../shared/notices/hosting.ts";
import { officialLag } from "../../../shared/notices/lag.ts";
import { newsIn } from "../../../shared/notices/news.ts";
import {
  dueSources,
  NEW_SOURCE,
  nextAfterFailure,
  nextAfterSuccess,
  type PolledSource,
  retryAfterMs,
  type SourceMemory,
} from "../../../shared/notices/schedule.ts";
import { changedWords, wordsInForce } from "../../../shared/notices/tell.ts";
import { readTime } from "../../../shared/notices/time.ts";
import {
  EndpointId,
  type Incident,
  IncidentId,
  type PublishedNotice,
  ServiceId,
} from "../../../shared/schema/index.ts";

/** The decisions of polling: when a source is due, what is news, what the fold is told, whose fault a silence is, and how late a word. */

const NOW = 1_772_625_600_000;
const MINUTE = 60_000;
const source = (name: string, kind: PolledSource["kind"] = "statuspage"): PolledSource => ({
  kind,
  url: `https://${name}.example/`,
});
const memory = (over: Partial<SourceMemory> = {}): SourceMemory => ({ ...NEW_SOURCE, ...over });
const aria = { id: ServiceId.parse("aria"), endpoints: [{ id: EndpointId.parse("api"), name: "API" }] };

describe("a source", () => {
  const known = { nameKnownUntil: NOW + MINUTE };

  test("is due when its time has come, the longest waiting first", () => {
    const sources = [source("a"), source("b"), source("c"), source("d", "page")];
    const memories = {
      "https://a.example/": memory({ ...known, nextAt: NOW - 1 }),
      "https://b.example/": memory({ ...known, nextAt: NOW + 1 }),
      "https://c.example/": memory({ ...known, nextAt: NOW - 9 }),
    };
    expect(dueSources(sources, memories, { now: NOW, requests: 40 }).map(({ url }) => url)).toEqual([
      "https://c.example/",
      "https://a.example/",
    ]);
  });

  test("whose name is not known costs two requests more, and a minute has only so many", () => {
    const sources = Array.from({ length: 100 }, (_, index) => source(`s${index}`));
    expect(dueSources(sources, {}, { now: NOW, requests: 40 })).toHaveLength(13);
    const memories = Object.fromEntries(sources.map(({ url }) => [url, memory(known)]));
    expect(dueSources(sources, memories, { now: NOW, requests: 40 })).toHaveLength(40);
  });

  test("among sixty gets its turn within three minutes", () => {
    const sources = Array.from({ length: 60 }, (_, index) => source(`s${index}`));
    let memories: Record<string, SourceMemory> = Object.fromEntries(
      sources.map(({ url }) => [url, memory({ nameKnownUntil: NOW + 3_600_000 })]),
    );
    const last = new Map<string, number>();
    let longest = 0;
    for (let minute = 0; minute < 60; minute++) {
      const now = NOW + minute * MINUTE;
      for (const due of dueSources(sources, memories, { now, requests: 40 })) {
        longest = Math.max(longest, now - (last.get(due.url) ?? now));
        last.set(due.url, now);
        memories = {
          ...memories,
          [due.url]: memory({ nameKnownUntil: NOW + 3_600_000, nextAt: nextAfterSuccess(due, now) }),
        };
      }
    }
    expect(last.size).toBe(60);
    expect(longest).toBeLessThanOrEqual(3 * MINUTE);
  });

  test("that answers is read again after one to two minutes, one whose reads are counted five times later", () => {
    for (let index = 0; index < 200; index++) {
      const wait = nextAfterSuccess(source(`s${index}`), NOW) - NOW;
      expect(wait).toBeGreaterThanOrEqual(MINUTE);
      expect(wait).toBeLessThanOrEqual(2 * MINUTE);
    }
    expect(nextAfterSuccess(source("x", "x"), NOW) - NOW).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  test("that fails is left alone twice as long each time, up to a quarter of an hour, with jitter", () => {
    const waits = [1, 2, 3, 4, 5, 50].map(
      (failures) => (nextAfterFailure(source("a"), { now: NOW, failures, retryAfterMs: null }) - NOW) / MINUTE,
    );
    for (const [index, longest] of [1, 2, 4, 8, 15, 15].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(longest * 0.75);
      expect(waits[index]).toBeLessThanOrEqual(longest);
    }
    const together = new Set(
      Array.from({ length: 20 }, (_, index) =>
        nextAfterFailure(source(`s${index}`), { now: NOW, failures: 3, retryAfterMs: null }),
      ),
    );
    expect(together.size).toBe(20);
  });

  test("that asks to be left alone is, for a day at most", () => {
    const wait = (ms: number) => nextAfterFailure(source("a"), { now: NOW, failures: 1, retryAfterMs: ms }) - NOW;
    expect(wait(40 * MINUTE)).toBe(40 * MINUTE);
    expect(wait(99 * 86_400_000)).toBe(86_400_000);
    expect(wait(1_000)).toBeGreaterThan(30_000);
  });

  test.each<[string | null, number | null]>([
    [null, null],
    ["120", 120_000],
    ["Wed, 04 Mar 2026 12:02:00 GMT", 120_000],
    ["Wed, 04 Mar 2026 11:00:00 GMT", 0],
    ["later", null],
    ["-5", null],
  ])("Retry-After %j is %j ms", (header, ms) =>
    expect(retryAfterMs(header, { now: NOW, readDate: readTime })).toBe(ms),
  );
});

const found = (over: Partial<FoundNotice> = {}): FoundNotice => ({
  ...overallNotice({ link: null, title: "Errors", status: "partial_outage", updatedAt: NOW - MINUTE }),
  id: "i1",
  phase: "investigating",
  saidAt: NOW - MINUTE,
  ...over,
});
const reading = (notices: FoundNotice[], coverage: Reading["coverage"] = "open"): Reading => ({
  kind: "statuspage",
  page: null,
  coverage,
  notices,
  complaints: [],
});
const news = (what: Reading, known: readonly PublishedNotice[] = [], now = NOW) =>
  newsIn(what, { known, service: aria, now });

describe("news", () => {
  test("is what is new and what has changed, and nothing else", () => {
    const [first] = news(reading([found()]));
    expect(first).toMatchObject({ id: "i1", service: "aria", status: "partial_outage", saidAt: NOW - MINUTE });
    const known = first === undefined ? [] : [first];
    expect(news(reading([found()]), known)).toEqual([]);
    expect(news(reading([found({ phase: "monitoring", updatedAt: NOW })]), known)).toMatchObject([
      { phase: "monitoring" },
    ]);
  });

  test("is that a notice is over when a page that lists all that is open lists it no more", () => {
    const known = news(reading([found()]));
    expect(news(reading([]), known, NOW + MINUTE)).toMatchObject([
      { id: "i1", phase: "resolved", resolvedAt: NOW + MINUTE },
    ]);
    expect(news(reading([], "log"), known, NOW + MINUTE)).toEqual([]);
  });

  test("is not an archive's old incident, but is a maintenance announced long ago", () => {
    const old = { updatedAt: NOW - 30 * 86_400_000, saidAt: NOW - 30 * 86_400_000 };
    expect(news(reading([found(old)], "log"))).toEqual([]);
    expect(news(reading([found({ ...old, status: "maintenance", phase: "scheduled" })]))).toHaveLength(1);
  });

  test("keeps the first word as the first, where later documents leave it out", () => {
    const known = news(reading([found({ saidAt: NOW - 5 * MINUTE })]));
    expect(news(reading([found({ saidAt: null, updatedAt: NOW })]), known)).toMatchObject([
      { saidAt: NOW - 5 * MINUTE },
    ]);
  });

  test("of a page without times is dated when it was first seen, and is no news again while it says the same", () => {
    const undated = found({ id: "overall", updatedAt: null, saidAt: null });
    const known = news(reading([undated]));
    expect(known).toMatchObject([{ saidAt: NOW, updatedAt: NOW }]);
    expect(news(reading([undated]), known, NOW + 9 * MINUTE)).toEqual([]);
    expect(news(reading([{ ...undated, status: "major_outage" }]), known, NOW + 9 * MINUTE)).toMatchObject([
      { updatedAt: NOW + 9 * MINUTE },
    ]);
  });
});

describe("the fold is told", () => {
  const words = (notices: FoundNotice[], now = NOW) =>
    wordsInForce(aria.id, news(reading(notices, "log"), [], now), now);

  test("the gravest word in force, however many there are", () => {
    const minor = found({ id: "i2", status: "degraded_performance", updatedAt: NOW });
    expect(words([found(), minor])).toEqual([
      {
        service: "aria",
        endpoint: null,
        source: "statuspage",
        status: "partial_outage",
        phase: "investigating",
        title: "Errors",
        at: NOW,
      },
    ]);
  });

  test("that it is over only when the last one is", () => {
    const over = { phase: "resolved" as const, resolvedAt: NOW, updatedAt: NOW };
    expect(words([found(over), found({ id: "i2", title: "Late" })])).toMatchObject([
      { phase: "investigating", title: "Late", at: NOW },
    ]);
    expect(words([found(over)])).toMatchObject([{ phase: "resolved" }]);
  });

  test("of an endpoint what is about it", () =>
    expect(words([found({ components: ["API Requests"] })])).toMatchObject([{ endpoint: "api" }]));

  test("nothing of single places of an edge network", () =>
    expect(words([found({ components: ["Oslo, Norway - (OSL)"] })])).toEqual([]));

  test("of a maintenance from its beginning to its end, as a word of its own", () => {
    const work = found({
      id: "m1",
      status: "maintenance",
      phase: "scheduled",
      startedAt: NOW + MINUTE,
      endsAt: NOW + 3 * MINUTE,
    });
    expect(words([work])).toEqual([]);
    expect(words([work, found()], NOW + 2 * MINUTE).map(({ source: from, phase }) => [from, phase])).toEqual([
      // It has begun, though the page still calls it scheduled.
      ["statuspage/maintenance", "in_progress"],
      ["statuspage", "investigating"],
    ]);
    expect(words([work], NOW + 4 * MINUTE)).toMatchObject([{ phase: "resolved", at: NOW + 3 * MINUTE }]);
  });

  test("nothing of a maintenance of parts or places that we do not watch", () => {
    const work = found({ status: "maintenance", phase: "in_progress" });
    expect(words([{ ...work, components: ["Billing portal"] }])).toEqual([]);
    expect(words([{ ...work, title: "Disk swap in Frankfurt" }])).toEqual([]);
    expect(words([{ ...work, components: ["API"] }])).toMatchObject([{ endpoint: "api", status: "maintenance" }]);
  });

  test("only what has changed", () => {
    const before = words([found()]);
    expect(changedWords(before, words([found()]))).toEqual([]);
    expect(changedWords(before, words([found({ status: "major_outage" })]))).toHaveLength(1);
  });
});

describe("a silence", () => {
  const pages = ["a", "b", "c", "d"].map((name) => source(name));
  const others = ["e", "f", "g", "h", "i", "j"].map((name) => source(name, "gcp"));
  const failing = memory({ failures: 2, because: "the status must be 2xx; received 503" });
  const well = memory({ readAt: NOW });
  const of = (ill: readonly PolledSource[], all: readonly PolledSource[]) =>
    Object.fromEntries(all.map((page) => [page.url, ill.includes(page) ? failing : well]));

  test("of most pages of one platform is the platform's", () => {
    const memories = of(pages.slice(0, 3), [...pages, ...others]);
    const troubles = troublesIn([...pages, ...others], memories);
    expect(troubles).toEqual({ ours: false, platforms: [{ platform: "Atlassian Statuspage", failing: 3, of: 4 }] });
    expect(reasonFor(pages[0] ?? source("a"), memories, troubles)).toBe(
      "Atlassian Statuspage itself seems to be failing: 3 of 4 pages that it hosts cannot be read (the status must be 2xx; received 503)",
    );
    expect(reasonFor(pages[3] ?? source("d"), memories, troubles)).toBeNull();
  });

  test("of one page is its own", () => {
    const memories = of(pages.slice(0, 1), [...pages, ...others]);
    expect(troublesIn([...pages, ...others], memories)).toEqual({ ours: false, platforms: [] });
  });

  test("of nearly all is ours", () => {
    const all = [...pages, ...others];
    const memories = of(all.slice(0, 8), all);
    const troubles = troublesIn(all, memories);
    expect(troubles).toEqual({ ours: true, platforms: [] });
    expect(reasonFor(all[0] ?? source("a"), memories, troubles)).toMatch(/the fault is probably ours/);
  });

  test("once is a hiccup", () => {
    const memories = Object.fromEntries(pages.map(({ url }) => [url, memory({ failures: 1, because: "no answer" })]));
    expect(troublesIn(pages, memories).platforms).toEqual([]);
  });
});

describe("official lag", () => {
  const incident = (openedAt: number, minutes: number | null, over: Partial<Incident> = {}): Incident => {
    const common = {
      id: IncidentId.parse(`inc_${openedAt}`),
      service: aria.id,
      state: "down",
      scope: "global",
      layer: null,
      regions: {},
      suspectedAt: openedAt - MINUTE,
      reasons: [],
      timeline: [],
      openedAt,
    } as const;
    const ended = { recoveringAt: openedAt, resolvedAt: openedAt + (minutes ?? 0) * MINUTE };
    return {
      ...common,
      ...(minutes === null ? { phase: "open" } : { phase: "resolved", ...ended }),
      ...over,
    } as Incident;
  };
  const word = (saidAt: number, over: object = {}) => ({
    saidAt,
    resolvedAt: null,
    status: "partial_outage" as const,
    ...over,
  });
  const DAY = 86_400_000;
  const T = NOW - 5 * DAY;

  test("is the minutes from our opening to the vendor's first word, as a median", () => {
    const lag = officialLag(
      [incident(T, 60), incident(T + DAY, 60), incident(T + 2 * DAY, 60)],
      [
        word(T + 12 * MINUTE, { resolvedAt: T + 60 * MINUTE }),
        word(T + DAY + 40 * MINUTE, { resolvedAt: T + DAY + 60 * MINUTE }),
        word(T + DAY + 50 * MINUTE, { resolvedAt: T + DAY + 60 * MINUTE }),
      ],
      NOW,
    );
    expect(lag).toMatchObject({ medianMinutes: 26, said: 2, unsaid: 1 });
    expect(lag.incidents.map(({ minutes }) => minutes)).toEqual([null, 40, 12]);
  });

  test("is below zero where the vendor was first, and not measured against what was over before", () => {
    expect(officialLag([incident(T, 60)], [word(T - 5 * MINUTE)], NOW).medianMinutes).toBe(-5);
    expect(
      officialLag([incident(T, 60)], [word(T - 90 * MINUTE, { resolvedAt: T - 30 * MINUTE })], NOW).medianMinutes,
    ).toBeNull();
  });

  test("leaves out planned work, muted incidents and those that never opened", () => {
    expect(officialLag([incident(T, 60)], [word(T, { status: "maintenance" })], NOW)).toMatchObject({
      said: 0,
      unsaid: 1,
    });
    expect(
      officialLag([incident(T, 60, { muted: { because: "maintenance", by: "x" } })], [word(T)], NOW).incidents,
    ).toEqual([]);
  });

  test("of an incident that goes on may yet be said", () =>
    expect(officialLag([incident(NOW - 9 * MINUTE, null)], [], NOW)).toMatchObject({
      medianMinutes: null,
      said: 0,
      unsaid: 0,
    }));
});
