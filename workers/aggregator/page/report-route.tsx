import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { explainIssue } from "../../../shared/schema/explain-issue.ts";
import { ReportRequest } from "../../../shared/schema/index.ts";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { type Api, configOf, frontOf, serviceIn } from "../api/context.ts";
import { problemResponse, Refusal } from "../api/problem.ts";
import { REPORT_BODY_BYTES } from "../limits.ts";
import { admitReport } from "../reports/admit.ts";
import { reportableService } from "../reports/known-services.ts";
import { noteRefusal } from "../reports/refusals.ts";
import { Layout } from "./layout.tsx";
import { ReportForm, ReportThanks, reportPath, type Said } from "./report-form.tsx";
import { TrialPart, trialOrigins, trialTargets } from "./trial-part.tsx";
import { linkTo } from "./view.ts";
import { viewOf } from "./view-of.ts";

/** The page on which one reports a service and tries it from here. Only it may connect elsewhere, and only to what it tries. */

const TURNSTILE = "https://challenges.cloudflare.com";

export function reportPageRoutes(app: Hono<Api>): void {
  app.get("/services/:id/report", async (c) => {
    const said = c.req.query("said");
    const isSaid = said === "counted" || said === "already";
    const thanks = isSaid ? { said: said as Said, isNoteDropped: c.req.query("note") === "dropped" } : null;
    return reportPage(c, serviceIn(await frontOf(c), c.req.param("id")), { thanks, mistake: null });
  });

  const bounded = bodyLimit({
    maxSize: REPORT_BODY_BYTES,
    onError: (c) => problemResponse(c, 413, `The body must have at most ${REPORT_BODY_BYTES} bytes.`),
  });
  app.post("/services/:id/report", bounded, async (c) => {
    const service = await reportableService(c, c.req.param("id"));
    refuseForeignForm(c);
    try {
      const { counted, note } = await admitReport(c, service, await readForm(c));
      const query = new URLSearchParams({ said: counted === "yes" ? "counted" : "already", note });
      const lang = c.req.query("lang");
      if (lang !== undefined) query.set("lang", lang);
      return c.redirect(`${reportPath(service.id)}?${query}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 400) noteRefusal(service.id, "malformed");
      c.status(error.status);
      return reportPage(c, serviceIn(await frontOf(c), service.id), { thanks: null, mistake: error.message });
    }
  });
}

/** Another site's page may not make its readers send this form (https://www.w3.org/TR/fetch-metadata/). */
function refuseForeignForm(c: Context<Api>): void {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const isOwn =
    site === undefined
      ? origin === undefined || origin === new URL(c.req.url).origin
      : site === "same-origin" || site === "none";
  if (isOwn) return;
  throw new Refusal(
    403,
    "This form may be sent from this network's own page only. POST /v1/services/{id}/reports is open.",
  );
}

async function readForm(c: Context<Api>): Promise<ReportRequest> {
  const form = await c.req.parseBody();
  const text = (name: string) => {
    const value = form[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const parsed = ReportRequest.safeParse(
    {
      symptom: text("symptom"),
      platform: text("platform"),
      note: text("note"),
      turnstile: text("cf-turnstile-response"),
    },
    { reportInput: true },
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(
    400,
    issue === undefined ? "The form is wrong." : `${issue.path.join(".")}: ${explainIssue(issue)}`,
  );
}

type Shown = {
  readonly thanks: { readonly said: Said; readonly isNoteDropped: boolean } | null;
  readonly mistake: string | null;
};

async function reportPage(c: Context<Api>, service: ServiceWire, { thanks, mistake }: Shown): Promise<Response> {
  const targets = trialTargets(service, new URL(c.req.url));
  const { turnstile } = configOf(c);
  const siteKey = turnstile?.siteKey ?? null;
  c.header("content-security-policy", policyOf(trialOrigins(targets), siteKey !== null));
  c.header("cache-control", "no-store");
  // Without it a form that is sent from here would not say whence.
  c.header("referrer-policy", "same-origin");
  const view = viewOf(c);
  const page = await (
    <Layout
      view={view}
      title={`${view.words.report.title}: ${service.name}`}
      scripts={["/trial.js"]}
      foreignScript={siteKey === null ? null : `${TURNSTILE}/turnstile/v0/api.js`}
    >
      <p class="crumb">
        <a href={linkTo(view, `/s/${service.id}`)}>{view.words.me.back}</a>
      </p>
      <h1>
        {view.words.report.title}: {service.name}
      </h1>
      {thanks === null ? null : <ReportThanks view={view} {...thanks} />}
      {mistake === null ? null : (
        <p class="refused" role="alert" lang="en">
          {mistake}
        </p>
      )}
      <section class="card" aria-label={view.words.report.title}>
        <ReportForm view={view} service={service} symptoms={service.symptoms} siteKey={siteKey} />
      </section>
      <TrialPart view={view} service={service.id} targets={targets} />
    </Layout>
  );
  return c.html(`<!doctype html>${page}`);
}

/** The house's policy, opened for what this page tries, and for Turnstile where it is asked for. */
function policyOf(origins: readonly string[], isProven: boolean): string {
  const widget = isProven ? [TURNSTILE] : [];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...widget].join(" ")}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", ...origins, ...widget].join(" ")}`,
    ...(isProven ? [`frame-src ${TURNSTILE}`] : []),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
