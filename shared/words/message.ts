import { cut } from "../notices/words.ts";
import { oneLine } from "../observe/one-line.ts";
import type {
  CertificateTold,
  Event,
  EventLinks,
  IncidentTold,
  MaintenanceTold,
  NoticeTold,
  ProbeTold,
} from "../schema/event.ts";
import { parseInstant } from "../schema/instant.ts";
import { adviceFor } from "./advice.ts";
import { failingIn, headline } from "./headline.ts";
import { MESSAGE_PLACES, MESSAGE_REASONS, MESSAGE_WORDS_CHARS } from "./limits.ts";
import { LAYER_WORDS, listText, momentText, placeName, spanText } from "./spell.ts";

/**
 * An event as something to read at three in the morning: what, where, since when, why we think so, what to do, and where more
 * is. All of it is plain text on lines of its own, without marks that steer or hide; each format escapes it for its receiver.
 */
export type Message = {
  /** `bad` wakes somebody, `good` says that it is over. */
  readonly tone: "bad" | "middling" | "good" | "note";
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly why: readonly string[];
  readonly advice: string;
  /** The most useful first. Addresses of our own, or of a vendor's page. */
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** When it began. */
  readonly since: number;
};

/** A sign before a title, so that colour is never alone. */
export const TONE_SIGNS: Readonly<Record<Message["tone"], string>> = { bad: "✕", middling: "▲", good: "●", note: "ℹ" };

/** Colours as numbers: 0xRRGGBB. */
export const TONE_NUMBERS: Readonly<Record<Message["tone"], number>> = {
  bad: 0xb42318,
  middling: 0x9a6700,
  good: 0x1a7f37,
  note: 0x59636e,
};

export function messageOf(event: Event, { test, links }: { test: boolean; links: EventLinks }): Message {
  const message = said(event);
  const mark = test ? "[TEST] " : event.simulated ? "[SIMULATED] " : "";
  return {
    tone: message.tone,
    title: oneLine(`${mark}${message.title}`),
    facts: message.facts
      .filter(({ value }) => value !== "")
      .map(({ name, value }) => ({ name, value: oneLine(value) })),
    why: event.because.slice(0, MESSAGE_REASONS).map(oneLine),
    advice: message.advice,
    links: linksIn(links),
    since: message.since,
  };
}

type Said = Pick<Message, "tone" | "title" | "facts" | "advice" | "since">;

function said(event: Event): Said {
  switch (event.type) {
    case "notice.published":
      return saidOfNotice(event);
    case "maintenance.started":
    case "maintenance.ended":
      return saidOfMaintenance(event);
    case "probe.ill":
      return saidOfProbe(event);
    case "certificate.expiring":
      return saidOfCertificate(event);
    default:
      return saidOfIncident(event);
  }
}

function saidOfIncident(event: IncidentTold): Said {
  const { incident, service, verdict, countries } = event;
  const { phase, state, scope, layer, provider, openedAt, suspectedAt, resolvedAt } = incident;
  const since = openedAt ?? suspectedAt;
  const failing = failingIn(verdict);
  const well = Object.keys(verdict.regions).filter((region) => verdict.regions[region]?.state === "up");
  const isOver = phase === "resolved" || phase === "withdrawn";
  const end = resolvedAt ?? event.at;
  return {
    tone: isOver ? "good" : phase === "open" && state !== "degraded" ? "bad" : "middling",
    title: headline({ name: service.name, phase, state, scope, regions: incident.regions }),
    facts: [
      { name: "Failing in", value: listText(failing.map(placeName), MESSAGE_PLACES) },
      { name: "Works in", value: isOver || failing.length === 0 ? "" : listText(well.map(placeName), MESSAGE_PLACES) },
      { name: "Countries", value: listText(countries, MESSAGE_PLACES) },
      {
        name: isOver ? "Lasted" : "Since",
        value: isOver ? `${spanText(end - since)}, from ${momentText(since)}` : sinceText(since, event.at),
      },
      { name: "At fault", value: layer === null ? "" : `probably ${LAYER_WORDS[layer]}` },
      { name: "Provider", value: provider === null ? "" : `probably ${provider}` },
    ],
    advice: adviceFor(event, { failing, well }),
    since,
  };
}

