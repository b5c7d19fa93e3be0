import { z } from "zod";
import { EXPECTATIONS_MAX } from "../limits.ts";
import { HostName } from "./host.ts";
import { timing } from "./timing.ts";

/** One question to two independent resolvers, and the records that a healthy answer has. */

export const RECORD_TYPES = ["A", "AAAA", "CNAME", "MX", "TXT", "NS"] as const;
export const RecordType = z.enum(RECORD_TYPES);
export type RecordType = z.infer<typeof RecordType>;

/** Records as text: an address; a name in lower case without its last dot; `10 mail.example.com` of an MX; the text of a TXT. */
const RecordTexts = z.array(z.string().min(1).max(500)).min(1).max(EXPECTATIONS_MAX);

export const DnsExpectation = z
  .strictObject({
    /** These are among the records. */
    includes: RecordTexts.optional(),
    /** Exactly these, in any order. */
    equals: RecordTexts.optional(),
    minCount: z.int().min(1).max(100).optional(),
    /** The name has no such record; that it does not exist at all is as good. */
    absent: z.literal(true).optional(),
  })
  .refine(
    ({ absent, includes, equals, minCount }) => !absent || (includes ?? equals ?? minCount) === undefined,
    "a record that must be absent has no `includes`, `equals` or `minCount`",
  );
export type DnsExpectation = z.infer<typeof DnsExpectation>;

export const DnsCheck = z.strictObject({
  prober: z.literal("dns"),
  name: HostName,
  type: RecordType.default("A"),
  ...timing,
  /** Default: at least one record. */
  expect: DnsExpectation.default({}),
});
export type DnsCheck = z.infer<typeof DnsCheck>;
