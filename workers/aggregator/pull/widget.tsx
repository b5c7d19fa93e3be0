import type { OpenAPIHono } from "@hono/zod-openapi";
import { secureHeaders } from "hono/secure-headers";
import { z } from "zod";
import { Incident, parseInstant } from "../../../shared/schema/index.ts";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { headline } from "../../../shared/words/headline.ts";
import { spanText } from "../../../shared/words/spell.ts";
import { type Api, dated, frontOf, serviceIn } from "../api/context.ts";
import { ServiceParam } from "../api/services.ts";
import { clockText, STATE_SIGNS, STATE_WORDS } from "../page/words.ts";
import { WIDGET_SECONDS } from "./limits.ts";
import { type Links, linksOf } from "./links.ts";
import { pulled, textAnswer } from "./pulled.ts";
import script from "./widget.client.js";
import style from "./widget.css";

/**
 * The state of one service to put into another site: a frame that renews itself, and a script that puts it there. The frame
 * runs no script, and it is the one route that other sites may frame.
 */

const HEADERS = secureHeaders({
  crossOriginResourcePolicy: "cross-origin",
  xFrameOptions: false,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["*"],
  },
});

export function embedRoutes(api: OpenAPIHono<Api>): void {
  for (const path of ["/widget/:id", "/widget.js", "/widget.css"]) api.use(path, HEADERS);
  pulled(api, {
    path: "/widget/{id}",
    summary: "The state of a service, to stand in a frame of another site",
    types: ["text/html"],
    params: ["id"],
    schema: z.object({ id: ServiceParam.shape.id, theme: z.enum(["light", "dark", "auto"]).default("auto") }),
    answer: async (c, { id, theme }) => {
      const front = await frontOf(c);
      const shown = { service: serviceIn(front, id), theme, links: linksOf(c), ...dated(front) };
      const page = `<!doctype html>${await (<Widget {...shown} />)}`;
      return textAnswer(c, page, { type: "text/html; charset=utf-8", seconds: WIDGET_SECONDS });
    },
  });
  const kept = { "cache-control": "public, max-age=3600" };
  api.get("/widget.js", (c) => c.body(script, 200, { "content-type": "text/javascript; charset=utf-8", ...kept }));
  api.get("/widget.css", (c) => c.body(style, 200, { "content-type": "text/css; charset=utf-8", ...kept }));
}

type Shown = {
  readonly service: ServiceWire;
  readonly theme: string;
  readonly links: Links;
  readonly asOf: string;
  readonly stale: boolean;
};

function Widget({ service, theme, links, asOf, stale }: Shown) {
  const { id, name, verdict, since, simulated } = service;
  const { state } = verdict;
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content={String(WIDGET_SECONDS)} />
        <title>{`${name}: ${STATE_WORDS[state]}`}</title>
        <link rel="stylesheet" href="/widget.css" />
        <link
          rel="alternate"
          type="application/json+oembed"
          href={`${links.origin}/oembed?url=${encodeURIComponent(links.widget(id))}`}
          title={name}
        />
      </head>
      <body>
        <main>
          <h1>
            <a href={links.service(id)} target="_blank" rel="noopener">
              {name}
            </a>
          </h1>
          <p class={`state ${state}`}>
            <span aria-hidden="true">{STATE_SIGNS[state]}</span> {STATE_WORDS[state]} for{" "}
            {spanText((parseInstant(asOf) ?? 0) - (parseInstant(since) ?? 0))}
          </p>
          <p>{detailOf(service)}</p>
          <small>
            As of {clockText(asOf)}
            {stale ? ", older than it should be" : ""}
            {simulated ? ", simulated" : ""} · Downwhere
          </small>
        </main>
      </body>
    </html>
  );
}

/** What the incident is, or why nothing is known. */
function detailOf({ name, verdict, incident }: ServiceWire): string {
  if (incident === null) return verdict.because[0] ?? "";
  const { phase, state, scope, regions } = Incident.parse(incident);
  return headline({ name, phase, state, scope, regions });
}
