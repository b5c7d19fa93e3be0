import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A loopback server as the target of a lane: answers after a while, or never. */
export type Targets = {
  readonly port: number;
  /** Requests since the last question, and the most that were under way at once. */
  take(): { requests: number; atOnce: number };
  /** Milliseconds until an answer; `null` for never. */
  answerAfter(ms: number | null): void;
  close(): void;
};

export async function openTargets(): Promise<Targets> {
  let delayMs: number | null = 0;
  let requests = 0;
  let underWay = 0;
  let atOnce = 0;
  const server = createServer((request, response) => {
    requests++;
    atOnce = Math.max(atOnce, ++underWay);
    request.once("close", () => underWay--);
    if (delayMs !== null) setTimeout(() => response.end("ok"), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = { requests, atOnce };
      requests = 0;
      atOnce = underWay;
      return taken;
    },
    answerAfter(ms) {
      delayMs = ms;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
