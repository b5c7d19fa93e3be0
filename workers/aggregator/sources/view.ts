import { z } from "zod";
import { platformOf, reasonFor, type Troubles, troublesIn } from "../../../shared/notices/hosting.ts";
import { type Memories, memoryOf, type PolledSource } from "../../../shared/notices/schedule.ts";
import { type Service, SourceView } from "../../../shared/schema/index.ts";
import { sourcesOf } from "./gather.ts";

/** Sources as the API shows them: what can be read, what cannot and whose fault that probably is. */

export type SourceWire = z.input<typeof SourceView>;

type Official = Pick<Service, "official">;

export function viewSources(
  shown: readonly Official[],
  { all, memories, xToken }: { all: readonly Official[]; memories: Memories; xToken: string | null },
): { items: SourceWire[]; troubles: Troubles } {
  const troubles = troublesIn(sourcesOf(all, { xToken }), memories);
  const unique = new Map(shown.flatMap(({ official }) => official.map((source) => [source.url, source] as const)));
  const items = [...unique.values()].map((source) => viewOf(source, { memories, troubles, xToken }));
  return { items, troubles };
}

function viewOf(
  source: PolledSource,
  { memories, troubles, xToken }: { memories: Memories; troubles: Troubles; xToken: string | null },
): SourceWire {
  const { kind, url } = source;
  const { readAt, nextAt, platform } = memoryOf(memories, source);
  const common = { kind, url, platform: platform ?? platformOf(kind) };
  if (kind === "page")
    return {
      ...common,
      state: "for_people",
      because: "no machine-readable source is known",
      readAt: null,
      nextAt: null,
    };
  if (kind === "x" && xToken === null)
    return {
      ...common,
      state: "unknown",
      because: "X answers to a token only: X_BEARER_TOKEN is not set",
      readAt: null,
      nextAt: null,
    };
  const because = reasonFor(source, memories, troubles);
  const state = because !== null ? "unknown" : readAt === null ? "unread" : "read";
  const times = z.encode(SourceView.pick({ readAt: true, nextAt: true }), {
    readAt,
    nextAt: nextAt === 0 ? null : nextAt,
  });
  return { ...common, state, because, ...times };
}
