import { z } from "zod";

/** Hosts and ports as checks name them. Whether they may be asked is the guard's business. */

/** Letters, digits, hyphens and underscores between dots; other scripts in their ASCII form (xn--…). */
export const HostName = z
  .string()
  .max(253)
  .regex(
    /^(?=.*[^\d.])(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?$/,
    "must be a name such as www.example.com",
  );

const Address = z.union([z.ipv4(), z.ipv6()]);

/** A name or an address; IPv6 without brackets. */
export const Host = z.string().refine((text) => HostName.safeParse(text).success || Address.safeParse(text).success, {
  error: ({ input }) => `must be a name such as mail.example.com or an address; received ${JSON.stringify(input)}`,
});

/** Port 25 is refused by Cloudflare's sockets, and mail servers take strangers on it for spammers. */
export const Port = z
  .int()
  .min(1)
  .max(65_535)
  .refine((port) => port !== 25, "must not be 25: the platform refuses it; 465 and 587 are open");
