import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { atomFeed, type FeedHead } from "../../../shared/feed/atom.ts";
import { entriesOf } from "../../../shared/feed/entries.ts";
import { jsonFeed } from "../../../shared/feed/json-feed.ts";
import { FEED_ENTRIES } from "../../../shared/feed/limits.ts";
import { parseInstant, ServiceId } from "../../../shared/schema/index.ts";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { knownIncidents, namesIn } from "./incidents.ts";
import { FEED_SECONDS } from "./limits.ts";
import { linksOf } from "./links.ts";
import { fileNamed, NOTHING, pulled, splitFile, textAnswer } from "./pulled.ts";

/** Incidents as feeds, of all services or of one. */

const TYPES = { atom: "application/atom+xml; charset=utf-8", json: "application/feed+json; charset=utf-8" } as const;
type Kind = keyof typeof TYPES;

export function feedRoutes(api: OpenAPIHono<Api>): void {
  for (const kind of ["atom", "json"] as const) {
    pulled(api, {
      path: `/feed.${kind}`,
      summary: `Incidents as ${kind === "atom" ? "an Atom feed" : "a JSON feed"}`,
      types: [TYPES[kind]],
      schema: NOTHING,
      answer: (c) => feed(c, { id: null, kind }),
    });
  }
  pulled(api, {
    path: "/feed/{file}",
    summary: "Incidents of one service as a feed",
    description: "`/feed/aria.atom` or `/feed/aria.json`.",
    types: Object.values(TYPES),
    params: ["file"],
    schema: z.object({ file: fileNamed(["atom", "json"]) }),
    answer: (c, { file }) => {
      const { id, ending } = splitFile(file);
      return feed(c, { id, kind: ending === "atom" ? "atom" : "json" });
    },
  });
}

async function feed(c: Context<Api>, { id, kind }: { id: string | null; kind: Kind }): Promise<Response> {
  const front = await frontOf(c);
  const service = id === null ? null : serviceIn(front, id);
  const incidents = await knownIncidents(c, front, { service: id, unresolved: false, limit: FEED_ENTRIES });
  const entries = entriesOf(incidents, { names: namesIn(front), about: id === null ? null : ServiceId.parse(id) });
  const head = headOf(c, { service, kind, asOf: parseInstant(front.snapshot.asOf) ?? 0 });
  const text = kind === "atom" ? atomFeed(entries, head) : JSON.stringify(jsonFeed(entries, head));
  return textAnswer(c, text, { type: TYPES[kind], seconds: FEED_SECONDS });
}

function headOf(
  c: Context<Api>,
  { service, kind, asOf }: { service: ServiceWire | null; kind: Kind; asOf: number },
): FeedHead {
  const { origin, authority, home, ...links } = linksOf(c);
  return {
    title: service === null ? "Downwhere: incidents" : `Downwhere: incidents of ${service.name}`,
    self: service === null ? `${origin}/feed.${kind}` : `${origin}/feed/${service.id}.${kind}`,
    home: service === null ? home : links.service(service.id),
    authority,
    asOf,
    linkOf: ({ id }) => links.incident(id),
  };
}
