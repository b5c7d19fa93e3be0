import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { mapOf, type StatusMap } from "../../../shared/geo/map.ts";
import { type Api, frontOf, serviceIn } from "./context.ts";
import { answers, MapAnswer } from "./schemas.ts";
import { ServiceParam } from "./services.ts";

/** The map as GeoJSON, of all services or of one. */

const responses = answers(MapAnswer, "A GeoJSON FeatureCollection (application/geo+json): a point per probe.");
const all = createRoute({
  method: "get",
  path: "/v1/map",
  summary: "The map: a probe's point shows the worst service it sees",
  responses,
});
const one = createRoute({
  method: "get",
  path: "/v1/services/{id}/map",
  summary: "The map of one service",
  request: { params: ServiceParam },
  responses,
});

export function mapRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(all, async (c) => {
    const { snapshot, stale } = await frontOf(c);
    return geoJson(c, mapOf(snapshot, { service: null, stale }));
  });
  api.openapi(one, async (c) => {
    const front = await frontOf(c);
    return geoJson(
      c,
      mapOf(front.snapshot, { service: serviceIn(front, c.req.valid("param").id), stale: front.stale }),
    );
  });
}

function geoJson(c: Context<Api>, map: StatusMap) {
  return c.json(map, 200, { "content-type": "application/geo+json" });
}
