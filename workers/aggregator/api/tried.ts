import { z } from "@hono/zod-openapi";
import { Try } from "../../../shared/schema/diagnosis.ts";
import { TRIES_MAX, TRIES_MAX_CHARS } from "../limits.ts";

/** What the asker's own browser or terminal has tried, as a query can carry it: `web:reached:120,api:failed`. */

const ONE = /^([a-z0-9.-]+):(passed|reached|failed|blocked)(?::(\d{1,6}))?$/;

export const Tried = z
  .string()
  .max(TRIES_MAX_CHARS)
  .transform((text, context): Try[] => {
    const tries = text.split(",").map((one) => {
      const [, target, outcome, ms] = ONE.exec(one.trim()) ?? [];
      return Try.safeParse({ target, outcome, ms: ms === undefined ? null : Number(ms) });
    });
    if (tries.length > TRIES_MAX || tries.some(({ success }) => !success)) {
      const message = `must be up to ${TRIES_MAX} of target:outcome or target:outcome:milliseconds, separated by commas, where the outcome is passed, reached, failed or blocked`;
      context.addIssue({ code: "custom", message, input: text });
      return z.NEVER;
    }
    return tries.flatMap(({ data }) => data ?? []);
  })
  .openapi({ type: "string", example: "web:reached:120,api:failed" });
