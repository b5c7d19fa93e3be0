import { oneLine } from "../observe/one-line.ts";
import type { Incident, ServiceId } from "../schema/index.ts";
import { headline } from "../words/headline.ts";
import { LAYER_WORDS, momentText, spanText } from "../words/spell.ts";
import { element } from "./markup.ts";

/**
 * Incidents as the entries of a feed. A suspicion is no entry, and neither is what a maintenance explains; what a broader
 * incident explains stands in the feed of its own service only, for there the broader one is not.
 */

export type Entry = {
  readonly id: string;
  readonly service: ServiceId;
  readonly title: string;
  readonly text: string;
  readonly html: string;
  readonly publishedAt: number;
  readonly updatedAt: number;
  readonly tags: readonly string[];
  readonly incident: Opened;
};

/** An incident that was opened. */
export type Opened = Extract<Incident, { openedAt: number }>;

export type Names = (service: ServiceId) => string;

export function entriesOf(
  incidents: readonly Incident[],
  { names, about }: { names: Names; about: ServiceId | null },
): Entry[] {
  return incidents
    .flatMap((incident) => (isOpened(incident) && isTold(incident, about) ? [entryOf(incident, names)] : []))
    .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1));
}

function isOpened(incident: Incident): incident is Opened {
  return "openedAt" in incident;
}

export function isTold({ muted, service }: Incident, about: ServiceId | null): boolean {
  return muted == null || (muted.because === "inhibited" && service === about);
}

function entryOf(incident: Opened, names: Names): Entry {
  const { id, service, state, scope, layer, provider, regions, phase, openedAt, timeline } = incident;
  const title = headline({ name: names(service), phase, state, scope, regions });
  const said = sentences(incident);
  const steps = timeline
    .filter(({ event }) => event !== "incident.suspected")
    .map(({ at, event, because }) => ({
      when: momentText(at),
      what: event.replace("incident.", ""),
      why: because.map(oneLine).join("; "),
    }));
  return {
    id,
    service,
    title,
    text: [...said, "", ...steps.map(({ when, what, why }) => `${when}: ${what}. ${why}`)].join("\n"),
    html: [
      ...said.map((sentence) => element("p", sentence)),
      `<ul>${steps.map(({ when, what, why }) => element("li", `${when}: ${what}. ${why}`)).join("")}</ul>`,
    ].join(""),
    publishedAt: openedAt,
    updatedAt: Math.max(openedAt, timeline.at(-1)?.at ?? openedAt),
    tags: [service, phase, state, scope, ...(layer === null ? [] : [layer]), ...(provider == null ? [] : [provider])],
    incident,
  };
}

/** Since when, how long, and whose fault it probably is. */
function sentences(incident: Opened): string[] {
  const { openedAt, layer, provider, muted } = incident;
  const since =
    incident.phase === "resolved"
      ? `From ${momentText(openedAt)} to ${momentText(incident.resolvedAt)}, ${spanText(incident.resolvedAt - openedAt)}.`
      : `Since ${momentText(openedAt)}.`;
  return [
    since,
    ...(layer === null ? [] : [`Most likely at fault: ${LAYER_WORDS[layer]}.`]),
    ...(provider == null ? [] : [`Probably its provider, ${provider}.`]),
    ...(muted == null ? [] : [`A broader incident explains it: ${muted.by}.`]),
  ];
}
