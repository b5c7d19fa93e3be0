import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { SUBSCRIPTIONS_PER_KEY } from "../../../shared/notify/limits.ts";
import { ApiKey, ApiKeyRequest } from "../../../shared/schema/api-key.ts";
import { ApiKeyId } from "../../../shared/schema/ids.ts";
import { requireAdmin } from "../admin.ts";
import { findApiKey, insertApiKey, listApiKeys, revokeApiKey } from "../store/api-keys.ts";
import { makeToken, sha256Of } from "../token.ts";
import { type Api, configOf } from "./context.ts";
import { problemOr, readJson } from "./json-body.ts";
import { Refusal } from "./problem.ts";
import { Dated } from "./schemas.ts";

/** API keys, for operators: issue, list, revoke. Every route needs the admin key; a key is shown once. */

const Param = z.object({ id: ApiKeyId.openapi({ param: { name: "id", in: "path" } }) });
const Answer = ApiKey.extend(Dated.shape).openapi("ApiKey");
const Issued = ApiKey.extend({ ...Dated.shape, key: z.string() }).openapi("IssuedApiKey");
const List = Dated.extend({ items: z.array(ApiKey), next: z.null() }).openapi("ApiKeyList");
const security = [{ admin: [] }];

const list = createRoute({
  method: "get",
  path: "/v1/keys",
  summary: "Every API key that was issued",
  security,
  responses: problemOr({ 200: [List, "The keys, the oldest first."] }, [401, 403]),
});
const issue = createRoute({
  method: "post",
  path: "/v1/keys",
  summary: "Issue an API key for some scopes",
  security,
  request: { body: { content: { "application/json": { schema: ApiKeyRequest } } } },
  responses: problemOr({ 201: [Issued, "The key, shown this once."] }, [400, 401, 403]),
});
const revoke = createRoute({
  method: "delete",
  path: "/v1/keys/{id}",
  summary: "Refuse a key from now on, for good",
  security,
  request: { params: Param },
  responses: problemOr({ 200: [Answer, "The key is revoked."] }, [401, 403, 404]),
});

export function keyRoutes(api: OpenAPIHono<Api>): void {
  api.use("/v1/keys/*", async (c, next) => {
    await requireAdmin(c.req.header("authorization"), configOf(c));
    await next();
    c.header("cache-control", "no-store");
  });

  api.openapi(list, async (c) => c.json({ ...now(), items: await listApiKeys(c.env.DB), next: null }, 200));

  // Read here rather than by the route, so that a mistake is told with what was received.
  api.openAPIRegistry.registerPath(issue);
  api.post("/v1/keys", async (c) => {
    const { name, scopes, maxSubscriptions = SUBSCRIPTIONS_PER_KEY } = await readJson(c, ApiKeyRequest);
    const key = makeToken("dwk");
    const id = ApiKeyId.parse(makeToken("key"));
    const createdAt = Date.now();
    await insertApiKey(c.env.DB, { id, name, scopes, maxSubscriptions, sha256: await sha256Of(key), createdAt });
    const issued = await findApiKey(c.env.DB, { id });
    if (issued === null) throw new Error(`the key ${id} was stored and is not there`);
    return c.json({ ...issued, ...now(), key }, 201);
  });

  api.openapi(revoke, async (c) => {
    const { id } = c.req.valid("param");
    await revokeApiKey(c.env.DB, id, Date.now());
    const key = await findApiKey(c.env.DB, { id });
    if (key === null) throw new Refusal(404, `There is no key "${id}". GET /v1/keys lists them.`);
    return c.json({ ...key, ...now() }, 200);
  });
}

function now(): z.infer<typeof Dated> {
  return { asOf: new Date().toISOString(), stale: false };
}
