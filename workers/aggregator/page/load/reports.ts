import type { Context } from "hono";
import { seriesOf } from "../../../../shared/reports/series.ts";
import type { ReportSeries } from "../../../../shared/schema/index.ts";
import type { Api } from "../../api/context.ts";
import { REPORT_SPAN_MS } from "../../limits.ts";
import { minutesOf, reportsNowOf } from "../../reports/read.ts";

/** The last day of people's reports; of a simulated network, its own day. */
export async function loadReports(
  c: Context<Api>,
  { id, simulated, now }: { id: Parameters<typeof reportsNowOf>[1]["id"]; simulated: boolean; now: number },
): Promise<ReportSeries> {
  const current = await reportsNowOf(c, { id, simulated });
  const minuteMs = current?.minuteMs ?? 60_000;
  const span = { since: now - REPORT_SPAN_MS.default * (minuteMs / 60_000), until: now };
  const { minutes } = await minutesOf(c, id, { ...span, current });
  return seriesOf(minutes, { ...span, minuteMs, baseline: current?.baseline ?? null });
}
