import { z } from "zod";
import { RegionId } from "../../shared/schema/region.ts";

/** A script of the simulated internet: which sites there are, and what is wrong with them where and when. Data, not code. */

const Minutes = z.number().min(0).max(10_000);

const Kind = z.discriminatedUnion("kind", [
  /** The resolvers say so. */
  z.strictObject({ kind: z.literal("dns"), answer: z.enum(["nxdomain", "servfail", "empty"]) }),
  /** Nobody answers on the port, or nobody answers at all. */
  z.strictObject({ kind: z.literal("connect"), how: z.enum(["refused", "timeout"]) }),
  z.strictObject({ kind: z.literal("tls") }),
  /** The CDN's own error: its page, its signature, no word of an origin. */
  z.strictObject({ kind: z.literal("edge") }),
  /** The CDN says that the origin behind it failed. */
  z.strictObject({ kind: z.literal("origin") }),
  z.strictObject({ kind: z.literal("gateway"), status: z.union([z.literal(502), z.literal(503), z.literal(504)]) }),
  z.strictObject({ kind: z.literal("backend") }),
  /** Answers, this many milliseconds later than usual. */
  z.strictObject({ kind: z.literal("slow"), byMs: z.number().min(1).max(20_000) }),
  /** A wall against machines. */
  z.strictObject({ kind: z.literal("wall") }),
  /** 200 with the wrong page. */
  z.strictObject({ kind: z.literal("content") }),
  /** An old version of the data. */
  z.strictObject({ kind: z.literal("desync") }),
  /** The probe's own way out is broken: everything fails, control targets included. */
  z.strictObject({ kind: z.literal("egress") }),
]);

export const Fault = z.strictObject({
  what: Kind,
  /** Hosts that it hits; all sites of the scenario where absent. */
  hosts: z.array(z.string()).min(1).optional(),
  /** Regions in which it shows; everywhere where absent. */
  regions: z.array(RegionId).min(1).optional(),
  from: Minutes,
  /** Exclusive. */
  to: Minutes,
  /** Share of exchanges that it hits. */
  rate: z.number().min(0).max(1).default(1),
});
export type Fault = z.infer<typeof Fault>;

export const Site = z.strictObject({
  host: z.string(),
  /** The edge in front, by the signature it leaves; none where absent. */
  edge: z.enum(["fastly", "cloudflare", "cloudfront"]).optional(),
  body: z.string(),
  contentType: z.string().default("text/html; charset=utf-8"),
});
export type Site = z.infer<typeof Site>;

export const Scenario = z
  .strictObject({
    name: z.string(),
    /** The story begins again after so many minutes; it is told once where absent. */
    repeatMinutes: Minutes.optional(),
    sites: z.array(Site),
    faults: z.array(Fault),
  })
  .superRefine(({ sites, faults }, context) => {
    const hosts = new Set(sites.map(({ host }) => host));
    for (const [index, fault] of faults.entries()) {
      if (fault.to <= fault.from)
        context.addIssue({
          code: "custom",
          path: ["faults", index, "to"],
          message: `must be after "from" (${fault.from}); received ${fault.to}`,
        });
      for (const host of fault.hosts ?? []) {
        if (!hosts.has(host))
          context.addIssue({
            code: "custom",
            path: ["faults", index, "hosts"],
            message: `must name sites of the scenario; received "${host}"`,
          });
      }
    }
  });
export type Scenario = z.infer<typeof Scenario>;
