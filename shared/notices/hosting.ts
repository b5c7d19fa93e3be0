import type { SourceKind } from "../schema/index.ts";
import { type Memories, memoryOf, type PolledSource } from "./schedule.ts";

/**
 * Pages of many vendors stand on few platforms. When most of those on one platform cannot be read, it is the platform that is
 * ill, and when nearly nothing can be read, it is us: either way no vendor has said a thing.
 */

/** Who hosts a page of this kind; `null` for what a vendor runs itself. */
export function platformOf(kind: SourceKind): string | null {
  switch (kind) {
    case "statuspage":
      return "Atlassian Statuspage";
    case "incidentio":
      return "incident.io";
    case "instatus":
      return "Instatus";
    case "rootly":
      return "Rootly";
    case "betterstack":
      return "Better Stack";
    case "statusio":
      return "status.io";
    case "x":
      return "X";
    case "bluesky":
      return "Bluesky";
    default:
      return null;
  }
}

/** Pages of one platform below which nothing is said of it. */
const PLATFORM_MIN = 3;
/** Sources in all below which nothing is said of ourselves. */
const OURS_MIN = 5;
/** The share of pages whose failure is the platform's. */
const SHARE = 0.7;
/** Failures in a row from which a page counts as failing: one alone is a hiccup. */
const FAILURES = 2;

export type Trouble = { readonly platform: string; readonly failing: number; readonly of: number };

export type Troubles = {
  /** Nearly nothing can be read: our own side. */
  readonly ours: boolean;
  readonly platforms: readonly Trouble[];
};

export function troublesIn(sources: readonly PolledSource[], memories: Memories): Troubles {
  const tried = sources.filter((source) => {
    const { readAt, failures } = memoryOf(memories, source);
    return source.kind !== "page" && (readAt !== null || failures > 0);
  });
  const isFailing = (source: PolledSource) => memoryOf(memories, source).failures >= FAILURES;
  const failing = tried.filter(isFailing).length;
  if (tried.length >= OURS_MIN && failing >= SHARE * tried.length) return { ours: true, platforms: [] };
  const byPlatform = new Map<string, PolledSource[]>();
  for (const source of tried) {
    const platform = memoryOf(memories, source).platform ?? platformOf(source.kind);
    if (platform !== null) byPlatform.set(platform, [...(byPlatform.get(platform) ?? []), source]);
  }
  const platforms = [...byPlatform].flatMap(([platform, pages]) => {
    const ill = pages.filter(isFailing).length;
    return pages.length >= PLATFORM_MIN && ill >= SHARE * pages.length
      ? [{ platform, failing: ill, of: pages.length }]
      : [];
  });
  return { ours: false, platforms };
}

/** Why a source is unknown, as a reader is told: the host's trouble or ours before its own. */
export function reasonFor(source: PolledSource, memories: Memories, { ours, platforms }: Troubles): string | null {
  const memory = memoryOf(memories, source);
  if (memory.because === null) return null;
  if (ours) return "nearly no source can be read from here: the fault is probably ours";
  const host = memory.platform ?? platformOf(source.kind);
  const trouble = platforms.find(({ platform }) => platform === host);
  if (trouble === undefined) return memory.because;
  return `${trouble.platform} itself seems to be failing: ${trouble.failing} of ${trouble.of} pages that it hosts cannot be read (${memory.because})`;
}
