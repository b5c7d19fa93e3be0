import { z } from "zod";
import { Notice, UserReport, UserReports } from "./evidence.ts";
import { Instant } from "./instant.ts";
import { Control, Observation } from "./observation.ts";

/** What the state of a service is folded over, live and in replay alike. */
export const FoldEvent = z.discriminatedUnion("type", [
  Observation.extend({ type: z.literal("observation") }),
  Control.extend({ type: z.literal("control") }),
  UserReport.extend({ type: z.literal("report") }),
  UserReports.extend({ type: z.literal("reports") }),
  Notice.extend({ type: z.literal("notice") }),
  /** Time has passed. */
  z.object({ type: z.literal("tick"), at: Instant }),
]);
export type FoldEvent = z.infer<typeof FoldEvent>;
