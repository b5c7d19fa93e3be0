import { z } from "zod";
import { BODY_BYTES, REDIRECTS, URL_MAX_CHARS } from "../limits.ts";
import { Expectation, HeaderName, JsonPath } from "./expectation.ts";
import { between, timing } from "./timing.ts";

/** One HTTP exchange and what a healthy answer to it looks like. */

const HttpUrl = z
  .string()
  .max(URL_MAX_CHARS)
  .regex(
    /^https?:\/\/[^\s/@?#]+(?:[/?#]\S*)?$/i,
    "must be an http or https URL without credentials, such as https://example.com/health",
  );

/** Sent with an exchange; one line each, so that no header can smuggle in another. A probe always says who it is. */
export const Headers = z.record(
  z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, "must be a header name")
    .regex(/^(?!user-agent$)/i, "must not be user-agent: a probe says who it is"),
  z
    .string()
    .max(500)
    .regex(/^[^\r\n\0]*$/, "must be one line"),
);

/**
 * What becomes of a redirect. `follow`: it is followed, each hop guarded, up to `maxRedirects`. `manual`: it is the answer,
 * and leads to `location` where that is given. `never`: an answer that redirects is a failure.
 */
export const RedirectPolicy = z.discriminatedUnion("policy", [
  z.strictObject({ policy: z.literal("follow") }),
  z.strictObject({
    policy: z.literal("manual"),
    /** The address it must lead to: complete, or as the server writes it. */
    location: z.string().min(1).max(URL_MAX_CHARS).optional(),
  }),
  z.strictObject({ policy: z.literal("never") }),
]);
export type RedirectPolicy = z.infer<typeof RedirectPolicy>;

/**
 * A value that every region should see alike: a version, a hash, a time. `tolerance` is how far apart two of them may be,
 * in the value's own unit for numbers, in seconds for times; texts must be the same.
 */
export const Agreement = z
  .strictObject({
    header: HeaderName.optional(),
    jsonPath: JsonPath.optional(),
    tolerance: z.number().min(0).default(0),
  })
  .refine(
    ({ header, jsonPath }) => (header === undefined) !== (jsonPath === undefined),
    "must name either `header` or `jsonPath`",
  );
export type Agreement = z.infer<typeof Agreement>;

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

export const HttpCheck = z
  .strictObject({
    prober: z.literal("http").default("http"),
    url: HttpUrl,
    method: z.enum(METHODS).default("GET"),
    headers: Headers.default({}),
    body: z.string().max(10_000).optional(),
    ...timing,
    redirects: RedirectPolicy.optional(),
    maxRedirects: between("maxRedirects", REDIRECTS).default(REDIRECTS.default),
    maxBodyBytes: between("maxBodyBytes", BODY_BYTES).default(BODY_BYTES.default),
    agree: Agreement.optional(),
    expect: Expectation.default({}),
  })
  .refine(({ method, body }) => body === undefined || (method !== "GET" && method !== "HEAD"), {
    path: ["body"],
    message: "must not be given with GET or HEAD",
  })
  .refine(({ method, expect }) => method !== "HEAD" || expect.body === undefined, {
    path: ["expect", "body"],
    message: "must not be given with HEAD: such an answer has no body",
  })
  .refine(({ expect, maxBodyBytes }) => (expect.body?.maxBytes ?? 0) <= maxBodyBytes, {
    path: ["expect", "body", "maxBytes"],
    message: "must not be more than `maxBodyBytes`: what is not read cannot be measured",
  });
export type HttpCheck = z.infer<typeof HttpCheck>;
