import { z } from "zod";
import { Instant } from "./instant.ts";
import { Uncounted } from "./report.ts";

/** What a chart of reports shows, as data. */

const Count = z.object({ people: z.int().min(0), working: z.int().min(0) });

export const ReportPoint = Count.extend({
  /** The beginning of the step. */
  at: Instant,
  /** What is usual for the step at this time of the week, and between which counts an ordinary one lies; `null` while unknown. */
  usual: z.object({ people: z.number(), low: z.int(), high: z.int() }).nullable(),
});
export type ReportPoint = z.infer<typeof ReportPoint>;

/** `null`: one or two, which are not told apart. */
const ReportPart = z.object({ name: z.string(), people: z.int().nullable(), working: z.int().nullable() });

export const ReportBreakdown = z.object({ items: z.array(ReportPart), others: Count });
export type ReportBreakdown = z.infer<typeof ReportBreakdown>;

export const ReportSeries = z.object({
  since: Instant,
  until: Instant,
  stepMinutes: z.number(),
  total: Count,
  usual: z.object({ learnedMinutes: z.int(), dispersion: z.number() }).nullable(),
  points: z.array(ReportPoint),
  byCountry: ReportBreakdown,
  byPlatform: ReportBreakdown,
  bySymptom: ReportBreakdown,
  byNetwork: ReportBreakdown,
  /** What was turned away or not counted twice. */
  uncounted: Uncounted,
});
export type ReportSeries = z.infer<typeof ReportSeries>;
