import type { Socket } from "node:net";
import { classify, type Finding } from "../../../../shared/observe/classify.ts";
import { failed, notBegun, passed } from "../../../../shared/observe/findings.ts";
import { hear } from "../../../../shared/observe/hear.ts";
import { boundLatency } from "../../../../shared/observe/latency.ts";
import type { TcpCheck, TlsCheck } from "../../../../shared/schema/index.ts";
import { failedExchange, openChannel } from "../channel.ts";
import { codeOf, within } from "../failure.ts";
import { wordsOn } from "../listen.ts";
import { openTrace, type Trace } from "../trace.ts";
import type { LocalContext, LocalFinding, LocalProber } from "./prober.ts";

/** A TCP connection, with TLS where asked, what is said on it, and the certificate that was shown. */
export const probeTcp: LocalProber<TcpCheck> = connectTo;

/** A handshake by this machine's own trust. */
export const probeTls: LocalProber<TlsCheck> = (check, context) => connectTo({ ...check, tls: true }, context);

type Wanted = Pick<TcpCheck, "host" | "port" | "tls" | "send" | "expect" | "timeoutMs" | "maxLatencyMs">;
type Time = {
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly beganAt: number;
  readonly timeoutMs: number;
};

async function connectTo(wanted: Wanted, context: LocalContext): Promise<LocalFinding> {
  const { clock } = context;
  const trace = openTrace(clock);
  const time = { signal: AbortSignal.timeout(wanted.timeoutMs), clock, beganAt: clock(), timeoutMs: wanted.timeoutMs };
  const finding = await exchange(wanted, { context, trace, time });
  trace.end();
  return { finding: boundLatency(finding, wanted.maxLatencyMs), certificate: trace.certificate };
}

async function exchange(
  wanted: Wanted,
  { context, trace, time }: { context: LocalContext; trace: Trace; time: Time },
): Promise<Finding> {
  const { host, port, tls } = wanted;
  const url = URL.parse(`${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}/`);
  if (url === null) return notBegun(`${host}:${port} is no address`);
  const { signal, clock, beganAt } = time;
  const latency = () => Math.max(0, clock() - beganAt - trace.waitedMs);
  try {
    const options = { context, ports: [String(port)], count: 0, signal, trace, protocols: [] };
    const channel = await openChannel(url, options);
    if (channel.kind === "refused") return classify(channel.exchange, {});
    const { socket } = channel;
    try {
      if (wanted.send === undefined && wanted.expect === undefined) return passed(tls ? "tls" : "connect", latency());
      return (await converse(socket, wanted, time)) ?? passed("body", latency());
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return classify(failedExchange(error, { signal, trace, latencyMs: latency(), isSecure: tls, hasBody: false }), {});
  }
}

/** Says what is to be said and listens; `null` when all is as expected. */
async function converse(socket: Socket, { send, expect }: Wanted, time: Time): Promise<Finding | null> {
  const { signal, clock, beganAt } = time;
  if (send !== undefined) {
    const sending = new Promise<void>((resolve, reject) =>
      socket.write(send, (error) => (error ? reject(error) : resolve())),
    );
    try {
      await within(signal, sending);
    } catch (error) {
      const latencyMs = clock() - beganAt;
      if (signal.aborted)
        return failed("request", "response_timeout", { latencyMs, detail: "nobody takes what is sent" });
      const code = error instanceof Error ? codeOf(error) : null;
      return failed("request", "connect_reset", {
        latencyMs,
        detail: `the connection broke (${code ?? String(error)})`,
      });
    }
  }
  return expect === undefined ? null : hear(wordsOn(socket), expect, time);
}
