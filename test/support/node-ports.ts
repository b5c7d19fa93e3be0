import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Connect } from "../../workers/probe/connection.ts";
import type { OpenWebSocket, ProbeContext } from "../../workers/probe/probers/prober.ts";
import { AUTHORITY } from "./loopback.ts";

/** The ports of a prober as Node has them, for servers on this machine. */

export const nodeConnect: Connect = ({ host, port, secure }) => {
  const socket: Socket = secure
    ? connectTls({ host, port, ca: AUTHORITY, ...(/[a-z]/.test(host) ? { servername: host } : {}) })
    : connectTcp({ host, port });
  const opened = new Promise<void>((resolve, reject) => {
    socket.once(secure ? "secureConnect" : "connect", () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
  });
  socket.on("error", () => undefined);
  return {
    opened,
    readable: new ReadableStream({
      start(controller) {
        socket.on("data", (bytes: Buffer) => {
          controller.enqueue(new Uint8Array(bytes));
          if ((controller.desiredSize ?? 0) <= 0) socket.pause();
        });
        socket.once("end", () => controller.close());
        socket.once("error", (error) => controller.error(error));
      },
      pull: () => void socket.resume(),
      cancel: () => void socket.destroy(),
    }),
    writable: new WritableStream({
      write: (bytes) =>
        new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    }),
    close: async () => void socket.destroy(),
  };
};

export const nodeWebSocket: OpenWebSocket = (url, { signal }) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"));
    const early: string[] = [];
    socket.onmessage = ({ data }) => early.push(String(data));
    signal.addEventListener("abort", () => {
      socket.close();
      reject(signal.reason);
    });
    socket.onerror = () => reject(new Error("Network connection lost."));
    socket.onopen = () =>
      resolve({
        response: new Response(),
        socket: {
          send: (text) => socket.send(text),
          close: () => socket.close(),
          listen: (heard) => {
            for (const message of early) heard(message);
            socket.onmessage = ({ data }) => heard(String(data));
            socket.onclose = () => heard(null);
          },
        },
      });
  });

export const nodeContext = (over: Partial<ProbeContext> = {}): ProbeContext => ({
  userAgent: "Downwhere/0.1 (+https://downwhere.example/probe; region=local)",
  timeoutMs: 2_000,
  allowPrivate: true,
  resolve: async () => ({ kind: "resolved", addresses: ["127.0.0.1"] }),
  fetch,
  tcp: { connect: nodeConnect, reaches: () => true },
  openWebSocket: nodeWebSocket,
  clock: () => performance.now(),
  ...over,
});
