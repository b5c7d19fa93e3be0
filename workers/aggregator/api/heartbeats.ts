import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { formatInstant } from "../../../shared/schema/index.ts";
import { noteHeartbeat } from "../store/heartbeats.ts";
import type { Api } from "./context.ts";
import { Refusal } from "./problem.ts";
import { ProblemAnswer } from "./schemas.ts";

/** A service calls to say that it lives. Whoever holds the token may call; only its hash is known here. */

const Param = z.object({
  token: z.string().openapi({ param: { name: "token", in: "path" }, example: "2Gx7wq0Vd9kTzR4mYb1cNf" }),
});
const Query = z.object({
  status: z
    .enum(["ok", "fail"])
    .default("ok")
    .openapi({
      param: { name: "status", in: "query" },
      description: "`fail`: the service lives and says that it fails.",
    }),
});

/** Long enough that it cannot be guessed: 22 characters hold 128 bits. */
const TOKEN = /^[A-Za-z0-9_-]{22,128}$/;

const route = (method: "get" | "post") =>
  createRoute({
    method,
    path: "/v1/heartbeats/{token}",
    summary: "A service says that it lives",
    request: { params: Param, query: Query },
    responses: {
      200: {
        description: "Heard.",
        content: { "application/json": { schema: z.object({ ok: z.literal(true), at: z.string() }) } },
      },
      400: { description: "A parameter is wrong.", content: { "application/problem+json": { schema: ProblemAnswer } } },
      404: { description: "Nobody awaits it.", content: { "application/problem+json": { schema: ProblemAnswer } } },
    },
  });

export function heartbeatRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(route("post"), async (c) => c.json(await hear(c, c.req.valid("param"), c.req.valid("query")), 200));
  // HEAD comes here as well.
  api.openapi(route("get"), async (c) => c.json(await hear(c, c.req.valid("param"), c.req.valid("query")), 200));
}

async function hear(
  c: Context<Api>,
  { token }: z.infer<typeof Param>,
  { status }: z.infer<typeof Query>,
): Promise<{ ok: true; at: string }> {
  c.header("cache-control", "no-store");
  const now = Date.now();
  const call = async () => ({ tokenSha256: await sha256(token), failing: status === "fail", now });
  if (!TOKEN.test(token) || !(await noteHeartbeat(c.env.DB, await call())))
    throw new Refusal(404, "Nobody awaits a heartbeat with this token. A new one is known within a minute.");
  return { ok: true, at: formatInstant(now) };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
