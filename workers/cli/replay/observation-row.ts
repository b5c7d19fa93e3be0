import { ProviderId } from "../../../shared/schema/ids.ts";
import type { FoldEvent } from "../../../shared/schema/index.ts";
import { Cause, EndpointId, Outcome, PlaceId, ServiceId, Stage } from "../../../shared/schema/index.ts";
import { Colo } from "../../../shared/schema/region.ts";
import { createInterned, type Interned, NONE } from "./interned.ts";

/**
 * An observation while it waits for its turn: a row of numbers. Five minutes of a large network are a million of them, and
 * as objects they would keep the garbage collector busy and the memory full.
 */

export type ObservationEvent = Extract<FoldEvent, { type: "observation" }>;

/** Which number of a row says what: the time in milliseconds, numbers of texts, and plain numbers; -1 for nothing. */
export const COLUMN = {
  at: 0,
  service: 1,
  endpoint: 2,
  region: 3,
  outcome: 4,
  colo: 5,
  stage: 6,
  cause: 7,
  provider: 8,
  status: 9,
  latencyMs: 10,
} as const;
export const COLUMNS = 11;
/** Columns up to this one must hold something. */
export const NEEDED = COLUMN.outcome;

const idsOf = (schema: { safeParse(id: unknown): { success: boolean } }) =>
  createInterned((text) => schema.safeParse(text).success);
const oneOf = (options: readonly string[]) => createInterned(() => false, options);

const services = idsOf(ServiceId);
const endpoints = idsOf(EndpointId);
const regions = idsOf(PlaceId);
const outcomes = oneOf(Outcome.options);
const colos = idsOf(Colo);
const stages = oneOf(Stage.options);
const causes = oneOf(Cause.options);
const providers = idsOf(ProviderId);

/** The texts of each column; `null` for those that are numbers themselves. */
export const TEXTS = [
  null,
  services,
  endpoints,
  regions,
  outcomes,
  colos,
  stages,
  causes,
  providers,
  null,
  null,
] as const satisfies { readonly length: typeof COLUMNS };

/** The observation of the row that begins at `start`. */
export function observationOf(rows: Float64Array, start: number): ObservationEvent {
  return {
    type: "observation",
    service: services.textOf(at(rows, start + COLUMN.service)) as ServiceId,
    endpoint: endpoints.textOf(at(rows, start + COLUMN.endpoint)) as EndpointId,
    region: regions.textOf(at(rows, start + COLUMN.region)),
    at: at(rows, start + COLUMN.at),
    outcome: outcomes.textOf(at(rows, start + COLUMN.outcome)) as Outcome,
    colo: textAt(colos, rows, start + COLUMN.colo),
    stage: textAt(stages, rows, start + COLUMN.stage) as Stage | null,
    cause: textAt(causes, rows, start + COLUMN.cause) as Cause | null,
    provider: textAt(providers, rows, start + COLUMN.provider),
    status: numberAt(rows, start + COLUMN.status),
    latencyMs: numberAt(rows, start + COLUMN.latencyMs),
  };
}

function textAt(texts: Interned, rows: Float64Array, cell: number): string | null {
  const code = at(rows, cell);
  return code === NONE ? null : texts.textOf(code);
}

function numberAt(rows: Float64Array, cell: number): number | null {
  const value = at(rows, cell);
  return value === NONE ? null : value;
}

function at(rows: Float64Array, cell: number): number {
  return rows[cell] ?? NONE;
}
