import { resolversFor } from "../../workers/cli/check/ask-dns.ts";
import type { LocalContext } from "../../workers/cli/check/probers/prober.ts";
import { AUTHORITY } from "./loopback.ts";

/** What the command line's own probers work with, for servers on this machine. */

const USER_AGENT = "Downwhere/0.1 (+https://downwhere.example/probe; region=local)";

/** `resolver`: the port of a name server on this machine. */
export const localContext = (
  resolver: number | null,
  { fetch = globalThis.fetch, ...over }: Partial<LocalContext> & { fetch?: typeof globalThis.fetch } = {},
): LocalContext => ({
  userAgent: USER_AGENT,
  allowPrivate: true,
  lookup: async () => ({ kind: "resolved", addresses: ["127.0.0.1"] }),
  ca: AUTHORITY.toString(),
  wholeBody: false,
  clock: () => performance.now(),
  now: () => Date.now(),
  resolvers: resolversFor(resolver === null ? null : `127.0.0.1:${resolver}`, { userAgent: USER_AGENT, fetch }),
  ...over,
});
