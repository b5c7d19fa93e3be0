import type { Context } from "hono";
import { symptomsOf } from "../../../shared/reports/symptoms.ts";
import { ServiceId } from "../../../shared/schema/index.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { KNOWN_SERVICES_MS } from "../limits.ts";

/** What the front door must know of a service to take reports of it. */
export type Reportable = {
  readonly id: ServiceId;
  readonly name: string;
  readonly simulated: boolean;
  readonly symptoms: readonly string[];
};

/** Remembered for a moment: a spike of reports must not read and parse the whole snapshot for each of them. */
const known = new Map<string, { readonly service: Reportable; readonly until: number }>();

/** Refuses with a 404 what is not watched. */
export async function reportableService(c: Context<Api>, id: string): Promise<Reportable> {
  const now = Date.now();
  const remembered = known.get(id);
  if (remembered !== undefined && remembered.until > now) return remembered.service;
  const { name, simulated, symptoms, tags } = serviceIn(await frontOf(c), id);
  // A snapshot that an earlier version published does not name them.
  const service = { id: ServiceId.parse(id), name, simulated, symptoms: symptoms ?? symptomsOf({ tags }) };
  known.set(id, { service, until: now + KNOWN_SERVICES_MS });
  return service;
}
