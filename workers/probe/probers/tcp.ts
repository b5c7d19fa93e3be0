import { classify } from "../../../shared/observe/classify.ts";
import { failed, notBegun, passed } from "../../../shared/observe/findings.ts";
import { hear, LATE } from "../../../shared/observe/hear.ts";
import { boundLatency } from "../../../shared/observe/latency.ts";
import type { TcpCheck } from "../../../shared/schema/index.ts";
import { type Connection, withConnection, within } from "../connection.ts";
import { rememberAddresses } from "./addresses.ts";
import { guardTarget } from "./guard.ts";
import type { Finding, ProbeContext, Prober, TcpPort } from "./prober.ts";
import { stageOf } from "./stage.ts";

/** A TCP connection, with TLS where asked, and what is said on it. */
export const probeTcp: Prober<TcpCheck> = async (check, context) =>
  boundLatency(await connectTo(check, context), check.maxLatencyMs);

export type Wanted = Pick<TcpCheck, "host" | "port" | "tls" | "send" | "expect">;

/** Guarded like any exchange: a socket to a private address is as good a weapon as a request. */
export async function connectTo(wanted: Wanted, looking: ProbeContext): Promise<Finding> {
  const { context, addressesOf } = rememberAddresses(looking);
  const { tcp } = context;
  if (tcp === undefined) return notBegun("this probe opens no TCP connections");
  const { host, port } = wanted;
  const url = `${wanted.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}/`;
  if (!URL.canParse(url)) return notBegun(`${host}:${port} is no address`);
  const refusal = await guardTarget(url, { ports: [String(port)], context, hop: 0 });
  if (refusal !== null) return classify(refusal, {});
  const refused = addressesOf(url).find((address) => !tcp.reaches(address));
  if (refused !== undefined)
    return notBegun(`the platform connects to no address of Cloudflare's (${refused}): check it over HTTP`);
  return connectGuarded(wanted, { url, tcp, context, addresses: addressesOf(url) });
}

async function connectGuarded(
  wanted: Wanted,
  target: { url: string; tcp: TcpPort; context: ProbeContext; addresses: readonly string[] },
): Promise<Finding> {
  const { tcp, context } = target;
  const { clock, timeoutMs } = context;
  const beganAt = clock();
  const connected = await withConnection(
    tcp.connect,
    { host: wanted.host, port: wanted.port, secure: wanted.tls },
    {
      timeoutMs,
      use: async (connection) => {
        const openedMs = clock() - beganAt;
        if (wanted.send === undefined && wanted.expect === undefined)
          return passed(wanted.tls ? "tls" : "connect", openedMs);
        return (await converse(connection, wanted, { clock, beganAt, timeoutMs })) ?? passed("body", clock() - beganAt);
      },
    },
  );
  if (connected.kind === "opened") return connected.value;
  const latencyMs = clock() - beganAt;
  const isLate = connected.kind === "timed-out";
  if (wanted.tls && (await stageOf(target.url, target)) === "tls")
    return failed("tls", "tls_handshake", {
      latencyMs,
      detail: isLate
        ? `no TLS handshake within ${timeoutMs} ms`
        : "the connection stands, but the handshake failed or the certificate is not trusted: the platform does not say which",
    });
  return isLate
    ? failed("connect", "connect_timeout", { latencyMs, detail: `no connection within ${timeoutMs} ms` })
    : failed("connect", "connect_refused", { latencyMs, detail: connected.message });
}

/** Says what is to be said and listens; `null` when all is as expected. */
async function converse(
  connection: Connection,
  { send, expect }: Wanted,
  time: { clock: () => number; beganAt: number; timeoutMs: number },
): Promise<Finding | null> {
  const latency = () => time.clock() - time.beganAt;
  if (send !== undefined) {
    const writer = connection.writable.getWriter();
    try {
      if ((await within(writer.write(new TextEncoder().encode(send)), time.timeoutMs - latency())) === LATE)
        return failed("request", "response_timeout", { latencyMs: latency(), detail: "nobody takes what is sent" });
    } catch (error) {
      return failed("request", "connect_reset", { latencyMs: latency(), detail: String(error) });
    } finally {
      writer.releaseLock();
    }
  }
  if (expect === undefined) return null;
  const reader = connection.readable.getReader();
  const decoder = new TextDecoder();
  const next = async () => {
    const { done, value } = await reader.read();
    return done ? null : decoder.decode(value, { stream: true });
  };
  try {
    return await hear((ms) => within(next(), ms), expect, time);
  } finally {
    await within(
      reader.cancel().catch(() => undefined),
      0,
    );
  }
}
