import { gzipSync } from "node:zlib";
import { answering, BROKEN_BODY, nothing, PASS, type Situation, secureUrl, speak, url } from "./situations.ts";

/** Bodies that break off, have no end, or are not what was asked for. */

export const BODIES: readonly Situation[] = [
  {
    name: "a body shorter than announced",
    open: async (servers) => url(await servers.raw(speak("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"))),
    seen: BROKEN_BODY,
  },
  {
    name: "chunks that break off",
    open: async (servers) =>
      url(await servers.raw(speak("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"))),
    seen: BROKEN_BODY,
  },
  {
    name: "chunks that are no chunks",
    open: async (servers) =>
      url(await servers.raw(speak("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhalf\r\n"))),
    seen: BROKEN_BODY,
  },
  {
    name: "a reset in the middle of the body",
    open: async (servers) =>
      url(
        await servers.raw(
          speak("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", (socket) => socket.resetAndDestroy()),
        ),
      ),
    seen: BROKEN_BODY,
  },
  {
    name: "an HTTP/2 body shorter than announced",
    open: async (servers, { good }) =>
      secureUrl(
        await servers.http2(good, (stream) => {
          stream.respond({ ":status": 200, "content-length": "100" });
          stream.end("half");
        }),
      ),
    seen: BROKEN_BODY,
  },
  {
    name: "an HTTP/2 connection that is cut in the middle of the body",
    open: async (servers, { good }) =>
      secureUrl(
        await servers.http2(good, (stream) => {
          stream.respond({ ":status": 200 });
          stream.write("half");
          setTimeout(() => stream.session?.destroy(), 20);
        }),
      ),
    seen: BROKEN_BODY,
  },
  {
    name: "a body that trickles without end",
    open: async (servers) =>
      url(
        await servers.http((_, response) => {
          const timer = setInterval(() => response.write("x"), 40);
          response.once("close", () => clearInterval(timer));
        }),
      ),
    seen: BROKEN_BODY,
  },
  {
    name: "a body that floods without end",
    open: async (servers) =>
      url(
        await servers.http((_, response) => {
          const pour = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          };
          response.on("drain", pour);
          pour();
        }),
      ),
    seen: BROKEN_BODY,
    flags: ["patient"],
  },
  {
    name: "a body that stalls",
    open: async (servers) =>
      url(await servers.raw(speak("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", nothing))),
    seen: BROKEN_BODY,
  },
  {
    name: "a body that ends with the connection",
    open: async (servers) => url(await servers.raw(speak("HTTP/1.1 200 OK\r\n\r\nwell"))),
    seen: PASS,
  },
  {
    name: "wrong content",
    open: answering(200, {}, "parked domain"),
    seen: ["fail", "body", "body_mismatch", "content"],
    flags: ["expects well"],
  },
  {
    name: "right content, compressed unasked",
    open: async (servers) =>
      url(
        await servers.http((_, response) =>
          response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("all is well")),
        ),
      ),
    seen: PASS,
    flags: ["expects well"],
  },
];
