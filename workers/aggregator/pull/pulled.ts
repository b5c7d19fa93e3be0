import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "../api/context.ts";
import { invalidRequest } from "../api/problem.ts";
import { ProblemAnswer } from "../api/schemas.ts";

/**
 * A route that answers something else than this API's JSON: described in the OpenAPI document, its parameters checked as
 * everywhere, its answer a plain response.
 */
export type Pulled<S extends z.ZodObject> = {
  /** As OpenAPI writes it: `/badge/{file}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Types that it may answer. */
  readonly types: readonly string[];
  readonly params?: readonly (keyof S["shape"] & string)[];
  /** Of path and query together. */
  readonly schema: S;
  readonly answer: (c: Context<Api>, given: z.infer<S>) => Response | Promise<Response>;
};

export const NOTHING = z.object({});

export function pulled<S extends z.ZodObject>(api: OpenAPIHono<Api>, route: Pulled<S>): void {
  const { path, summary, description, types, params = [], schema, answer } = route;
  const named = (part: "path" | "query") =>
    z.object(
      Object.fromEntries(
        Object.entries(schema.shape).filter(
          ([name]) => (params as readonly string[]).includes(name) === (part === "path"),
        ),
      ),
    );
  api.openAPIRegistry.registerPath({
    method: "get",
    path,
    summary,
    ...(description === undefined ? {} : { description }),
    request: { params: named("path"), query: named("query") },
    responses: {
      200: {
        description: `${summary}.`,
        content: Object.fromEntries(types.map((type) => [type, { schema: z.string() }])),
      },
      400: { description: "A parameter is wrong.", content: { "application/problem+json": { schema: ProblemAnswer } } },
      404: {
        description: "There is no such thing.",
        content: { "application/problem+json": { schema: ProblemAnswer } },
      },
    },
  });
  api.get(path.replace(/\{(\w+)\}/g, ":$1"), async (c) => {
    const given = schema.safeParse({ ...c.req.query(), ...c.req.param() });
    return given.success ? answer(c, given.data) : invalidRequest(c, given.error);
  });
}

/** `aria.svg` as the id and the ending. */
export function fileNamed<E extends string>(endings: readonly [E, ...E[]]) {
  const pattern = new RegExp(`^([a-z0-9.-]{1,64})\\.(${endings.join("|")})$`);
  const message = `must be the id of a service and one of ${endings.map((ending) => `.${ending}`).join(", ")}`;
  return z.string().regex(pattern, message);
}

export function splitFile(file: string): { id: string; ending: string } {
  const dot = file.lastIndexOf(".");
  return { id: file.slice(0, dot), ending: file.slice(dot + 1) };
}

export function textAnswer(
  c: Context<Api>,
  text: string,
  { type, seconds }: { type: string; seconds: number },
): Response {
  return c.body(text, 200, { "content-type": type, "cache-control": `public, max-age=${seconds}` });
}
