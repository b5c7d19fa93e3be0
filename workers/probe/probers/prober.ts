import type { Finding as Classified } from "../../../shared/observe/classify.ts";
import type { Observation, ProbedCheck } from "../../../shared/schema/index.ts";
import type { Connect } from "../connection.ts";
import type { Resolution } from "../resolve.ts";

/** One protocol. A prober never throws: a failing target is data. */
export type Prober<C extends ProbedCheck = ProbedCheck> = (check: C, context: ProbeContext) => Promise<Finding>;

export type Finding = Classified & Pick<Observation, "version">;

export type ProbeContext = {
  readonly userAgent: string;
  /** Milliseconds for the whole exchange, redirects and body included; finding the stage of a failure may add `STAGING_MS`. */
  readonly timeoutMs: number;
  /** Private and loopback addresses may be asked. */
  readonly allowPrivate: boolean;
  readonly resolve: (host: string) => Promise<Resolution>;
  readonly fetch: typeof fetch;
  /** TCP, where the platform gives it: a simulated network has none, and stages stay unknown there. */
  readonly tcp?: TcpPort;
  /** WebSockets, where `fetch` with an upgrade is not the way to them. */
  readonly openWebSocket?: OpenWebSocket;
  /** Milliseconds of a steady clock. */
  readonly clock: () => number;
};

export type TcpPort = {
  readonly connect: Connect;
  /** `false` for addresses that the platform refuses to connect to, whoever answers there. */
  readonly reaches: (address: string) => boolean;
};

/** Asks for an upgrade. `socket` is `null` when the answer was another one. Rejects as `fetch` does. */
export type OpenWebSocket = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<{ readonly response: Response; readonly socket: OpenSocket | null }>;

export type OpenSocket = {
  readonly send: (text: string) => void;
  readonly close: () => void;
  /** `null` once it is closed. Called once. */
  readonly listen: (heard: (message: string | null) => void) => void;
};
