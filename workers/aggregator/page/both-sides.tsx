import { fill } from "../../../shared/diagnose/language.ts";
import type { IncidentWire, NoticeWire } from "./load/service.ts";
import type { View } from "./view.ts";
import { clockText } from "./words.ts";

/** Our timeline and the vendor's words side by side, on one axis of time, and who was first. */

type BothSides = {
  readonly view: View;
  readonly incident: IncidentWire;
  readonly notices: readonly NoticeWire[];
  /** Minutes from our opening to their first word; below zero they were first. `null`: no word. */
  readonly lagMinutes: number | null;
  /** Whether the vendor has a source that can be read at all. */
  readonly isHeard: boolean;
};

export function BothSides({ view, incident, notices, lagMinutes, isHeard }: BothSides) {
  const { service: words } = view.words;
  return (
    <>
      <p class="lag">{lagMinutes !== null ? lagText(view, lagMinutes) : isHeard ? words.noTheirs : words.noSource}</p>
      <div class="both">
        <section aria-label={words.ours}>
          <h3>{words.ours}</h3>
          <Timeline view={view} incident={incident} />
        </section>
        <section aria-label={words.theirs}>
          <h3>{words.theirs}</h3>
          {notices.length === 0 ? <p class="empty">–</p> : <Notices notices={notices} near={incident} />}
        </section>
      </div>
    </>
  );
}

function lagText({ words: { service: words } }: View, minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  if (whole === 0) return words.same;
  return fill(minutes > 0 ? words.first : words.late, { minutes: whole });
}

export function Timeline({ view, incident }: { view: View; incident: IncidentWire }) {
  return (
    <ol class="timeline">
      {incident.timeline.map(({ at, event, because }) => (
        <li data-event={event} data-key={`${at} ${event}`}>
          <time datetime={at}>{clockText(at, incident.suspectedAt)}</time> <strong>{view.words.events[event]}</strong>
          {because.length === 0 ? null : (
            <ul lang="en">
              {because.map((reason) => (
                <li>{reason}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function Notices({ notices, near }: { notices: readonly NoticeWire[]; near: IncidentWire }) {
  return (
    <ol class="timeline">
      {notices.map(({ id, title, words, link, updatedAt, saidAt, phase }) => (
        <li data-key={id} data-notice={id}>
          <time datetime={saidAt ?? updatedAt}>{clockText(saidAt ?? updatedAt, near.suspectedAt)}</time>{" "}
          <strong>{isWeb(link) ? <a href={link}>{title}</a> : title}</strong>
          {phase === null ? null : <small> {phase.replaceAll("_", " ")}</small>}
          {words === "" ? null : <blockquote>{words.slice(0, WORDS_SHOWN)}</blockquote>}
        </li>
      ))}
    </ol>
  );
}

/** Characters of a vendor's words that are shown; the link leads to the rest. */
const WORDS_SHOWN = 400;

/** A vendor's link is a stranger's text: only a web address becomes one. */
function isWeb(link: string | null): link is string {
  return link !== null && /^https?:\/\//i.test(link);
}
