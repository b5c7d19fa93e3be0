import type { Context, Hono } from "hono";
import { Problem } from "../../../../shared/schema/index.ts";
import type { Api } from "../../api/context.ts";
import { problemOf, type Status } from "../../api/problem.ts";

/**
 * The pages ask our own API for what changes something, inside this worker: its limits, checks and refusals hold for a form
 * as they hold for a program.
 */
export type Asked = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
};

export type Answered =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly problem: Problem };

export async function askOwnApi(
  app: Hono<Api>,
  c: Context<Api>,
  { method, path, body, key }: Asked,
): Promise<Answered> {
  // Who asks goes along: limits are counted by address.
  const headers = new Headers(c.req.raw.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/json");
  headers.set("accept", "application/json");
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  const request = new Request(new URL(path, c.req.url), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await app.fetch(request, c.env, c.executionCtx);
  const answer: unknown = await response.json();
  if (response.ok) return { ok: true, body: answer };
  const problem = Problem.safeParse(answer);
  return {
    ok: false,
    problem: problem.success ? problem.data : problemOf(response.status as Status, "The API did not say why."),
  };
}
