import { isIPv6, connect as openSocket, type Socket } from "node:net";
import { failureOf, StageFailure } from "./failure.ts";
import { ADDRESSES_MAX, ATTEMPT_DELAY_MS, SETTLE_MS } from "./limits.ts";

/**
 * The first address that answers, tried one after another and then side by side (RFC 8305, "Happy Eyeballs"). Only
 * addresses that were judged are given to it, and it connects to no name, so nothing can resolve anew in between.
 */
export function connectFirst(
  addresses: readonly string[],
  { port, signal }: { port: number; signal: AbortSignal },
): Promise<Socket> {
  const queue = interleave(addresses).slice(0, ADDRESSES_MAX);
  const open = new Set<Socket>();
  const failures: StageFailure[] = [];
  return new Promise<Socket>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (settle: () => void, winner?: Socket) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      queue.length = 0;
      for (const socket of open) if (socket !== winner) socket.destroy();
      settle();
    };
    const giveUp = () => finish(() => reject(signal.reason));
    const attempt = () => {
      clearTimeout(timer);
      const host = queue.shift();
      if (host === undefined) return;
      const socket = openSocket({ host, port });
      open.add(socket);
      socket.once("connect", () => {
        // Whoever uses the socket next listens for its errors; until then one must not end the process.
        socket.removeAllListeners("error").on("error", () => undefined);
        finish(() => resolve(socket), socket);
      });
      socket.once("error", (error) => {
        open.delete(socket);
        failures.push(failureOf(error));
        if (queue.length > 0) attempt();
        else if (open.size === 0) finish(() => reject(mostTelling(failures)));
      });
      if (queue.length > 0) timer = setTimeout(attempt, ATTEMPT_DELAY_MS);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    else if (queue.length === 0)
      finish(() => reject(new StageFailure("there is no address to connect to", { code: null })));
    else attempt();
  });
}

/**
 * Waits a moment with a connection that has just been made. Some servers accept and reset, which would otherwise show
 * now while connecting, now while asking, as the kernels happen to race; nothing has been asked of it yet.
 */
export function settle(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopListening = () => {
      clearTimeout(timer);
      socket.removeListener("error", refuse);
      socket.removeListener("close", close);
    };
    const refuse = (error: Error) => {
      stopListening();
      reject(failureOf(error));
    };
    const close = () => refuse(closedEarly());
    const timer = setTimeout(() => {
      stopListening();
      resolve();
    }, SETTLE_MS);
    socket.once("error", refuse);
    socket.once("close", close);
    if (socket.destroyed) close();
  });
}

/** A connection that the other side has ended before it was asked anything: whoever asks over it waits for ever. */
export function closedEarly(): StageFailure {
  return new StageFailure("the connection was closed before anything was asked", { code: "ECONNRESET" });
}

/** Families in turn, the system's first choice first: one broken family costs a quarter of a second. */
function interleave(addresses: readonly string[]): string[] {
  const isFirstSix = isIPv6(addresses[0] ?? "");
  const first = addresses.filter((address) => isIPv6(address) === isFirstSix);
  const second = addresses.filter((address) => isIPv6(address) !== isFirstSix);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => [first[index], second[index]])
    .flat()
    .filter((address) => address !== undefined);
}

/** An answer of the host says more than a missing route: a machine without IPv6 fails there whatever the host does. */
const TELLING = ["ETIMEDOUT", "ECONNRESET", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"];

function mostTelling(failures: readonly StageFailure[]): StageFailure {
  const rank = ({ code }: StageFailure) => {
    const index = TELLING.indexOf(code ?? "");
    return index < 0 ? TELLING.length : index;
  };
  const [first, ...others] = failures;
  if (first === undefined) throw new Error("no attempt was made");
  return others.reduce((best, failure) => (rank(failure) < rank(best) ? failure : best), first);
}
