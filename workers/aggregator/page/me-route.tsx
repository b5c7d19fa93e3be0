import type { Hono } from "hono";
import { AskedPlatform, AskedSymptom, Certainty } from "../../../shared/schema/diagnosis.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { diagnosedFor } from "../api/diagnosed.ts";
import { MePage } from "./me.tsx";
import { viewOf } from "./view-of.ts";

/** The answer depends on who asks: it is made for one reader and never kept. A field that says nothing we know is absent. */
export function meRoute(app: Hono<Api>): void {
  app.get("/s/:id/me", async (c) => {
    const view = viewOf(c);
    const id = c.req.param("id");
    const { name } = serviceIn(await frontOf(c), id);
    const me = await diagnosedFor(c, id, {
      symptom: AskedSymptom.optional().catch(undefined).parse(c.req.query("symptom")),
      platform: AskedPlatform.optional().catch(undefined).parse(c.req.query("platform")),
      canReachOthers: Certainty.catch("unknown").parse(c.req.query("canReachOthers")),
      vpn: Certainty.catch("unknown").parse(c.req.query("vpn")),
      lang: view.language,
    });
    const body = await (<MePage view={view} me={me} name={name} />);
    return c.html(`<!doctype html>${body}`, 200, {
      "cache-control": "private, no-store",
      "content-language": view.language,
    });
  });
}
