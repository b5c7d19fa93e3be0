import { z } from "@hono/zod-openapi";
import { PAGE } from "../limits.ts";
import { Refusal } from "./problem.ts";

/** Where a list goes on: opaque text for the reader, the key of the last item for us. */

export const Paging = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE.max)
    .default(PAGE.default)
    .openapi({ param: { name: "limit", in: "query" }, description: "Items of one page." }),
  cursor: z
    .string()
    .max(300)
    .optional()
    .openapi({ param: { name: "cursor", in: "query" }, description: "`next` of the page before." }),
});

export function writeCursor(key: unknown): string {
  return btoa(encodeURIComponent(JSON.stringify(key)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The key in a cursor; refuses with a 400 that names the parameter when it is not one we wrote. */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(decodeURIComponent(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")))));
  } catch {
    const message = "must be the `next` of an earlier page, unchanged";
    throw new Refusal(400, `cursor: ${message}`, [{ path: "cursor", message }]);
  }
}
