import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { oEmbed, oEmbedXml, WIDGET_SIZE } from "../../../shared/feed/oembed.ts";
import { URL_MAX_CHARS } from "../../../shared/schema/limits.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { Refusal } from "../api/problem.ts";
import { WIDGET_SECONDS } from "./limits.ts";
import { linksOf } from "./links.ts";
import { pulled, textAnswer } from "./pulled.ts";

/** oEmbed (https://oembed.com): a link to a service becomes its widget wherever links are unfolded. */

const Query = z.object({
  url: z.string().max(URL_MAX_CHARS),
  format: z.enum(["json", "xml"]).default("json"),
  maxwidth: z.coerce.number().int().min(WIDGET_SIZE.minWidth).optional(),
  maxheight: z.coerce.number().int().min(WIDGET_SIZE.minHeight).optional(),
});

/** The pages that are about one service. */
const ABOUT = /^\/(?:widget|s|v1\/services)\/([a-z0-9.-]{1,64})\/?$/;

export function oEmbedRoutes(api: OpenAPIHono<Api>): void {
  pulled(api, {
    path: "/oembed",
    summary: "oEmbed: the widget of the service that a link is about",
    types: ["application/json", "text/xml"],
    schema: Query,
    answer: async (c, { url, format, maxwidth, maxheight }) => {
      const links = linksOf(c);
      const id = serviceAt(url, links.origin);
      if (id === null)
        throw new Refusal(
          404,
          `url: must be the page of a service below ${links.origin}; received ${JSON.stringify(url.slice(0, 100))}`,
        );
      const { name } = serviceIn(await frontOf(c), id);
      const title = `${name}: is it down, and where?`;
      const answer = oEmbed({
        title,
        widget: links.widget(id),
        home: links.home,
        maxWidth: maxwidth,
        maxHeight: maxheight,
      });
      return format === "xml"
        ? textAnswer(c, oEmbedXml(answer), { type: "text/xml; charset=utf-8", seconds: WIDGET_SECONDS })
        : textAnswer(c, JSON.stringify(answer), { type: "application/json; charset=utf-8", seconds: WIDGET_SECONDS });
    },
  });
}

function serviceAt(text: string, origin: string): string | null {
  const url = URL.parse(text);
  return url === null || url.origin !== origin ? null : (ABOUT.exec(url.pathname)?.[1] ?? null);
}
