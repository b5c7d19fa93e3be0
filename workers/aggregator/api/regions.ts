import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Api, dated, frontOf } from "./context.ts";
import { Refusal } from "./problem.ts";
import { answers, OneRegion, RegionList } from "./schemas.ts";

/** The network speaking of itself: where its probes run, how they are and how punctual. */

const Param = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, example: "weur" }) });
const list = createRoute({
  method: "get",
  path: "/v1/regions",
  summary: "Every probe",
  responses: answers(RegionList, "The probes."),
});
const one = createRoute({
  method: "get",
  path: "/v1/regions/{id}",
  summary: "One probe",
  request: { params: Param },
  responses: answers(OneRegion, "The probe."),
});

export function regionRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(list, async (c) => {
    const front = await frontOf(c);
    return c.json({ ...dated(front), items: front.snapshot.regions, next: null }, 200);
  });
  api.openapi(one, async (c) => {
    const front = await frontOf(c);
    const { id } = c.req.valid("param");
    const region = front.snapshot.regions.find((candidate) => candidate.id === id);
    if (region === undefined) throw new Refusal(404, `No probe reports from "${id}". /v1/regions lists those that do.`);
    return c.json({ ...region, ...dated(front) }, 200);
  });
}
