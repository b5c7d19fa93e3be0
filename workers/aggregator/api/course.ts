import type { Context } from "hono";
import type { Course } from "../../../shared/recovery/course.ts";
import type { ServiceView } from "../../../shared/schema/snapshot.ts";
import { modelAt } from "../facts.ts";
import { RECOVERY_CHANGES, RECOVERY_INCIDENTS } from "../limits.ts";
import { listIncidents } from "../store/incidents.ts";
import { listVerdicts } from "../store/verdicts.ts";
import { type Api, configOf } from "./context.ts";

/** What the recovery of a service is read from. With D1 away there is no past, and so no estimate. */
export async function courseOf(c: Context<Api>, service: ServiceView, now: number): Promise<Course> {
  const { phase, minuteMs } = modelAt(service.simulated ? (configOf(c).simulationSpeed ?? 1) : 1);
  const known = { now, incident: service.incident, holdMs: phase.resolveHoldMinutes * minuteMs };
  if (service.incident === null) return { ...known, changes: [], past: [] };
  try {
    const [changes, past] = await Promise.all([
      listVerdicts(c.env.DB, { service: service.id, limit: RECOVERY_CHANGES }),
      listIncidents(c.env.DB, { service: service.id, phase: "resolved", limit: RECOVERY_INCIDENTS }),
    ]);
    return { ...known, changes: changes.items, past: past.items };
  } catch (error) {
    console.warn("recovery without a past: D1 is away", { error: String(error) });
    return { ...known, changes: [], past: [] };
  }
}
