import { DurableObject } from "cloudflare:workers";
import type { Ask } from "../../shared/schema/index.ts";
import type { Asked, Env } from "./env.ts";
import { CHECK_KEPT_MS } from "./limits.ts";

/**
 * One question of a check on demand, named by what it asks: whoever asks the same while it is looked into waits for the
 * same looks, and for half a minute gets the same answer. Then it forgets everything.
 */
export type AnswerNow = { readonly askedAt: number; readonly cached: boolean; readonly answers: readonly Asked[] };
type Kept = Omit<AnswerNow, "cached">;

export class OnDemand extends DurableObject<Env> {
  #underWay: Promise<Kept> | null = null;

  async ask(
    question: Pick<Ask, "assignments" | "places" | "publicOnly">,
    of: { simulated: boolean },
  ): Promise<AnswerNow> {
    const kept = await this.ctx.storage.get<Kept>("kept");
    if (kept !== undefined && Date.now() - kept.askedAt < CHECK_KEPT_MS) return { ...kept, cached: true };
    const joins = this.#underWay !== null;
    this.#underWay ??= this.#look(question, of).finally(() => {
      this.#underWay = null;
    });
    return { ...(await this.#underWay), cached: joins };
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  async #look(question: Pick<Ask, "assignments" | "places" | "publicOnly">, of: { simulated: boolean }): Promise<Kept> {
    const probe = of.simulated ? this.env.SIMULATED_PROBE : this.env.PROBE;
    if (probe === undefined) throw new Error("no probe is bound");
    const askedAt = Date.now();
    const answers = await probe.look({ ...question, at: askedAt });
    const kept = { askedAt, answers: answers.toSorted((a, b) => (a.place < b.place ? -1 : 1)) };
    await this.ctx.storage.put("kept", kept);
    await this.ctx.storage.setAlarm(askedAt + CHECK_KEPT_MS);
    return kept;
  }
}
