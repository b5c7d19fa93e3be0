import { z } from "zod";
import { BODY_BYTES, EXPECTATIONS_MAX, INTERVAL_SECONDS, REDIRECTS, TIMEOUT_MS, URL_MAX_CHARS } from "./limits.ts";

/** The standing definition of what is probed and what a healthy answer looks like. People write it: a typo is an error. */

const between = (name: string, { min, max }: { min: number; max: number }) =>
  z.int().refine((value) => value >= min && value <= max, {
    error: ({ input }) => `${name} must be between ${min} and ${max}; received ${String(input)}`,
  });

/** A status (200), a class ("2xx") or a range ("200-399"). */
export const StatusSet = z.union([
  z.int().min(100).max(599),
  z
    .string()
    .regex(
      /^([1-5]xx|[1-5]\d\d-[1-5]\d\d)$/,
      'must be a status such as 200, a class such as "2xx" or a range such as "200-399"',
    ),
]);
export type StatusSet = z.infer<typeof StatusSet>;

/** A path into JSON, dots and indexes: `status.indicator`, `items[0].id`. Empty for the whole document. */
export const JsonPath = z
  .string()
  .max(200)
  .regex(
    /^(?:[A-Za-z0-9_$-]+(?:\[\d+\])*(?:\.[A-Za-z0-9_$-]+(?:\[\d+\])*)*)?$/,
    "must be a path such as status.indicator or items[0].id",
  );

export const Expectation = z.strictObject({
  /** Any of these; default 200-299. */
  status: z.array(StatusSet).min(1).max(EXPECTATIONS_MAX).optional(),
  headers: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        /** Case-insensitive part of the value; absent: the header must be there. */
        contains: z.string().max(200).optional(),
      }),
    )
    .max(EXPECTATIONS_MAX)
    .optional(),
  body: z
    .strictObject({
      contains: z.array(z.string().min(1).max(500)).max(EXPECTATIONS_MAX).optional(),
      notContains: z.array(z.string().min(1).max(500)).max(EXPECTATIONS_MAX).optional(),
      json: z
        .array(z.strictObject({ path: JsonPath, equals: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
        .max(EXPECTATIONS_MAX)
        .optional(),
    })
    .optional(),
});
export type Expectation = z.infer<typeof Expectation>;

const HttpUrl = z
  .string()
  .max(URL_MAX_CHARS)
  .regex(
    /^https?:\/\/[^\s/@?#]+(?:[/?#]\S*)?$/i,
    "must be an http or https URL without credentials, such as https://example.com/health",
  );

export const HttpCheck = z.strictObject({
  prober: z.literal("http").default("http"),
  url: HttpUrl,
  method: z.enum(["GET", "HEAD", "POST"]).default("GET"),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "must be a header name"), z.string().max(500)).default({}),
  body: z.string().max(10_000).optional(),
  intervalSeconds: between("intervalSeconds", INTERVAL_SECONDS).default(INTERVAL_SECONDS.default),
  timeoutMs: between("timeoutMs", TIMEOUT_MS).default(TIMEOUT_MS.default),
  maxRedirects: between("maxRedirects", REDIRECTS).default(REDIRECTS.default),
  maxBodyBytes: between("maxBodyBytes", BODY_BYTES).default(BODY_BYTES.default),
  expect: Expectation.default({}),
});
export type HttpCheck = z.infer<typeof HttpCheck>;

/** One member per prober; a new protocol adds one here and one in the probe's registry. */
export const Check = HttpCheck;
export type Check = z.infer<typeof Check>;
export type ProberName = Check["prober"];
