import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { Agent, AgentId, AgentRequest, agentIdFrom } from "../../../shared/schema/index.ts";
import { requireAdmin } from "../admin.ts";
import { findAgent, insertAgent, listAgents, revokeAgent } from "../store/agents.ts";
import { type Api, configOf } from "./context.ts";
import { problemOr, readJson } from "./json-body.ts";
import { Refusal } from "./problem.ts";
import { Dated } from "./schemas.ts";

/** Agents' keys, for operators: issue, list, revoke. Every route needs the admin key. */

const Param = z.object({ id: AgentId.openapi({ param: { name: "id", in: "path" } }) });
const AgentAnswer = Agent.extend(Dated.shape).openapi("Agent");
const AgentList = Dated.extend({ items: z.array(Agent), next: z.null() }).openapi("AgentList");
const security = [{ admin: [] }];

const list = createRoute({
  method: "get",
  path: "/v1/agents",
  summary: "Every key that was issued to an agent",
  security,
  responses: problemOr({ 200: [AgentList, "The keys, the oldest first."] }, [401, 403]),
});
const issue = createRoute({
  method: "post",
  path: "/v1/agents",
  summary: "Let a key speak for a region of its own",
  security,
  request: { body: { content: { "application/json": { schema: AgentRequest } } } },
  responses: problemOr({ 201: [AgentAnswer, "The key may speak."] }, [400, 401, 403, 409]),
});
const revoke = createRoute({
  method: "delete",
  path: "/v1/agents/{id}",
  summary: "Refuse a key from now on, for good",
  security,
  request: { params: Param },
  responses: problemOr({ 200: [AgentAnswer, "The key is revoked."] }, [401, 403, 404]),
});

export function agentRoutes(api: OpenAPIHono<Api>): void {
  api.use("/v1/agents/*", async (c, next) => {
    await requireAdmin(c.req.header("authorization"), configOf(c));
    await next();
    c.header("cache-control", "no-store");
  });

  api.openapi(list, async (c) => c.json({ ...now(), items: await listAgents(c.env.DB), next: null }, 200));

  // Read here rather than by the route, so that a mistake is told with what was received.
  api.openAPIRegistry.registerPath(issue);
  api.post("/v1/agents", async (c) => {
    const { name, ...wish } = await readJson(c, AgentRequest);
    const agent = { ...wish, name: name ?? wish.region, id: await idOf(wish.publicKey) };
    if (!(await insertAgent(c.env.DB, agent, Date.now()))) throw await whyNot(c.env.DB, agent);
    const issued = await findAgent(c.env.DB, agent.id);
    if (issued === null) throw new Error(`the agent ${agent.id} was stored and is not there`);
    return c.json({ ...issued, ...now() }, 201);
  });

  api.openapi(revoke, async (c) => {
    const { id } = c.req.valid("param");
    await revokeAgent(c.env.DB, id, Date.now());
    const agent = await findAgent(c.env.DB, id);
    if (agent === null) throw new Refusal(404, `There is no agent "${id}". GET /v1/agents lists them.`);
    return c.json({ ...agent, ...now() }, 200);
  });
}

async function idOf(publicKey: string): Promise<Agent["id"]> {
  const bytes = Uint8Array.from(atob(publicKey.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0),
  );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return agentIdFrom(btoa(String.fromCharCode(...digest)));
}

async function whyNot(db: D1Database, { id, region }: Pick<Agent, "id" | "region">): Promise<Refusal> {
  const same = await findAgent(db, id);
  if (same === null)
    return new Refusal(409, `Another key speaks for "${region}". Revoke it first, or take another region.`);
  if (same.revokedAt !== null)
    return new Refusal(409, `This key was revoked at ${same.revokedAt}, for good. Make a new one.`);
  return new Refusal(409, `This key was issued before, as "${id}" for "${same.region}".`);
}

function now(): z.infer<typeof Dated> {
  return { asOf: new Date().toISOString(), stale: false };
}
