import { cut } from "../notices/words.ts";
import { oneLine } from "../observe/one-line.ts";
import type { State } from "../schema/index.ts";
import { BADGE_LABEL_CHARS } from "./limits.ts";
import { escapeMarkup } from "./markup.ts";
import type { Uptime } from "./uptime.ts";

/** What a badge says, and the badge as SVG. It is drawn without style sheets, so that it looks the same under any policy. */

export type Badge = { readonly label: string; readonly message: string; readonly tone: Tone };

export type Tone = "good" | "middling" | "bad" | "unknown";

/** White on each of them is readable at 4.5:1 (WCAG 2.2, 1.4.3). */
export const TONE_COLOURS: Readonly<Record<Tone, string>> = {
  good: "#1a7f37",
  middling: "#9a6700",
  bad: "#b42318",
  unknown: "#59636e",
};

const STATE_TONES: Readonly<Record<State, Tone>> = {
  up: "good",
  degraded: "middling",
  down: "bad",
  unknown: "unknown",
};

export function stateBadge(label: string, state: State): Badge {
  return { label: labelText(label), message: state === "unknown" ? "not known" : state, tone: STATE_TONES[state] };
}

/** Shares of a month that people expect of a service: from there it is good, and from there no longer bad. */
const GOOD_FROM = 0.999;
const MIDDLING_FROM = 0.99;
const DAY_MS = 86_400_000;

/** With less than nine tenths of the span known the badge says how much is: 100 % of an hour is no 90 days. */
export function uptimeBadge(label: string, { up, knownMs, from, to }: Uptime): Badge {
  const days = Math.round((to - from) / DAY_MS);
  const named = `${labelText(label)} uptime ${days} d`;
  if (up === null) return { label: named, message: "not known", tone: "unknown" };
  const known = knownMs / DAY_MS;
  const part = known < 0.9 * days ? ` of ${known < 1 ? "< 1" : Math.floor(known)} d` : "";
  const tone = up >= GOOD_FROM ? "good" : up >= MIDDLING_FROM ? "middling" : "bad";
  return { label: named, message: `${shareText(up)}${part}`, tone };
}

/** Never rounded up to 100 %: one second of outage shows. */
export function shareText(share: number): string {
  const percent = Math.floor(share * 100_000) / 1_000;
  return `${share === 1 ? "100" : percent.toFixed(percent >= 99.9 ? 3 : 2)} %`;
}

function labelText(label: string): string {
  return cut(oneLine(label).trim(), BADGE_LABEL_CHARS);
}

const HEIGHT = 20;
const PADDING = 6;

export function badgeSvg({ label, message, tone }: Badge): string {
  const [left, right] = [label, message].map((text) => ({ text, width: widthOf(text) }));
  if (left === undefined || right === undefined) return "";
  const labelWidth = left.width + 2 * PADDING;
  const width = labelWidth + right.width + 2 * PADDING;
  const name = escapeMarkup(`${label}: ${message}`);
  const words = ({ text, width: length }: { text: string; width: number }, x: number) =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(text)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<rect width="${width}" height="${HEIGHT}" rx="3" fill="#353b42"/>`,
    `<path d="M${labelWidth} 0h${width - labelWidth - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${labelWidth}z" fill="${TONE_COLOURS[tone]}"/>`,
    `<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">`,
    words(left, PADDING),
    words(right, labelWidth + PADDING),
    "</g></svg>",
  ].join("");
}

/** Pixels of a text in Verdana 11, roughly; the SVG is told to fit its glyphs to it, so a guess that is off shows as spacing. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[iljI.,:;'|! ]/.test(character)) width += 4;
    else if (/[mwMW%@]/.test(character)) width += 10.5;
    else if (/[A-Z0-9_<>+=~]/.test(character)) width += 7.4;
    else width += character > "\u2e80" ? 11 : 6.6;
  }
  return Math.ceil(width);
}

/** What shields.io reads from an endpoint (https://shields.io/badges/endpoint-badge). */
export function shieldsEndpoint({ label, message, tone }: Badge, cacheSeconds: number): object {
  return {
    schemaVersion: 1,
    label,
    message,
    color: TONE_COLOURS[tone].slice(1),
    ...(tone === "bad" ? { isError: true } : {}),
    cacheSeconds,
  };
}
