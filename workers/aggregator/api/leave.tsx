import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteSubscription, findSubscription } from "../store/subscriptions.ts";
import type { Api } from "./context.ts";
import { Refusal } from "./problem.ts";
import { ProblemAnswer } from "./schemas.ts";

/**
 * The end of a subscription by the link that stands in its mails. Mail programs POST to it (RFC 8058, one click); people see a
 * page with a button, because programs that only look at links must end nothing.
 */

const Param = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" } }),
  key: z.string().openapi({ param: { name: "key", in: "path" } }),
});

const described = (method: "get" | "post", summary: string) =>
  createRoute({
    method,
    path: "/v1/subscriptions/{id}/leave/{key}",
    summary,
    request: { params: Param },
    responses: {
      200: { description: `${summary}.`, content: { "text/html": { schema: z.string() } } },
      404: {
        description: "It is not the link of this subscription.",
        content: { "application/problem+json": { schema: ProblemAnswer } },
      },
    },
  });

export function leaveRoutes(api: OpenAPIHono<Api>): void {
  api.openAPIRegistry.registerPath(described("get", "The page with the button that ends a subscription"));
  api.openAPIRegistry.registerPath(described("post", "Ends a subscription by the link in its mails (RFC 8058)"));
  api.get("/v1/subscriptions/:id/leave/:key", async (c) => {
    const isThere = await isLink(c, c.req.param());
    return c.html(`<!doctype html>${await (<Leave isThere={isThere} />)}`, 200, { "referrer-policy": "no-referrer" });
  });
  api.post("/v1/subscriptions/:id/leave/:key", async (c) => {
    const { id, key } = c.req.param();
    if (await isLink(c, { id, key })) {
      await deleteSubscription(c.env.DB, id);
      await c.env.SUBSCRIBER.getByName(id).remove();
    }
    return c.html(`<!doctype html>${await (<Leave isThere={false} />)}`);
  });
}

/** `false` for a subscription that is gone: then nothing is left to do. Refuses a link that is not its own. */
async function isLink(c: Context<Api>, { id, key }: { id: string; key: string }): Promise<boolean> {
  if ((await findSubscription(c.env.DB, id)) === null) return false;
  if (await c.env.SUBSCRIBER.getByName(id).isLeftBy(key)) return true;
  throw new Refusal(404, "This is not the link of that subscription.");
}

function Leave({ isThere }: { isThere: boolean }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>Downwhere: mails</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>
          <h1>Mails about outages</h1>
          {isThere ? (
            <form method="post">
              <p>You get mails from this network. Shall they end?</p>
              <button type="submit">End them</button>
            </form>
          ) : (
            <p role="status">No more mails are sent to you by this subscription.</p>
          )}
        </main>
      </body>
    </html>
  );
}
