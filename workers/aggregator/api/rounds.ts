import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { admitRound } from "../../../shared/observe/admit-round.ts";
import { type Agent, AgentPlan, formatInstant, Round, RoundReceipt } from "../../../shared/schema/index.ts";
import { Intake } from "../intake.ts";
import { CLOCK_SKEW_MS, ROUND_BODY_BYTES, ROUND_STALE_MS } from "../limits.ts";
import { signerOf } from "../signed-request.ts";
import { hasRound, insertAgentRound } from "../store/agent-rounds.ts";
import { findAgent } from "../store/agents.ts";
import type { Api } from "./context.ts";
import { parseJson, problemOr } from "./json-body.ts";
import { Refusal } from "./problem.ts";

/** The agents' door: they fetch their plan here and hand over their rounds, each request signed with the agent's own key. */

const plan = createRoute({
  method: "get",
  path: "/v1/plan",
  summary: "What an agent is to check; signed by the agent",
  responses: problemOr(
    { 200: [AgentPlan.openapi("Plan"), "The plan, and as whom the network knows the agent."] },
    [401, 403],
  ),
});
const rounds = createRoute({
  method: "post",
  path: "/v1/rounds",
  summary: "Hand over one round; signed by the agent",
  request: { body: { content: { "application/json": { schema: Round } } } },
  responses: problemOr(
    { 201: [RoundReceipt.openapi("RoundReceipt"), "The round is stored and folded."] },
    [400, 401, 403, 409, 413, 422],
  ),
});

const BOUNDS = { staleMs: ROUND_STALE_MS, clockSkewMs: CLOCK_SKEW_MS };

export function roundRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(plan, async (c) => {
    const { id, region, name, latitude, longitude } = await agentOf(c, null);
    const { version, lanes } = await intakeOf(c).plan({ simulated: false });
    return c.json({ version, lanes, agent: { id, region, name, latitude, longitude } }, 200, {
      "cache-control": "no-store",
    });
  });

  // The body is read as bytes and only parsed once its signature holds: nobody unknown gets the parser to work.
  api.on("POST", "/v1/rounds", async (c) => {
    const body = await readBytes(c);
    const agent = await agentOf(c, body);
    const sent = parseJson(new TextDecoder().decode(body), Round);
    if (await hasRound(c.env.DB, sent)) throw repeated(sent);
    const intake = intakeOf(c);
    const round = await admitted(sent, agent, intake);
    // Told first: with D1 away an agent's round is still detected by, and it is sent again until it is stored too.
    const { planVersion } = await intake.tell(round);
    if (!(await insertAgentRound(c.env.DB, round))) throw repeated(round);
    const receipt: RoundReceipt = {
      lane: round.lane,
      slot: formatInstant(round.slot),
      folded: round.observations.length,
      planVersion,
    };
    return c.json(receipt, 201, { "cache-control": "no-store" });
  });
  api.openAPIRegistry.registerPath(rounds);
}

async function admitted(sent: Round, agent: Agent, intake: Intake): Promise<Round> {
  const { lanes } = await intake.plan({ simulated: false });
  const watched = new Set(
    lanes.flatMap(({ assignments }) => assignments.map(({ service, endpoint }) => `${service}/${endpoint}`)),
  );
  const verdict = admitRound(sent, {
    agent,
    isWatched: ({ service, endpoint }) => watched.has(`${service}/${endpoint}`),
    now: Date.now(),
    bounds: BOUNDS,
  });
  if (verdict.ok) return verdict.round;
  throw new Refusal(verdict.reason === "not-yours" ? 403 : 422, `${verdict.because}.`);
}

function agentOf(c: Context<Api>, body: Uint8Array | null): Promise<Agent> {
  return signerOf(c.req.raw, { body, now: Date.now(), find: (id) => findAgent(c.env.DB, id) });
}

/** The same door that the network's own probes use, without the binding. */
function intakeOf(c: Context<Api>): Intake {
  return new Intake(c.executionCtx as ExecutionContext, c.env);
}

function repeated({ lane, slot }: Pick<Round, "lane" | "slot">): Refusal {
  return new Refusal(409, `The round of ${lane} at ${formatInstant(slot)} is stored already.`);
}

async function readBytes(c: Context): Promise<Uint8Array> {
  const announced = Number(c.req.header("content-length") ?? 0);
  const bytes = announced > ROUND_BODY_BYTES ? null : new Uint8Array(await c.req.arrayBuffer());
  if (bytes !== null && bytes.length <= ROUND_BODY_BYTES) return bytes;
  throw new Refusal(
    413,
    `A round must have at most ${ROUND_BODY_BYTES} bytes; received ${bytes?.length ?? announced}.`,
  );
}
