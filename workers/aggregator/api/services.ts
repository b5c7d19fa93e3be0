import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { z as zod } from "zod";
import { State } from "../../../shared/schema/index.ts";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { Verdict } from "../../../shared/schema/verdict.ts";
import { fusionStub, shardOf } from "../shard.ts";
import { listVerdicts } from "../store/verdicts.ts";
import { type Api, configOf, dated, frontOf, serviceIn } from "./context.ts";
import { Paging, readCursor, writeCursor } from "./cursor.ts";
import { lagOf } from "./official-lag.ts";
import { answers, History, OneService, type ServiceLine, ServiceList, Status, Votes } from "./schemas.ts";

/** The state of services: all in a glance, each in full, why it is so, and what it was before. */

export const ServiceParam = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "aria" }),
});

const Filter = Paging.extend({
  state: State.optional().openapi({ param: { name: "state", in: "query" } }),
  tag: z
    .string()
    .max(32)
    .optional()
    .openapi({ param: { name: "tag", in: "query" } }),
});

const status = createRoute({
  method: "get",
  path: "/v1/status",
  summary: "Every service in one line each",
  responses: answers(Status, "The state of everything."),
});
const list = createRoute({
  method: "get",
  path: "/v1/services",
  summary: "Services in full",
  request: { query: Filter },
  responses: answers(ServiceList, "A page of services."),
});
const one = createRoute({
  method: "get",
  path: "/v1/services/{id}",
  summary: "One service",
  request: { params: ServiceParam },
  responses: answers(OneService, "The service."),
});
const evidence = createRoute({
  method: "get",
  path: "/v1/services/{id}/evidence",
  summary: "Why this verdict: the votes, and the voices of regions, people and vendor",
  request: { params: ServiceParam },
  responses: answers(Votes, "One vote per endpoint and region."),
});
const history = createRoute({
  method: "get",
  path: "/v1/services/{id}/history",
  summary: "Changes of the verdict, newest first",
  request: { params: ServiceParam, query: Paging },
  responses: answers(History, "A page of changes."),
});

export function serviceRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(status, async (c) => {
    const front = await frontOf(c);
    const services = front.snapshot.services.map(lineOf);
    const count = (state: State) => services.filter((line) => line.state === state).length;
    const summary = { up: count("up"), degraded: count("degraded"), down: count("down"), unknown: count("unknown") };
    return c.json({ ...dated(front), summary, services }, 200);
  });

  api.openapi(list, async (c) => {
    const { limit, cursor, state, tag } = c.req.valid("query");
    const front = await frontOf(c);
    const after = readCursor(cursor, zod.string());
    const matching = front.snapshot.services
      .filter(
        ({ verdict, tags }) =>
          (state === undefined || verdict.state === state) && (tag === undefined || tags.includes(tag)),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id }) => after === undefined || id > after);
    const items = matching.slice(0, limit);
    return c.json(
      { ...dated(front), items, next: matching.length > limit ? writeCursor(items.at(-1)?.id) : null },
      200,
    );
  });

  api.openapi(one, async (c) => {
    const front = await frontOf(c);
    const service = serviceIn(front, c.req.valid("param").id);
    const lag = await lagOf(c.env.DB, service.id, Date.now());
    return c.json({ ...service, ...dated(front), officialLag: lag }, 200);
  });

  api.openapi(evidence, async (c) => {
    const front = await frontOf(c);
    const service = serviceIn(front, c.req.valid("param").id);
    const { asOf, votes, voices } = await fusionStub(c.env, shardOf(service, configOf(c))).evidence(service.id);
    return c.json({ asOf, stale: false, service: service.id, verdict: service.verdict, votes, voices }, 200);
  });

  api.openapi(history, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const front = await frontOf(c);
    const service = serviceIn(front, c.req.valid("param").id);
    const page = await listVerdicts(c.env.DB, { service: service.id, before: readCursor(cursor, zod.number()), limit });
    const items = page.items.map((verdict) => zod.encode(Verdict, verdict));
    return c.json({ ...dated(front), items, next: page.next === null ? null : writeCursor(page.next) }, 200);
  });
}

export function lineOf({ id, name, simulated, since, verdict }: ServiceWire): z.infer<typeof ServiceLine> {
  const { state, probability, scope, layer, phase } = verdict;
  return { id, name, state, probability, scope, layer, phase, since, simulated };
}
