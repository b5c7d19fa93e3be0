import { z } from "zod";
import type { RegionStep } from "../../../shared/history/latency.ts";

/**
 * How fast a service answered, from the packed rounds (`shared/observe/pack-round.ts`), summed up inside D1: what comes back
 * is one row per step and region, whatever the number of looks. In a cell: 1 service, 3 outcome, 7 milliseconds.
 */

const Row = z.object({
  step: z.number(),
  region: z.string(),
  mean_ms: z.number().nullable(),
  looks: z.number(),
  failed: z.number(),
});

export async function latenciesOf(
  db: D1Database,
  asked: {
    readonly service: string;
    readonly simulated: boolean;
    readonly after: number;
    readonly stepMs: number;
    readonly limit: number;
  },
): Promise<RegionStep[]> {
  const { results } = await db
    .prepare(
      `SELECT CAST(rounds.slot / ?1 AS INTEGER) * ?1 AS step,
         json_extract(rounds.body, '$.head.region') AS region,
         AVG(CASE WHEN json_extract(seen.value, '$[3]') = 'pass' THEN json_extract(seen.value, '$[7]') END) AS mean_ms,
         COUNT(*) AS looks,
         SUM(json_extract(seen.value, '$[3]') = 'fail') AS failed
       FROM rounds, json_each(rounds.body, '$.observations') AS seen
       WHERE rounds.slot > ?2 AND rounds.simulated = ?3 AND json_extract(seen.value, '$[1]') = ?4
       GROUP BY step, region ORDER BY step LIMIT ?5`,
    )
    .bind(asked.stepMs, asked.after, asked.simulated ? 1 : 0, asked.service, asked.limit)
    .all();
  return z
    .array(Row)
    .parse(results)
    .map(({ step, region, mean_ms: meanMs, looks, failed }) => ({ at: step, region, meanMs, looks, failed }));
}