function sinceText(since: number, at: number): string {
  return at - since < 60_000 ? momentText(since) : `${momentText(since)} (${spanText(at - since)})`;
}

function saidOfNotice({ service, notice, verdict, at }: NoticeTold): Said {
  const isOver = notice.phase === "resolved";
  const grave = notice.status === "major_outage" || notice.status === "partial_outage";
  return {
    tone: isOver ? "good" : grave ? "middling" : "note",
    title: `${service.name} says: ${notice.title}`,
    facts: [
      { name: "Their words", value: cut(oneLine(notice.words), MESSAGE_WORDS_CHARS) },
      { name: "Status", value: [notice.status, notice.phase ?? ""].filter(Boolean).join(", ").replaceAll("_", " ") },
      {
        name: "We see",
        value:
          verdict === null
            ? ""
            : `${verdict.state === "unknown" ? "not known" : verdict.state} (${Math.round(verdict.probability * 100)} % that it fails)`,
      },
    ],
    advice: isOver
      ? "Nothing, unless it still fails for you."
      : "Their page tells how it goes on; we tell what we see ourselves.",
    since: notice.startedAt ?? notice.saidAt ?? at,
  };
}

function saidOfMaintenance({ type, service, maintenance, at }: MaintenanceTold): Said {
  const [from, to] = [parseInstant(maintenance.from) ?? at, parseInstant(maintenance.to) ?? at];
  const isBegun = type === "maintenance.started";
  return {
    tone: isBegun ? "note" : "good",
    title: `${service.name}: planned maintenance ${isBegun ? "has begun" : "is over"}`,
    facts: [
      { name: "Work", value: maintenance.reason },
      { name: isBegun ? "Until" : "Was planned until", value: momentText(to) },
    ],
    advice: isBegun
      ? "Nothing: what fails meanwhile is shown, and nobody is alarmed."
      : "What fails from now on is an incident again.",
    since: from,
  };
}

function saidOfProbe({ probe, at }: ProbeTold): Said {
  return {
    tone: "middling",
    title: `Our probe in ${probe.name} is ${probe.state}`,
    facts: [
      { name: "Kind", value: probe.realised },
      { name: "Last round", value: probe.lastRoundAt === null ? "never" : momentText(probe.lastRoundAt) },
    ],
    advice: "Look at its host and its way out; what it says counts less until it is well.",
    since: probe.lastRoundAt ?? at,
  };
}

function saidOfCertificate({ service, endpoint, certificate, at }: CertificateTold): Said {
  const { daysLeft, expiresAt } = certificate;
  const isOver = daysLeft <= 0;
  const days = Math.max(0, Math.floor(daysLeft));
  return {
    tone: daysLeft <= 7 ? "bad" : "middling",
    title: `${service.name}: the certificate of ${endpoint.name} ${isOver ? "has ended" : `ends in ${days} ${days === 1 ? "day" : "days"}`}`,
    facts: [
      { name: "Address", value: endpoint.url },
      { name: "Ends", value: momentText(expiresAt) },
    ],
    advice: "Renew it, and see that the whole chain is served; from its end on every client refuses.",
    since: at,
  };
}

function linksIn({ incident, notice, service, region, page }: EventLinks): Message["links"] {
  const all = [
    { text: "Incident", url: incident },
    { text: "Their page", url: notice },
    { text: "Service", url: service },
    { text: "Region", url: region },
    { text: "Map", url: page },
  ];
  return all.flatMap(({ text, url }) =>
    url !== undefined && /^https?:\/\/[^\s"<>]+$/.test(url) ? [{ text, url }] : [],
  );
}
