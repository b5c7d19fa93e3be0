import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { requestFrom } from "../api/check-question.ts";
import { checkNow } from "../api/checks.ts";
import { type Api, frontOf } from "../api/context.ts";
import { problemOf, problemResponse, Refusal } from "../api/problem.ts";
import { CHECK_BODY_BYTES } from "../limits.ts";
import { CheckPage, type CheckPageData } from "./check.tsx";
import { viewOf } from "./view-of.ts";

/** The form that looks now. It is sent as a form, without scripts too, and answered by the code behind `POST /v1/checks`. */

export function checkPageRoutes(app: Hono<Api>): void {
  app.get("/check", async (c) => {
    const url = (c.req.query("url") ?? "").slice(0, CHECK_BODY_BYTES);
    return answer(c, { url, service: c.req.query("service") ?? "", answer: null, refused: null });
  });

  const bounded = bodyLimit({
    maxSize: CHECK_BODY_BYTES,
    onError: (c) => problemResponse(c, 413, `The form must have at most ${CHECK_BODY_BYTES} bytes.`),
  });
  app.post("/check", bounded, async (c) => {
    const form = await c.req.parseBody();
    const url = withScheme(textOf(form.url));
    const service = textOf(form.serviceId);
    const asked = { url, service };
    try {
      const request = requestFrom(url === "" ? { serviceId: service } : { url });
      return await answer(c, { ...asked, answer: await checkNow(c, request), refused: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refused = problemOf(error.status, error.message, error.errors);
      return answer(c, { ...asked, answer: null, refused });
    }
  });
}

async function answer(c: Context<Api>, data: Omit<CheckPageData, "names">): Promise<Response> {
  const { snapshot } = await frontOf(c);
  const names = snapshot.services.map(({ id, name }) => [id, name] as const);
  const body = await (<CheckPage view={viewOf(c)} data={{ ...data, names }} />);
  return c.html(`<!doctype html>${body}`, data.refused?.status === 429 ? 429 : data.refused === null ? 200 : 400, {
    "cache-control": "no-store",
  });
}

/** A file, or a field that comes twice, is no answer. */
function textOf(field: unknown): string {
  return typeof field === "string" ? field.trim() : "";
}

/** People write "example.com". */
function withScheme(text: string): string {
  return text === "" || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}
