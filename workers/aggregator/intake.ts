import { WorkerEntrypoint } from "cloudflare:workers";
import type { Plan, Round } from "../../shared/schema/index.ts";
import type { Env } from "./env.ts";
import { planOf } from "./facts.ts";
import { listServices, servicesVersion } from "./store/services.ts";
import { tellRound } from "./tell.ts";

/** The probes' door, reached over a service binding only: they fetch their plan here and hand over their rounds. */
export class Intake extends WorkerEntrypoint<Env> {
  async plan({ simulated }: { simulated: boolean }): Promise<Plan> {
    const [version, services] = await Promise.all([
      servicesVersion(this.env.DB),
      listServices(this.env.DB, { simulated }),
    ]);
    return planOf(services, version);
  }

  tell(round: Round): Promise<{ planVersion: string }> {
    return tellRound(this.env, round);
  }
}
