import { OpenAPIHono } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";
import { errorPage, problemPage, wantsPage } from "../page/problem-page.tsx";
import { pageRoutes } from "../page/routes.tsx";
import { subscriptionLogRoutes } from "../page/subscription-log-routes.tsx";
import { pullRoutes } from "../pull/routes.ts";
import { streamRoutes } from "../pull/stream.ts";
import { embedRoutes } from "../pull/widget.tsx";
import { agentRoutes } from "./agents.ts";
import { checkRoutes } from "./checks.ts";
import { type Api, dated, frontOf } from "./context.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { diagnosisRoutes } from "./diagnosis.ts";
import { edgeCache } from "./edge-cache.ts";
import { heartbeatRoutes } from "./heartbeats.ts";
import { incidentRoutes } from "./incidents.ts";
import { keyRoutes } from "./keys.ts";
import { leaveRoutes } from "./leave.tsx";
import { mapRoutes } from "./map.ts";
import { noticeRoutes } from "./notices.ts";
import { answerError, invalidRequest, problemResponse } from "./problem.ts";
import { reconnectRoutes } from "./reconnect.ts";
import { regionRoutes } from "./regions.ts";
import { reportRoutes } from "./reports.ts";
import { roundRoutes } from "./rounds.ts";
import { serviceRoutes } from "./services.ts";
import { subscriptionRoutes } from "./subscriptions.ts";
import { webhookDocs } from "./webhooks.ts";

/** The front door: reads are public, cached for seconds and open to every origin. */
export const app = new OpenAPIHono<Api>({
  defaultHook: (result, c) => (result.success ? undefined : invalidRequest(c, result.error)),
});

const DOCUMENT = {
  openapi: "3.1.0",
  info: {
    title: "Downwhere",
    version: "1.0.0",
    description: "Is it down, and where? Verdicts fused from probes in many regions.",
  },
  servers: [{ url: "/" }],
};

const READ_CACHE = "public, max-age=2, stale-while-revalidate=10";

// Before what follows: the widget alone may stand in a frame of another site.
embedRoutes(app);
app.use(
  "*",
  secureHeaders({
    // A page that may connect elsewhere brings a policy of its own.
    overwrite: false,
    // Anybody's page may read the API: the map is made to be embedded.
    crossOriginResourcePolicy: "cross-origin",
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  }),
);
// Before what follows: an entity tag would have to wait for the end of the stream.
streamRoutes(app);
app.use(
  "/v1/*",
  cors({
    origin: "*",
    allowMethods: ["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"],
    exposeHeaders: ["Retry-After"],
  }),
  etag(),
  edgeCache,
  async (c, next) => {
    await next();
    if (c.res.status === 200 && !c.res.headers.has("cache-control")) c.header("cache-control", READ_CACHE);
  },
);

serviceRoutes(app);
mapRoutes(app);
regionRoutes(app);
incidentRoutes(app);
agentRoutes(app);
roundRoutes(app);
heartbeatRoutes(app);
checkRoutes(app);
diagnosisRoutes(app);
reconnectRoutes(app);
noticeRoutes(app);
reportRoutes(app);
pullRoutes(app);
keyRoutes(app);
subscriptionRoutes(app);
leaveRoutes(app);
deliveryRoutes(app);
webhookDocs(app);
pageRoutes(app, () => app.getOpenAPI31Document(DOCUMENT));
subscriptionLogRoutes(app);

app.get("/healthz", async (c) => {
  const front = await frontOf(c);
  return c.json({ ok: true, ...dated(front) }, 200, { "cache-control": "no-store" });
});

app.openAPIRegistry.registerComponent("securitySchemes", "admin", {
  type: "http",
  scheme: "bearer",
  description: "The network's ADMIN_KEY.",
});
app.openAPIRegistry.registerComponent("securitySchemes", "manage", {
  type: "http",
  scheme: "bearer",
  description: "The manage key of a subscription, or the API key that it was made with.",
});
app.doc31("/openapi.json", DOCUMENT);

app.notFound((c) => {
  const detail = `There is nothing at ${c.req.path}. /openapi.json lists what there is.`;
  return wantsPage(c) ? problemPage(c, 404, detail) : problemResponse(c, 404, detail);
});
app.onError((error, c) => (wantsPage(c) ? errorPage(c, error) : answerError(c, error)));
