import { app } from "./api/app.ts";
import { parseConfig } from "./config.ts";
import { handOver, sweep } from "./deliveries/fan-out.ts";
import type { Env } from "./env.ts";
import { lookForHeartbeats } from "./heartbeats.ts";
import { PRUNE_CHUNK, ROUNDS_KEPT_MS } from "./limits.ts";
import { fusionStub, shardsOf } from "./shard.ts";
import { runSources } from "./sources/run.ts";
import { pruneExtraLooks } from "./store/extra-looks.ts";
import { pruneMapFrames } from "./store/map-frames.ts";
import { pruneRounds } from "./store/rounds.ts";
import { noteWatching } from "./store/watches.ts";

export { Subscriber } from "./deliveries/subscriber.ts";
export { Fusion } from "./fusion.ts";
export { Intake } from "./intake.ts";
export { OnDemand } from "./on-demand.ts";
export { ReportIntake } from "./reports/report-intake.ts";

/** The aggregator's entry: the front door, and once a minute the passing of time. */
export default {
  fetch: app.fetch,

  async scheduled(controller, env, context) {
    const now = controller.scheduledTime;
    const config = parseConfig(env);
    // Time must not wait for vendors' pages.
    context.waitUntil(
      runSources(env, { config, now }).catch((error: unknown) =>
        console.error("vendors' sources not read", { error: String(error) }),
      ),
    );
    const ticks = shardsOf(config).map((shard) => fusionStub(env, shard).tick(now));
    const old = { before: now - ROUNDS_KEPT_MS, limit: PRUNE_CHUNK };
    const pruning = [
      pruneRounds(env.DB, old),
      pruneExtraLooks(env.DB, old),
      pruneMapFrames(env.DB, { now, limit: PRUNE_CHUNK }),
    ];
    const rest = [lookForHeartbeats(env, now), noteWatching(env.DB, now), sweep(env, Date.now())];
    const failed = (await Promise.allSettled([...ticks, ...pruning, ...rest])).flatMap((result) =>
      result.status === "rejected" ? String(result.reason) : [],
    );
    if (failed.length > 0) console.error("part of the minute's work failed", { failed });
  },

  /** What could not be handed to everybody comes again: who has it already takes it for a duplicate. */
  async queue(batch, env) {
    try {
      await handOver({ db: env.DB, tell: (id, events) => env.SUBSCRIBER.getByName(id).take(events) });
    } catch (error) {
      console.warn("events are handed over again", { error: String(error) });
      batch.retryAll();
    }
  },
} satisfies ExportedHandler<Env>;
