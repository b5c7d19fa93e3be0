import { jitterMs } from "../../shared/observe/slot.ts";
import type { Assignment, Colo, Control, Observation, PlaceId } from "../../shared/schema/index.ts";
import type { Semaphore } from "../../shared/semaphore.ts";
import type { ControlTarget } from "./controls.ts";
import type { Finding, ProbeContext, TcpPort } from "./probers/prober.ts";
import { probe } from "./probers/registry.ts";
import type { Resolver } from "./resolve.ts";

/** Runs the checks and controls of one slot from one place and says what was seen. It keeps and sends nothing. */

export type RoundRequest = {
  readonly region: PlaceId;
  readonly slot: number;
  /** The one reading of the clock, in milliseconds; everything after is measured from it. */
  readonly now: number;
  readonly spreadMs: number;
  readonly assignments: readonly Assignment[];
  readonly controls: readonly ControlTarget[];
  readonly userAgent: string;
  readonly colo: Colo | null;
};

export type RoundPorts = {
  readonly fetch: typeof fetch;
  /** TCP, where the platform gives it. */
  readonly tcp?: TcpPort;
  /** Milliseconds of a steady clock. */
  readonly steady: () => number;
  readonly resolve: Resolver;
  readonly sleep: (ms: number) => Promise<void>;
  /** Lets an exchange begin: shared by whatever one invocation does at once. */
  readonly admit: Semaphore;
  /** Hears of every look as soon as it is made; absent where nobody waits for it. */
  readonly onLook?: (look: Look) => void;
};

export type Look =
  | { readonly type: "observation"; readonly observation: Observation }
  | { readonly type: "control"; readonly control: Control };

export type Sighting = {
  readonly observations: Observation[];
  readonly controls: Control[];
  readonly finishedAt: number;
};

export async function runRound(request: RoundRequest, ports: RoundPorts): Promise<Sighting> {
  const beganAt = ports.steady();
  const clock = () => request.now + (ports.steady() - beganAt);
  const exchange = async (target: Pick<Assignment, "check" | "allowPrivate">, key: string) => {
    await ports.sleep(jitterMs({ key, slot: request.slot, spreadMs: request.spreadMs }));
    return ports.admit(async () => {
      const at = Math.round(clock());
      return { at, finding: await look(target, at, { request, ports }) };
    });
  };
  const [controls, observations] = await Promise.all([
    Promise.all(
      request.controls.map(async ({ check, ...target }): Promise<Control> => {
        const { at, finding } = await exchange({ check, allowPrivate: target.reach === "private" }, target.control);
        const { outcome, cause = null, latencyMs = null } = finding;
        const control = { ...target, region: request.region, at, outcome, cause, latencyMs };
        ports.onLook?.({ type: "control", control });
        return control;
      }),
    ),
    Promise.all(
      request.assignments.map(async (assignment): Promise<Observation> => {
        const { service, endpoint, provider } = assignment;
        const { at, finding } = await exchange(assignment, `${service}/${endpoint}`);
        const observation = {
          service,
          endpoint,
          region: request.region,
          colo: request.colo,
          at,
          ...finding,
          provider: provider ?? finding.provider ?? null,
        };
        ports.onLook?.({ type: "observation", observation });
        return observation;
      }),
    ),
  ]);
  return { observations, controls, finishedAt: Math.round(clock()) };
}

async function look(
  { check, allowPrivate }: Pick<Assignment, "check" | "allowPrivate">,
  at: number,
  { request, ports }: { request: RoundRequest; ports: RoundPorts },
): Promise<Finding> {
  const context: ProbeContext = {
    userAgent: request.userAgent,
    timeoutMs: check.timeoutMs,
    allowPrivate,
    resolve: (host) => ports.resolve(host, at),
    fetch: ports.fetch,
    ...(ports.tcp === undefined ? {} : { tcp: ports.tcp }),
    clock: ports.steady,
  };
  return probe(check, context);
}
