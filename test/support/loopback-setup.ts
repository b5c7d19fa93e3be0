import type { TestProject } from "vitest/node";
import {
  closedPort,
  closing,
  greeting,
  httpServer,
  silent,
  tcpServer,
  tlsServer,
  webSocketServer,
} from "./loopback.ts";

/** Servers on this machine for tests that run inside workerd, which can listen to nothing itself. */
export type LoopbackPorts = Readonly<
  Record<"http" | "greeting" | "silent" | "closing" | "selfSigned" | "webSocket" | "closed", number>
>;

declare module "vitest" {
  interface ProvidedContext {
    readonly loopback: LoopbackPorts;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const servers = {
    http: await httpServer((_, response) => response.end("hello")),
    greeting: await tcpServer(greeting),
    silent: await tcpServer(silent),
    closing: await tcpServer(closing),
    selfSigned: await tlsServer(greeting),
    webSocket: await webSocketServer(),
  };
  const port = { closed: await closedPort() };
  const { http, greeting: greets, silent: says, closing: hangs, selfSigned, webSocket } = servers;
  provide("loopback", {
    ...port,
    http: http.port,
    greeting: greets.port,
    silent: says.port,
    closing: hangs.port,
    selfSigned: selfSigned.port,
    webSocket: webSocket.port,
  });
  return async () => void (await Promise.all(Object.values(servers).map(({ close }) => close())));
}
