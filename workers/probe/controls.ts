import INTERNET from "../../shared/observe/control-targets.json" with { type: "json" };
import { HttpCheck, type Reach } from "../../shared/schema/index.ts";

/**
 * Control targets: unrelated, highly available addresses made for connectivity checks. They tell whether a probe
 * itself is ill and are never shown as services.
 */
export type ControlTarget = {
  readonly control: string;
  readonly provider: string;
  readonly reach: Reach;
  readonly check: HttpCheck;
};

/** The controls of one lane. `selfUrl` is asked where private addresses are checked: the internet says nothing of them. */
export function controlTargets({
  timeoutMs,
  selfUrl,
}: {
  timeoutMs: number;
  selfUrl: string | null;
}): readonly ControlTarget[] {
  const internet = INTERNET.map(({ control, provider, check }) => ({
    control,
    provider,
    reach: "internet" as const,
    check: HttpCheck.parse({ ...check, timeoutMs }),
  }));
  if (selfUrl === null) return internet;
  const self = {
    control: "self",
    provider: "self",
    reach: "private" as const,
    check: HttpCheck.parse({ url: selfUrl, timeoutMs }),
  };
  return [...internet, self];
}
