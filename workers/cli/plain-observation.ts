import { ProviderId } from "../../shared/schema/ids.ts";
import type { FoldEvent } from "../../shared/schema/index.ts";
import { Cause, EndpointId, Outcome, PlaceId, parseInstant, ServiceId, Stage } from "../../shared/schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../../shared/schema/limits.ts";
import { Colo } from "../../shared/schema/region.ts";

/**
 * The quick way from a line to an observation: a million lines have the same few ids and one form of time, which need not
 * be matched against the schema again and again. It answers `null` whenever it is not sure; then the schema decides, and
 * gives the message. Whatever it does answer is what the schema would have.
 */

type PlainObservation = Extract<FoldEvent, { type: "observation" }>;

const OUTCOMES: ReadonlySet<unknown> = new Set(Outcome.options);
const CAUSES: ReadonlySet<unknown> = new Set(Cause.options);
const STAGES: ReadonlySet<unknown> = new Set(Stage.options);

export function plainObservation(json: unknown): PlainObservation | null {
  if (typeof json !== "object" || json === null) return null;
  const line = json as { [key in keyof PlainObservation]?: unknown };
  const at = plainInstant(line.at);
  const service = services(line.service);
  const endpoint = endpoints(line.endpoint);
  const region = places(line.region);
  const isPlain =
    line.type === "observation" &&
    at !== null &&
    service !== null &&
    endpoint !== null &&
    region !== null &&
    OUTCOMES.has(line.outcome) &&
    (line.stage == null || STAGES.has(line.stage)) &&
    (line.cause == null || CAUSES.has(line.cause)) &&
    (line.colo == null || colos(line.colo) !== null) &&
    (line.provider == null || providers(line.provider) !== null) &&
    (line.status == null || isStatus(line.status)) &&
    (line.latencyMs == null || isLatency(line.latencyMs)) &&
    line.certificateExpiresAt == null &&
    (line.detail == null || isDetail(line.detail));
  if (!isPlain) return null;
  // Every field has just been checked; only the time changes its form, in place. Keys that are none of ours do no harm.
  line.at = at;
  line.service = service;
  line.endpoint = endpoint;
  line.region = region;
  return line as PlainObservation;
}

function isStatus(status: unknown): boolean {
  return Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 999;
}

function isLatency(latencyMs: unknown): boolean {
  return typeof latencyMs === "number" && latencyMs >= 0;
}

function isDetail(detail: unknown): boolean {
  return typeof detail === "string" && detail.length <= SENTENCE_MAX_CHARS;
}

/** Ids remembered at most: beyond, each is matched anew. */
const REMEMBERED = 100_000;

/** Ids that a schema has accepted before: one text for all lines that say the same, `null` for what is no such id. */
function acceptedBy(schema: { safeParse(id: unknown): { success: boolean } }): (id: unknown) => string | null {
  const known = new Map<unknown, string>();
  return (id) => {
    const same = known.get(id);
    if (same !== undefined) return same;
    if (typeof id !== "string" || !schema.safeParse(id).success) return null;
    if (known.size < REMEMBERED) known.set(id, id);
    return id;
  };
}

const services = acceptedBy(ServiceId);
const endpoints = acceptedBy(EndpointId);
const places = acceptedBy(PlaceId);
const colos = acceptedBy(Colo);
const providers = acceptedBy(ProviderId);

/** `2026-01-31T12:00:00.000Z`, or the same without milliseconds. */
const FORM = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
let lastDay = { text: "", start: 0 };

/** Milliseconds since the epoch; the day before is remembered, as most lines are of one day. */
function plainInstant(text: unknown): number | null {
  if (typeof text !== "string" || !FORM.test(text)) return null;
  if (!text.startsWith(lastDay.text) || lastDay.text === "") {
    const day = text.slice(0, 10);
    const start = parseInstant(`${day}T00:00:00Z`);
    if (start === null) return null;
    lastDay = { text: day, start };
  }
  const digits = (index: number) => (text.charCodeAt(index) - 48) * 10 + text.charCodeAt(index + 1) - 48;
  const millis = text.length === 24 ? (text.charCodeAt(20) - 48) * 100 + digits(21) : 0;
  return lastDay.start + digits(11) * 3_600_000 + digits(14) * 60_000 + digits(17) * 1_000 + millis;
}
