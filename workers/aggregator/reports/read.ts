import type { Context } from "hono";
import type { ReportMinute } from "../../../shared/schema/index.ts";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { type Api, configOf } from "../api/context.ts";
import { fusionStub, shardOf } from "../shard.ts";
import { reportMinutes } from "../store/reports.ts";
import type { ReportsNow } from "./held-minutes.ts";

/** Minutes of reports from where they are: the newest from the Fusion object, the others from D1. Either may be away. */

/** `null` where the Fusion object is away. */
export async function reportsNowOf(
  c: Context<Api>,
  service: Pick<ServiceWire, "id" | "simulated">,
): Promise<ReportsNow | null> {
  try {
    return await fusionStub(c.env, shardOf(service, configOf(c))).reports(service.id);
  } catch (error) {
    console.warn("reports without the newest minutes: fusion is away", { error: String(error) });
    return null;
  }
}

/** What the Fusion object holds stands before what D1 has of the same minute: it is at least as much. */
export async function minutesOf(
  c: Context<Api>,
  service: string,
  { since, until, current }: { since: number; until: number; current: ReportsNow | null },
): Promise<{ minutes: ReportMinute[]; complete: boolean }> {
  const held = current?.minutes ?? [];
  const keyOf = ({ minute, part }: (typeof held)[number]) => `${minute.minute} ${part}`;
  const minutes = new Map<string, ReportMinute>();
  let complete = true;
  try {
    for await (const stored of reportMinutes(c.env.DB, { service, since, until }))
      minutes.set(keyOf(stored), stored.minute);
  } catch (error) {
    complete = false;
    console.warn("reports without what D1 has: it is away", { error: String(error) });
  }
  for (const each of held) {
    const { minute } = each.minute;
    if (minute >= since && minute < until) minutes.set(keyOf(each), each.minute);
  }
  return { minutes: [...minutes.values()], complete };
}
