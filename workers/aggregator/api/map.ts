import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { geoJsonOf } from "../map/geojson.ts";
import { svgCard, svgMap } from "../map/picture.tsx";
import type { Api } from "./context.ts";
import { mapAt } from "./map-at.ts";
import { boxAsked, LookQuery, MapQuery, PictureQuery } from "./map-query.ts";
import { answers, MapAnswer } from "./schemas.ts";
import { ServiceParam } from "./services.ts";

/** The map as GeoJSON and as pictures, of all services or of one, now or in the past. */

const geoJson = {
  ...answers(MapAnswer, "A GeoJSON FeatureCollection: a feature per country and a point per probe."),
  200: {
    description: "A GeoJSON FeatureCollection: a feature per country and a point per probe.",
    content: { "application/geo+json": { schema: MapAnswer } },
  },
};
const picture = (description: string) => ({
  ...answers(MapAnswer, description),
  200: { description, content: { "image/svg+xml": { schema: z.string() } } },
});

const all = createRoute({
  method: "get",
  path: "/v1/map",
  summary:
    "The map: how likely something is to be failing in each country, and what each probe sees; the worst service, by name",
  request: { query: MapQuery },
  responses: geoJson,
});
const one = createRoute({
  method: "get",
  path: "/v1/services/{id}/map",
  summary: "The map of one service",
  request: { params: ServiceParam, query: MapQuery },
  responses: geoJson,
});
const allDrawn = createRoute({
  method: "get",
  path: "/v1/map.svg",
  summary: "The map as a picture",
  request: { query: PictureQuery },
  responses: picture("The map, with title, legend and time."),
});
const oneDrawn = createRoute({
  method: "get",
  path: "/v1/services/{id}/map.svg",
  summary: "The map of one service as a picture",
  request: { params: ServiceParam, query: PictureQuery },
  responses: picture("The map, with title, legend and time."),
});
const card = createRoute({
  method: "get",
  path: "/v1/services/{id}/card.svg",
  summary: "A card of one service for links (Open Graph), 1200 × 630",
  request: { params: ServiceParam, query: LookQuery },
  responses: picture("The card."),
});

/** What was does not change any more. */
const PAST_CACHE = "public, max-age=3600";

export function mapRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(all, async (c) => answerGeoJson(c, null, c.req.valid("query")));
  api.openapi(one, async (c) => answerGeoJson(c, c.req.valid("param").id, c.req.valid("query")));
  api.openapi(allDrawn, async (c) => answerPicture(c, null, c.req.valid("query")));
  api.openapi(oneDrawn, async (c) => answerPicture(c, c.req.valid("param").id, c.req.valid("query")));
  api.openapi(card, async (c) => {
    const { at, theme } = c.req.valid("query");
    const { map, isPast } = await mapAt(c, { service: c.req.valid("param").id, at });
    return svg(c, svgCard(map, { theme }), isPast);
  });
}

async function answerGeoJson(c: Context<Api>, service: string | null, query: z.infer<typeof MapQuery>) {
  const box = boxAsked(query.bbox);
  const { map, isPast } = await mapAt(c, { service, at: query.at });
  if (isPast) c.header("cache-control", PAST_CACHE);
  return c.json(geoJsonOf(map, { box, located: query.geometry === "full" }), 200, {
    "content-type": "application/geo+json",
  });
}

async function answerPicture(c: Context<Api>, service: string | null, query: z.infer<typeof PictureQuery>) {
  const { at, ...look } = query;
  const { map, isPast } = await mapAt(c, { service, at });
  return svg(c, svgMap(map, look), isPast);
}

function svg(c: Context<Api>, text: string, isPast: boolean) {
  if (isPast) c.header("cache-control", PAST_CACHE);
  return c.body(text, 200, { "content-type": "image/svg+xml; charset=utf-8" });
}
