import { request as openRequest } from "node:http";
import type { Socket } from "node:net";
import { type AskOptions, type HttpAnswer, type HttpRequest, plainHeaders } from "./answer.ts";
import { codeOf, failureOf, StageFailure } from "./failure.ts";
import { HEADER_BYTES_MAX } from "./limits.ts";

/**
 * One request and the head of its answer over HTTP/1.1, on a socket that is connected and, where it must be, secured.
 * Where it asks for an upgrade and gets it, the body is what follows on the socket.
 */
export function askHttp1(socket: Socket, request: HttpRequest, { signal, trace }: AskOptions): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let broken: Error | null = null;
    let isAnswered = false;
    const sending = openRequest({
      createConnection: () => socket,
      method: request.method,
      path: `${request.url.pathname}${request.url.search}`,
      headers: { host: request.url.host, connection: "close", ...request.headers },
      setHost: false,
      maxHeaderSize: HEADER_BYTES_MAX,
    });
    const giveUp = () => {
      sending.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    sending.once("finish", () => {
      if (!isAnswered) trace.enter("response");
    });
    socket.once("data", () => trace.firstByte());
    // Of no effect once there is an answer, and the only word there is when the socket was gone before it was used.
    socket.once("close", () =>
      reject(new StageFailure("the connection was closed without an answer", { code: "ECONNRESET" })),
    );
    sending.on("error", (error) => {
      broken = error;
      signal.removeEventListener("abort", giveUp);
      if (!isAnswered) reject(explain(error));
    });
    sending.once("response", (answer) => {
      isAnswered = true;
      signal.removeEventListener("abort", giveUp);
      // An answer may come before the request has left, and then the wait for it was none.
      if (trace.stage === "request") trace.enter("response");
      trace.enter("body");
      resolve({
        status: answer.statusCode ?? 0,
        headers: plainHeaders(answer.headers),
        body: answer,
        broken: () => broken,
      });
    });
    sending.once("upgrade", (answer, upgraded, head) => {
      if (request.headers.upgrade !== undefined) {
        isAnswered = true;
        signal.removeEventListener("abort", giveUp);
        // What came behind the head belongs to what is read next.
        if (head.length > 0) upgraded.unshift(head);
        const { statusCode = 0, headers } = answer;
        resolve({ status: statusCode, headers: plainHeaders(headers), body: upgraded, broken: () => broken });
        return;
      }
      // A switch of protocols that nobody asked for is no answer.
      upgraded.destroy();
      reject(
        new StageFailure(`answered ${answer.statusCode} to a request that asked for no other protocol`, {
          code: "HPE_UNEXPECTED_UPGRADE",
        }),
      );
    });
    sending.end(request.body);
  });
}

/** A TLS record of the kind "alert" (RFC 8446, section 5.1) where the first line of HTTP should be. */
function isTlsAlert(error: Error): boolean {
  const packet: unknown = Reflect.get(error, "rawPacket");
  return Buffer.isBuffer(packet) && packet[0] === 0x15 && packet[1] === 0x03;
}

function explain(error: Error): StageFailure {
  if (isTlsAlert(error))
    return new StageFailure("the port speaks TLS, and was asked without", {
      code: "ERR_SSL_HTTP_REQUEST",
      stage: "tls",
    });
  const reason: unknown = Reflect.get(error, "reason");
  if (codeOf(error)?.startsWith("HPE_") !== true || typeof reason !== "string") return failureOf(error);
  return new StageFailure(`what came is no HTTP: ${reason}`, { code: codeOf(error), name: error.name });
}
