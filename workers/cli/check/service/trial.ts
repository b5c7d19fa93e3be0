import type { Finding } from "../../../../shared/observe/classify.ts";
import type { Try } from "../../../../shared/schema/diagnosis.ts";
import { createSemaphore } from "../../../../shared/semaphore.ts";
import type { ControlTarget } from "../../agent/controls.ts";
import { TRIES_AT_ONCE } from "../limits.ts";
import type { LocalContext, LocalFinding } from "../probers/prober.ts";
import { probeLocally } from "../probers/registry.ts";
import type { SubjectEndpoint } from "./subject.ts";

/** Every endpoint of a service and the control targets, tried once from this machine, a few at a time. */

export type Trial = {
  readonly endpoints: readonly (LocalFinding & { readonly endpoint: SubjectEndpoint; readonly at: number })[];
  readonly controls: readonly { readonly control: string; readonly finding: Finding }[];
};

export async function tryAll(
  endpoints: readonly SubjectEndpoint[],
  controls: readonly ControlTarget[],
  context: LocalContext,
): Promise<Trial> {
  const admit = createSemaphore(TRIES_AT_ONCE);
  const [tried, looked] = await Promise.all([
    Promise.all(
      endpoints.map((endpoint) =>
        admit(async () => ({ endpoint, at: context.now(), ...(await probeLocally(endpoint.check, context)) })),
      ),
    ),
    Promise.all(
      controls.map(({ control, check }) =>
        admit(async () => ({ control, finding: (await probeLocally(check, context)).finding })),
      ),
    ),
  ]);
  return { endpoints: tried, controls: looked };
}

/** Endpoints as the network is told of them. What our own side did not get to ask says nothing. */
export function triesOf({ endpoints }: Trial): Try[] {
  return endpoints.flatMap(({ endpoint, finding }): Try[] => {
    const { outcome, cause, latencyMs = null } = finding;
    if (cause === "probe_error") return [];
    const passed = endpoint.isAddressOnly ? "reached" : "passed";
    const told = outcome === "pass" ? passed : outcome === "fail" ? "failed" : "blocked";
    return [{ target: endpoint.id, outcome: told, ms: latencyMs }];
  });
}

/** Control targets likewise: that they could not even be asked for is what they are there to tell. */
export function controlTriesOf({ controls }: Trial): Try[] {
  return controls.map(({ control, finding: { outcome, cause, latencyMs = null } }) => ({
    target: control,
    outcome: outcome === "pass" ? "passed" : cause === "blocked" ? "blocked" : "failed",
    ms: outcome === "pass" ? latencyMs : null,
  }));
}
