import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { z as zod } from "zod";
import { PublishedNotice, SourceView } from "../../../shared/schema/index.ts";
import { viewSources } from "../sources/view.ts";
import { listNotices } from "../store/notices.ts";
import { loadMemories } from "../store/source-memories.ts";
import { type Api, configOf, dated, frontOf, serviceIn } from "./context.ts";
import { Paging, readCursor, writeCursor } from "./cursor.ts";
import { answers, Dated } from "./schemas.ts";
import { ServiceParam } from "./services.ts";

/** What vendors say of themselves, from where it is read. */

const NoticeList = Dated.extend({
  items: z.array(PublishedNotice),
  next: z.string().nullable(),
  sources: z.array(SourceView),
}).openapi("NoticeList");

const SourceList = Dated.extend({
  items: z.array(SourceView),
  next: z.null(),
  /** Platforms most of whose pages cannot be read: their trouble, and not that of the vendors. */
  platforms: z.array(z.object({ platform: z.string(), failing: z.int(), of: z.int() })),
}).openapi("SourceList");

const notices = createRoute({
  method: "get",
  path: "/v1/services/{id}/notices",
  summary: "What the vendor says of itself, the last word first",
  request: { params: ServiceParam, query: Paging },
  responses: answers(NoticeList, "A page of notices, and the sources that they come from."),
});
const sources = createRoute({
  method: "get",
  path: "/v1/sources",
  summary: "The vendors' sources, and whether they can be read",
  responses: answers(SourceList, "Every source."),
});

const Mark = zod.object({ updatedAt: zod.number(), id: zod.string() });

export function noticeRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(notices, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const front = await frontOf(c);
    const service = serviceIn(front, c.req.valid("param").id);
    const before = readCursor(cursor, Mark);
    const [page, memories] = await Promise.all([
      orNull(listNotices(c.env.DB, { service: service.id, before, limit })),
      orNull(loadMemories(c.env.DB)),
    ]);
    const { xToken } = configOf(c);
    const { items } = viewSources([service], { all: front.snapshot.services, memories: memories ?? {}, xToken });
    return c.json(
      {
        ...dated(front),
        ...(page === null ? { stale: true } : {}),
        items: (page?.items ?? []).map((notice) => zod.encode(PublishedNotice, notice)),
        next: page === null || page.next === null ? null : writeCursor(page.next),
        sources: items,
      },
      200,
    );
  });

  api.openapi(sources, async (c) => {
    const front = await frontOf(c);
    const all = front.snapshot.services;
    const memories = await orNull(loadMemories(c.env.DB));
    const { items, troubles } = viewSources(all, { all, memories: memories ?? {}, xToken: configOf(c).xToken });
    const answer = { ...dated(front), ...(memories === null ? { stale: true } : {}) };
    return c.json({ ...answer, items, next: null, platforms: [...troubles.platforms] }, 200);
  });
}

/** `null` where D1 is away: the answer is then what is known without it, and says that it is stale. */
async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    console.warn("notices not read: D1 is away", { error: String(error) });
    return null;
  }
}
