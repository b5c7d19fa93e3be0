import type { Context } from "hono";
import type { z } from "zod";
import { explainIssue } from "../../../shared/schema/explain-issue.ts";
import type { Problem } from "../../../shared/schema/index.ts";

/** Every error the API answers, made in one place: RFC 9457 problem details, and no stack trace ever. */

const TITLES = {
  400: "The request is not understood",
  401: "It must be known who asks",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "It is there already",
  413: "The request is too large",
  422: "Understood, and not acceptable",
  429: "Too many requests",
  500: "Something is broken on our side",
  503: "Not available right now",
} as const;

export type Status = keyof typeof TITLES;

/** Thrown by a route to refuse; answered as a problem. */
export class Refusal extends Error {
  readonly status: Status;
  readonly errors: Problem["errors"];
  constructor(status: Status, detail: string, errors?: Problem["errors"]) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export function problemResponse(c: Context, status: Status, detail: string, errors?: Problem["errors"]): Response {
  return c.body(JSON.stringify(problemOf(status, detail, errors)), status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
}

export function problemOf(status: Status, detail: string, errors?: Problem["errors"]): Problem {
  return { type: "about:blank", title: TITLES[status], status, detail, ...(errors ? { errors } : {}) };
}

/** A request whose parameters break their schema: 400, each parameter named. */
export function invalidRequest(c: Context, error: z.ZodError): Response {
  const received = { ...c.req.query(), ...c.req.param() };
  const errors = error.issues.map((issue) => {
    const path = issue.path.join(".");
    return { path, message: explainIssue(issue, received[path]) };
  });
  const [first] = errors;
  return problemResponse(c, 400, first ? `${first.path}: ${first.message}` : "the request breaks its schema", errors);
}

/** What a route threw: a refusal is answered as such, anything else is a bug, logged and not shown. */
export function answerError(c: Context, error: Error): Response {
  const { status, message, errors } = refusalFrom(c, error);
  return problemResponse(c, status, message, errors);
}

/** The refusal in what was thrown; of a bug, one that tells nothing. */
export function refusalFrom(c: Context, error: Error): Refusal {
  if (error instanceof Refusal) return error;
  console.error("unexpected", { path: c.req.path, error: String(error), stack: error.stack });
  return new Refusal(500, "The error was logged. Trying again later may help.");
}
