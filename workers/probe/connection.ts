import { LATE } from "../../shared/observe/hear.ts";
import { CLOSE_MS } from "./limits.ts";

/** One TCP connection, opened within a time and closed whatever happens. */

export type Connection = {
  /** Settles when the connection stands; with TLS, when the handshake is done. */
  readonly opened: Promise<unknown>;
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  readonly close: () => Promise<unknown>;
};

export type Endpoint = { readonly host: string; readonly port: number; readonly secure: boolean };
export type Connect = (endpoint: Endpoint) => Connection;

export type Connected<T> =
  | { readonly kind: "opened"; readonly value: T }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "timed-out" };

/** Opens, uses and closes a connection. `use` has to keep its own time. Throws only what `use` throws. */
export async function withConnection<T>(
  connect: Connect,
  endpoint: Endpoint,
  { timeoutMs, use }: { timeoutMs: number; use: (connection: Connection) => Promise<T> },
): Promise<Connected<T>> {
  let connection: Connection;
  try {
    connection = connect(endpoint);
  } catch (error) {
    return { kind: "refused", message: String(error) };
  }
  try {
    try {
      if ((await within(connection.opened, timeoutMs)) === LATE) return { kind: "timed-out" };
    } catch (error) {
      return { kind: "refused", message: error instanceof Error ? error.message : String(error) };
    }
    return { kind: "opened", value: await use(connection) };
  } finally {
    connection.opened.catch(() => undefined);
    // What closing says is of no interest: the exchange is over.
    await within(
      connection.close().catch(() => undefined),
      CLOSE_MS,
    );
  }
}

/** The result of some work, or `LATE` when it takes longer than `ms`. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), Math.max(0, ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}
