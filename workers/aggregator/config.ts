import { z } from "zod";
import type { MailSender } from "../../shared/notify/formats/format.ts";

/** The aggregator's variables, parsed once: every default is here, and nothing below an entry reads a variable. */

const Variables = z.object({
  /** How many Fusion objects share the services of one network. */
  FUSION_SHARDS: z.coerce.number().int().min(1).max(64).default(1),
  /** How many intakes share the reporters of one network: each takes about a thousand reports a second. */
  REPORT_SHARDS: z.coerce.number().int().min(1).max(64).default(16),
  /** Turnstile: the widget's key, the secret that makes the network ask for it, and where it is verified. */
  TURNSTILE_SITE_KEY: z.string().min(1).optional(),
  TURNSTILE_SECRET: z.string().min(1).optional(),
  TURNSTILE_URL: z.url().default("https://challenges.cloudflare.com/turnstile/v0/siteverify"),
  /** Seconds after which an unchanged snapshot is published again, and after which one counts as old. */
  SNAPSHOT_SECONDS: z.coerce.number().min(1).max(300).default(60),
  /** Seconds for which the edge gives the answer to a public read again by itself; 0 for never. */
  EDGE_SECONDS: z.coerce.number().int().min(0).max(60).default(2),
  /** Where whoever runs a vendor's page may read who is asking. */
  CONTACT_URL: z.url().default("https://downwhere.example/probe"),
  /** The operator's own token for the X API v2: without it accounts on X are not read. */
  X_BEARER_TOKEN: z.string().min(1).optional(),
  /** Runs the simulated network beside the real one, this many times faster; absent in a deployment. */
  SIMULATION_SPEED: z.coerce.number().min(1).max(600).optional(),
  /** Messages may go to loopback and private addresses. Set by a local network that was asked to, and by nothing else. */
  DELIVER_TO_PRIVATE: z.enum(["yes", "no"]).default("no"),
  /** An HTTP service that sends mail, the value of its `authorization` header, and the sender's address. */
  MAIL_URL: z.url({ protocol: /^https$/ }).optional(),
  MAIL_AUTHORIZATION: z.string().min(1).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  /** The secret that opens the admin routes; without it they are closed. */
  ADMIN_KEY: z.string().min(16, "must have at least 16 characters").optional(),
});

export type Config = {
  readonly shards: number;
  readonly reportShards: number;
  /** `null` where reports need no proof that a person sends them. */
  readonly turnstile: { readonly secret: string; readonly siteKey: string | null; readonly url: string } | null;
  readonly snapshotMs: number;
  readonly edgeSeconds: number;
  readonly contactUrl: string;
  readonly xToken: string | null;
  /** `null` where nothing is simulated. */
  readonly simulationSpeed: number | null;
  readonly deliverToPrivate: boolean;
  /** `null` where no mail is sent. */
  readonly mail: MailSender | null;
  /** `null` where nobody may administer over HTTP. */
  readonly adminKey: string | null;
};

/** Throws a `ZodError` that names the variable: a wrong deployment must not start. */
export function parseConfig(env: object): Config {
  const variables = Variables.parse(env);
  return {
    shards: variables.FUSION_SHARDS,
    reportShards: variables.REPORT_SHARDS,
    turnstile:
      variables.TURNSTILE_SECRET === undefined
        ? null
        : {
            secret: variables.TURNSTILE_SECRET,
            siteKey: variables.TURNSTILE_SITE_KEY ?? null,
            url: variables.TURNSTILE_URL,
          },
    snapshotMs: variables.SNAPSHOT_SECONDS * 1_000,
    edgeSeconds: variables.EDGE_SECONDS,
    contactUrl: variables.CONTACT_URL,
    xToken: variables.X_BEARER_TOKEN ?? null,
    simulationSpeed: variables.SIMULATION_SPEED ?? null,
    deliverToPrivate: variables.DELIVER_TO_PRIVATE === "yes",
    mail: mailOf(variables),
    adminKey: variables.ADMIN_KEY ?? null,
  };
}

function mailOf({ MAIL_URL, MAIL_AUTHORIZATION, MAIL_FROM }: z.infer<typeof Variables>): MailSender | null {
  if (MAIL_URL === undefined || MAIL_AUTHORIZATION === undefined || MAIL_FROM === undefined) return null;
  return { url: MAIL_URL, authorization: MAIL_AUTHORIZATION, from: MAIL_FROM };
}
