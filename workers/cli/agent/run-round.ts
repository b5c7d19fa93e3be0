import { jitterMs } from "../../../shared/observe/slot.ts";
import type {
  Assignment,
  Control,
  Lane,
  Observation,
  PlaceId,
  Round,
  RoundCertificate,
} from "../../../shared/schema/index.ts";
import { parseInstant } from "../../../shared/schema/index.ts";
import { createSemaphore } from "../../../shared/semaphore.ts";
import type { LocalContext, LocalFinding } from "../check/probers/prober.ts";
import { probeLocally } from "../check/probers/registry.ts";
import type { CertificateLog } from "./certificates.ts";
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
  readonly context: Omit<LocalContext, "allowPrivate">;
  readonly certificates: CertificateLog;
};

type Look = Pick<Assignment, "check" | "allowPrivate">;
type Seen = LocalFinding & { readonly at: number };

export async function runRound(options: RoundOptions): Promise<Round> {
  const { region, lane, slot, missed, controls, context, certificates: log } = options;
  const name = laneName(region, lane);
  const slotMs = lane.intervalSeconds * 1_000;
  const admit = createSemaphore(CONCURRENCY);
  const startedAt = Math.max(slot, context.now());
  const see = async (target: Look, key: string): Promise<Seen> => {
    const spreadMs = options.spread ? slotMs * JITTER_SHARE : 0;
    await new Promise((resolve) => setTimeout(resolve, jitterMs({ key, slot, spreadMs })));
    return admit(() => seeOnce(target, options));
  };
  const certificates: RoundCertificate[] = [];
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
        const { at, finding, certificate } = await see(assignment, `${service}/${endpoint}`);
        const due = certificate === null ? null : log.due(assignment, certificate, at);
        if (due !== null) certificates.push(due);
        const certificateExpiresAt = certificate === null ? null : parseInstant(certificate.expiresAt);
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
  const told = certificates.length === 0 ? {} : { certificates };
  return { ...frame, realised: "agent", simulated: false, observations, controls: seenControls, ...told };
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
  return { at, ...(await probeLocally(check, { ...context, allowPrivate: allowPrivate && mayAsk })) };
}
