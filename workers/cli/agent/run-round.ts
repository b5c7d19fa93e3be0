import type { Finding } from "../../../shared/observe/classify.ts";
import { jitterMs } from "../../../shared/observe/slot.ts";
import type { Assignment, Control, Lane, Observation, PlaceId, Round } from "../../../shared/schema/index.ts";
import { parseInstant } from "../../../shared/schema/index.ts";
import { createSemaphore } from "../../../shared/semaphore.ts";
import { findingOf, type LookContext, look } from "../check/look.ts";
import type { ControlTarget } from "./controls.ts";
import { CONCURRENCY, JITTER_SHARE } from "./limits.ts";

/** One lane at one slot, looked at from this host with its own eyes: every check and every control target. */

export type RoundOptions = {
  readonly region: PlaceId;
  readonly lane: Lane;
  readonly slot: number;
  readonly missed: number;
  /** Spread the starts over the slot, as a schedule does. */
  readonly spread: boolean;
  readonly controls: readonly ControlTarget[];
  /** Services that say so may be asked at private addresses. */
  readonly allowPrivate: boolean;
  readonly context: Omit<LookContext, "allowPrivate">;
};

type Look = Pick<Assignment, "check" | "allowPrivate">;
type Seen = { readonly at: number; readonly finding: Finding; readonly certificateExpiresAt: number | null };

export async function runRound(options: RoundOptions): Promise<Round> {
  const { region, lane, slot, missed, controls, context } = options;
  const name = laneName(region, lane);
  const slotMs = lane.intervalSeconds * 1_000;
  const admit = createSemaphore(CONCURRENCY);
  const startedAt = Math.max(slot, context.now());
  const see = async (target: Look, key: string): Promise<Seen> => {
    const spreadMs = options.spread ? slotMs * JITTER_SHARE : 0;
    await new Promise((resolve) => setTimeout(resolve, jitterMs({ key, slot, spreadMs })));
    return admit(() => seeOnce(target, options));
  };
  const [seenControls, observations] = await Promise.all([
    Promise.all(
      controls.map(async ({ control, provider, reach, check }): Promise<Control> => {
        const { at, finding } = await see({ check, allowPrivate: reach === "private" }, control);
        const { outcome, cause = null, latencyMs = null } = finding;
        return { control, provider, reach, region, at: Math.max(startedAt, at), outcome, cause, latencyMs };
      }),
    ),
    Promise.all(
      lane.assignments.map(async (assignment): Promise<Observation> => {
        const { service, endpoint, provider } = assignment;
        const { at, finding, certificateExpiresAt } = await see(assignment, `${service}/${endpoint}`);
        return {
          service,
          endpoint,
          region,
          at: Math.max(startedAt, at),
          ...finding,
          provider: provider ?? finding.provider ?? null,
          ...(certificateExpiresAt === null ? {} : { certificateExpiresAt }),
        };
      }),
    ),
  ]);
  const finishedAt = Math.max(startedAt, context.now());
  const frame = { region, lane: name, slot, startedAt, finishedAt, slotMs, missed, colo: null };
  return { ...frame, realised: "agent", simulated: false, observations, controls: seenControls };
}

/** `attic/60/0`: region, interval in seconds, number. */
export function laneName(
  region: PlaceId,
  { intervalSeconds, number }: Pick<Lane, "intervalSeconds" | "number">,
): string {
  return `${region}/${intervalSeconds}/${number}`;
}

async function seeOnce({ check, allowPrivate }: Look, { allowPrivate: mayAsk, context }: RoundOptions): Promise<Seen> {
  const at = context.now();
  const { prober }: { prober: string } = check;
  if (check.prober !== "http")
    return { at, finding: unable(`this agent has no prober for ${prober}`), certificateExpiresAt: null };
  const { exchange, trace } = await look(check, { ...context, allowPrivate: allowPrivate && mayAsk });
  const expiresAt = trace.certificate === null ? null : parseInstant(trace.certificate.expiresAt);
  return { at, finding: findingOf(check, exchange), certificateExpiresAt: expiresAt };
}

function unable(detail: string): Finding {
  return {
    outcome: "inconclusive",
    stage: null,
    cause: "probe_error",
    status: null,
    latencyMs: null,
    provider: null,
    detail,
  };
}
