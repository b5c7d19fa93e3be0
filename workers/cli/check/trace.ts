import type { Stage } from "../../../shared/schema/index.ts";
import type { CertificateSeen } from "./certificate.ts";

/** What is known of one hop while it goes on: the stage it is in, how long each took, and whom it talks to. */

export type Timings = {
  resolveMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  requestMs: number | null;
  /** From the end of the request to the first byte of the answer. */
  firstByteMs: number | null;
  /** From the end of the headers to the end of the body. */
  bodyMs: number | null;
};

export type Trace = {
  readonly timings: Timings;
  stage: Stage;
  addresses: readonly string[];
  remoteAddress: string | null;
  /** `http/1.1` or `h2`, once it is agreed. */
  protocol: string | null;
  certificate: CertificateSeen | null;
  /** Milliseconds that we waited of our own will, and that are no part of any latency. */
  waitedMs: number;
  /** The next stage begins, and the one before it took until now. */
  enter(stage: Stage): void;
  firstByte(): void;
  /** The hop is over in the stage it is in. */
  end(): void;
};

const TIMED = {
  resolve: "resolveMs",
  connect: "connectMs",
  tls: "tlsMs",
  request: "requestMs",
  response: "firstByteMs",
  body: "bodyMs",
} as const satisfies Record<Stage, keyof Timings>;

/** `clock`: milliseconds of a steady clock. */
export function openTrace(clock: () => number): Trace {
  let since = clock();
  const note = (stage: Stage) => {
    trace.timings[TIMED[stage]] ??= Math.round((clock() - since) * 1_000) / 1_000;
  };
  const trace: Trace = {
    timings: { resolveMs: null, connectMs: null, tlsMs: null, requestMs: null, firstByteMs: null, bodyMs: null },
    stage: "resolve",
    addresses: [],
    remoteAddress: null,
    protocol: null,
    certificate: null,
    waitedMs: 0,
    enter(stage) {
      note(trace.stage);
      trace.stage = stage;
      since = clock();
    },
    firstByte: () => note("response"),
    end: () => note(trace.stage),
  };
  return trace;
}
