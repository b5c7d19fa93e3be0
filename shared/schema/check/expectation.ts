import { z } from "zod";
import { BODY_BYTES, EXPECTATIONS_MAX } from "../limits.ts";
import { Pattern } from "./pattern.ts";
import { between } from "./timing.ts";

/** What a healthy HTTP answer looks like: status, headers, where it redirects to, and what its body says. */

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

/** The name of a header; any case. */
export const HeaderName = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, "must be a header name such as content-type");

/** How a header must be; with its name alone it must be there. */
export const HeaderExpectation = z
  .strictObject({
    name: HeaderName,
    /** Case-insensitive part of the value. */
    contains: z.string().max(200).optional(),
    equals: z.string().max(500).optional(),
    matches: Pattern.optional(),
    absent: z.literal(true).optional(),
  })
  .refine(
    ({ contains, equals, matches, absent }) => !absent || (contains ?? equals ?? matches) === undefined,
    "a header that must be absent has no `contains`, `equals` or `matches`",
  );
export type HeaderExpectation = z.infer<typeof HeaderExpectation>;

const Scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
/** Numbers are compared as numbers, texts as texts (times of one RFC 3339 form sort so). */
const Ordered = z.union([z.number(), z.string().max(500)]);

/** The comparators of one JSON value, in the order in which they are judged. */
export const COMPARATORS = [
  "exists",
  "equals",
  "not",
  "lt",
  "lte",
  "gt",
  "gte",
  "contains",
  "matches",
  "length",
] as const;

/** How the value at a path must be. Every comparator that is given must hold. */
export const JsonExpectation = z
  .strictObject({
    path: JsonPath,
    exists: z.boolean().optional(),
    equals: Scalar.optional(),
    not: Scalar.optional(),
    lt: Ordered.optional(),
    lte: Ordered.optional(),
    gt: Ordered.optional(),
    gte: Ordered.optional(),
    /** A part of a text, or an item of a list. */
    contains: Scalar.optional(),
    matches: Pattern.optional(),
    /** Characters of a text or items of a list. */
    length: z.int().min(0).optional(),
  })
  .refine(
    (json) => COMPARATORS.some((comparator) => json[comparator] !== undefined),
    `must compare with one of ${COMPARATORS.join(", ")}`,
  );
export type JsonExpectation = z.infer<typeof JsonExpectation>;

const Text = z.string().min(1).max(500);

export const Expectation = z.strictObject({
  /** Any of these; default 200-299. */
  status: z.array(StatusSet).min(1).max(EXPECTATIONS_MAX).optional(),
  headers: z.array(HeaderExpectation).max(EXPECTATIONS_MAX).optional(),
  body: z
    .strictObject({
      contains: z.array(Text).max(EXPECTATIONS_MAX).optional(),
      notContains: z.array(Text).max(EXPECTATIONS_MAX).optional(),
      matches: z.array(Pattern).max(EXPECTATIONS_MAX).optional(),
      notMatches: z.array(Pattern).max(EXPECTATIONS_MAX).optional(),
      json: z.array(JsonExpectation).max(EXPECTATIONS_MAX).optional(),
      /** The body must not be larger. */
      maxBytes: between("maxBytes", BODY_BYTES).optional(),
    })
    .optional(),
});
export type Expectation = z.infer<typeof Expectation>;
