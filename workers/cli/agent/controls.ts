import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import { ProviderId } from "../../../shared/schema/ids.ts";
import { HttpCheck } from "../../../shared/schema/index.ts";
import { Reach } from "../../../shared/schema/observation.ts";
import { Usage } from "../usage.ts";
import { CONTROL_TIMEOUT_MS, CONTROLS_MAX } from "./limits.ts";

/** The control targets of an agent, which tell whether it is itself ill: those of the internet, or a file of one's own. */

const ControlTarget = z.strictObject({
  control: z.string().min(1).max(64),
  provider: ProviderId,
  /** `private` where it stands for private addresses only. */
  reach: Reach.default("internet"),
  check: HttpCheck,
});
export type ControlTarget = z.infer<typeof ControlTarget>;

const DEFAULTS = fileURLToPath(new URL("../../../shared/observe/control-targets.json", import.meta.url));

/** `null`: those of the internet. */
export async function readControls(file: string | null): Promise<ControlTarget[]> {
  const path = file ?? DEFAULTS;
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Usage(`${path}: must be a file of JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = z.array(ControlTarget).max(CONTROLS_MAX).safeParse(document, { reportInput: true });
  if (!parsed.success)
    throw new Usage(
      parsed.error.issues.map((issue) => `${path}: ${pathText(issue.path)}: ${explainIssue(issue)}`).join("\n"),
    );
  return parsed.data.map((target) => ({
    ...target,
    check: { ...target.check, timeoutMs: Math.min(target.check.timeoutMs, CONTROL_TIMEOUT_MS) },
  }));
}
