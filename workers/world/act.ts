import type { Behaviour } from "./behaviour.ts";

/** Milliseconds after which a hanging exchange ends by itself, should nobody have given up. */
const HANG_MAX_MS = 30_000;

/** Turns a behaviour into what the asking side will really see: an answer, an exception, or nothing. */
export async function act(behaviour: Behaviour, signal: AbortSignal): Promise<Response> {
  switch (behaviour.kind) {
    case "throw":
      throw new Error(behaviour.message);
    case "hang":
      await until(signal, HANG_MAX_MS);
      throw new Error("Network connection lost.");
    case "answer":
      await until(signal, behaviour.delayMs);
      return new Response(behaviour.body, { status: behaviour.status, headers: behaviour.headers });
  }
}

async function until(signal: AbortSignal, ms: number): Promise<void> {
  const given = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await Promise.race([given, scheduler.wait(ms)]);
}
