import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { AgentPlan } from "../../../shared/schema/index.ts";

/** The last plan that was fetched, kept so that an agent that is started while the network is away knows what to do. */

export async function readPlanFile(folder: string): Promise<AgentPlan | null> {
  try {
    return AgentPlan.parse(JSON.parse(await readFile(`${folder}/plan.json`, "utf8")));
  } catch {
    // None yet, or one of another version: the network has it, and it is asked first.
    return null;
  }
}

export async function writePlanFile(folder: string, plan: AgentPlan): Promise<void> {
  await writeFile(`${folder}/plan.json.new`, JSON.stringify(z.encode(AgentPlan, plan)), { mode: 0o600 });
  await rename(`${folder}/plan.json.new`, `${folder}/plan.json`);
}
