import type { Stage } from "../schema/index.ts";

/** What one attempt at an exchange showed, before anyone judges it. */

export type Answer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was read of the body; empty when nothing was asked of it. */
  readonly body: string;
  /** Bytes read of it: one more than are allowed, at most. Absent when nobody counted. */
  readonly bodyBytes?: number;
};

export type Exchange =
  /** Headers came. `bodyError`: the body broke off, in the platform's words. */
  | ({
      readonly kind: "answered";
      readonly latencyMs: number;
      readonly bodyError: string | null;
      /** What the name resolved to; empty when nobody asked. */
      readonly addresses: readonly string[];
      /** `own`: this machine asked by itself, so that no platform's egress can have answered in the target's place. */
      readonly egress?: "own";
    } & Answer)
  /** The platform threw. `host` was resolved before, unless it is an address itself. */
  | {
      readonly kind: "threw";
      readonly name: string;
      readonly message: string;
      readonly code: string | null;
      readonly secure: boolean;
      readonly latencyMs: number;
      /** Where it is known to have ended; `null` where the platform hides that and nobody looked again. */
      readonly stage: Stage | null;
      /** What the name resolved to, where somebody asked: whose edge it was that failed. */
      readonly addresses?: readonly string[];
    }
  /** No headers within the time given; `stage` and `addresses` as above. */
  | {
      readonly kind: "timed-out";
      readonly latencyMs: number;
      readonly stage: Stage | null;
      readonly addresses?: readonly string[];
    }
  /** The name did not resolve, by the word of the resolvers. */
  | {
      readonly kind: "unresolved";
      readonly cause: "resolve_nxdomain" | "resolve_servfail" | "resolve_timeout" | "resolve_empty";
      readonly detail: string;
    }
  /** Redirects without end. */
  | { readonly kind: "redirected"; readonly status: number; readonly latencyMs: number; readonly detail: string }
  /** Our own side: the guard refused the target, or nobody could be asked about its name. */
  | { readonly kind: "not-begun"; readonly detail: string };
