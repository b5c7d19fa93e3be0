import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import { Refusal } from "./problem.ts";
import { ProblemAnswer } from "./schemas.ts";

/** Bodies of JSON: read by schema, every mistake named with its path. */

/** Refuses with a 400 when it is not JSON, or not of that shape. */
export async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return parseJson(await c.req.text(), schema);
}

export function parseJson<T>(text: string, schema: z.ZodType<T>): T {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `The body must be JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(document, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: pathText(issue.path), message: explainIssue(issue) }));
  const [first] = errors;
  throw new Refusal(
    400,
    first ? `${first.path === "" ? "the body" : first.path}: ${first.message}` : "The body breaks its schema.",
    errors,
  );
}

const MEANINGS = {
  400: "The body is wrong; what is wrong is named.",
  401: "Who asks is not known.",
  403: "Who asks is known, and may not.",
  404: "There is no such thing.",
  409: "It is there already.",
  413: "The body is too large.",
  422: "The body is understood, and not acceptable.",
  429: "Asked too often; `retry-after` says when again.",
} as const;

/** Answers of a route for the OpenAPI document: what it gives, and the problems it may give instead. */
export function problemOr<S extends number, T extends z.ZodType>(
  given: Record<S, readonly [schema: T, description: string]>,
  problems: readonly (keyof typeof MEANINGS)[],
) {
  const good = Object.fromEntries(
    Object.entries<readonly [T, string]>(given).map(([status, [schema, description]]) => [
      status,
      { description, content: { "application/json": { schema } } },
    ]),
  ) as Record<S, { description: string; content: { "application/json": { schema: T } } }>;
  const bad = problems.map((status) => [
    status,
    { description: MEANINGS[status], content: { "application/problem+json": { schema: ProblemAnswer } } },
  ]);
  return { ...Object.fromEntries(bad), ...good };
}
