import type { Stage } from "../../../shared/schema/index.ts";

/** A failure inside an exchange, in the words of whoever reported it. It never leaves `look`: there it becomes data. */
export class StageFailure extends Error {
  readonly code: string | null;
  /** Where it belongs when that is known better than by where it was met. */
  readonly stage: Stage | null;
  constructor(
    message: string,
    { code, stage = null, name }: { code: string | null; stage?: Stage | null; name?: string },
  ) {
    super(message);
    this.code = code;
    this.stage = stage;
    this.name = name ?? "Error";
  }
}

export function failureOf(error: unknown): StageFailure {
  if (error instanceof StageFailure) return error;
  if (!(error instanceof Error)) return new StageFailure(String(error), { code: null });
  const code = codeOf(error);
  const { name, message } = error;
  // TLS 1.3 refuses a client after its handshake is over, so OpenSSL may speak up while the answer is awaited.
  return new StageFailure(message === "" ? (code ?? name) : message, {
    code,
    name,
    stage: code?.startsWith("ERR_SSL_") ? "tls" : null,
  });
}

export function codeOf(error: Error): string | null {
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : null;
}

/** Settles like `work`, or rejects as soon as the signal says that time is over. */
export async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
