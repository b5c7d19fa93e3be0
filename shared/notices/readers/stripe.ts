import { z } from "zod";
import { type Outcome, overallNotice, type Reader, refused, type Status } from "../found.ts";
import { complaint, maybeText, maybeTime, names, record } from "../items.ts";
import { readTime } from "../time.ts";
import { oneLine } from "../words.ts";

/** Stripe: one word for everything, one for each system, and one sentence. */
export const stripe: Reader = {
  kind: "stripe",
  recognises: (body) => typeof record(body)?.largestatus === "string",
  read,
};

const Current = z.object({
  largestatus: z.string(),
  message: maybeText,
  time: maybeTime,
  statuses: z.record(z.string(), z.unknown()).nullish().catch(null),
});

const STATUS: Readonly<Record<string, Status>> = {
  up: "operational",
  degraded: "degraded_performance",
  down: "major_outage",
  maintenance: "maintenance",
};

function read(body: unknown): Outcome {
  const parsed = Current.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { largestatus, message, time, statuses } = parsed.data;
  const status = STATUS[largestatus];
  if (status === undefined)
    return refused(
      `largestatus must be one of ${Object.keys(STATUS).join(", ")}; received ${JSON.stringify(largestatus)}`,
    );
  const link = "https://status.stripe.com/";
  const ill = Object.entries(statuses ?? {}).flatMap(([name, word]) => (word === "up" ? [] : [name]));
  const title = oneLine(message ?? "", 300) || `Stripe is ${largestatus}`;
  const notice = overallNotice({ link, title, status, updatedAt: readTime(time), components: names(ill) });
  const notices = status === "operational" ? [] : [notice];
  return {
    ok: true,
    reading: { kind: "stripe", page: { name: "Stripe", url: link }, coverage: "open", notices, complaints: [] },
  };
}
