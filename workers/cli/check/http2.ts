import { connect as openSession } from "node:http2";
import type { TLSSocket } from "node:tls";
import { type AskOptions, type HttpAnswer, type HttpRequest, plainHeaders } from "./answer.ts";
import { failureOf, StageFailure } from "./failure.ts";
import { HEADER_BYTES_MAX } from "./limits.ts";

/** One request and the head of its answer over HTTP/2, on a socket whose handshake agreed on it. */
export function askHttp2(socket: TLSSocket, request: HttpRequest, { signal, trace }: AskOptions): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let broken: Error | null = null;
    let isWhole = false;
    const session = openSession(request.url.origin, {
      createConnection: () => socket,
      maxSendHeaderBlockLength: HEADER_BYTES_MAX,
      settings: { enablePush: false, maxHeaderListSize: HEADER_BYTES_MAX },
    });
    const fail = (error: Error) => {
      broken ??= error;
      signal.removeEventListener("abort", giveUp);
      reject(failureOf(error));
    };
    const giveUp = () => {
      session.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    session.on("error", fail);
    session.once("goaway", (code) => {
      if (code !== 0)
        fail(
          new StageFailure(`the server ended the HTTP/2 session with code ${code}`, {
            code: "ERR_HTTP2_GOAWAY_SESSION",
          }),
        );
    });
    const stream = session.request(
      {
        ":method": request.method,
        ":path": `${request.url.pathname}${request.url.search}`,
        ":authority": request.url.host,
        ":scheme": "https",
        ...request.headers,
      },
      { endStream: request.body === undefined },
    );
    stream.once("finish", () => {
      if (trace.stage === "request") trace.enter("response");
    });
    stream.on("error", fail);
    stream.once("aborted", () => {
      broken ??= new StageFailure("the stream was reset", { code: "ECONNRESET" });
    });
    // A session that is cut says so by this alone: Node ends the stream as if all were well, but without an "end".
    stream.once("end", () => {
      isWhole = !stream.destroyed;
    });
    stream.once("close", () => {
      session.close();
      // Of no effect once the answer has begun: how its body ends is the reader's business.
      reject(new StageFailure("the connection was closed without an answer", { code: "ECONNRESET" }));
    });
    stream.once("response", (headers) => {
      signal.removeEventListener("abort", giveUp);
      if (trace.stage === "request") trace.enter("response");
      trace.firstByte();
      trace.enter("body");
      resolve({
        status: headers[":status"] ?? 0,
        headers: plainHeaders(headers),
        body: stream,
        broken: () => broken ?? (isWhole ? null : new Error("the connection was closed in the middle")),
      });
    });
    if (request.body !== undefined) stream.end(request.body);
  });
}
