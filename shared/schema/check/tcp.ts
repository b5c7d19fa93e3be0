import { z } from "zod";
import { Host, HostName, Port } from "./host.ts";
import { Pattern } from "./pattern.ts";
import { timing } from "./timing.ts";

/** A connection: that it is taken, that TLS is spoken on it, and what is said when something is said. */

/** What is said on a connection and heard back. */
const Talk = {
  /** Sent once the connection stands, as UTF-8. */
  send: z.string().min(1).max(2_000).optional(),
  expect: z
    .strictObject({ contains: z.string().min(1).max(500).optional(), matches: Pattern.optional() })
    .refine(({ contains, matches }) => (contains ?? matches) !== undefined, "must name `contains` or `matches`")
    .optional(),
};

export const TcpCheck = z.strictObject({
  prober: z.literal("tcp"),
  host: Host,
  port: Port,
  /** TLS from the first byte, by the platform's own trust. */
  tls: z.boolean().default(false),
  ...timing,
  ...Talk,
});
export type TcpCheck = z.infer<typeof TcpCheck>;

/**
 * A handshake that the platform's own trust accepts. The platform shows no certificate: names, chain and expiry are told
 * by an agent only.
 */
export const TlsCheck = z.strictObject({
  prober: z.literal("tls"),
  host: HostName,
  port: Port.default(443),
  ...timing,
});
export type TlsCheck = z.infer<typeof TlsCheck>;
