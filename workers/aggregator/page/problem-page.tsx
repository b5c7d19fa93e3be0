import type { Context } from "hono";
import type { Api } from "../api/context.ts";
import { problemOf, refusalFrom, type Status } from "../api/problem.ts";
import { ErrorPage } from "./error.tsx";
import { viewOf } from "./view-of.ts";

/** A problem as a page, for whoever follows a link; programs get the same as problem+json. */

/** Whether a person is at the other end: a browser that goes to an address says so, and a program does not. */
export function wantsPage(c: Context<Api>): boolean {
  const isApi = c.req.path.startsWith("/v1/") || c.req.path.endsWith(".json");
  return !isApi && (c.req.header("accept") ?? "").includes("text/html");
}

export async function problemPage(c: Context<Api>, status: Status, detail: string): Promise<Response> {
  const body = await (<ErrorPage view={viewOf(c)} problem={problemOf(status, detail)} />);
  return c.html(`<!doctype html>${body}`, status, { "cache-control": "no-store" });
}

export function errorPage(c: Context<Api>, error: Error): Promise<Response> {
  const { status, message } = refusalFrom(c, error);
  return problemPage(c, status, message);
}
