import type { Finding } from "../../../shared/observe/classify.ts";
import type { Check } from "../../../shared/schema/index.ts";
import type { Resolution } from "../resolve.ts";

/** One protocol. A prober never throws: a failing target is data. */
export type Prober<C extends Check = Check> = (check: C, context: ProbeContext) => Promise<Finding>;

export type { Finding };

export type ProbeContext = {
  readonly userAgent: string;
  /** Milliseconds for the whole exchange, redirects and body included. */
  readonly timeoutMs: number;
  /** Private and loopback addresses may be asked. */
  readonly allowPrivate: boolean;
  readonly resolve: (host: string) => Promise<Resolution>;
  readonly fetch: typeof fetch;
  /** Milliseconds of a steady clock. */
  readonly clock: () => number;
};
