import type { Reaction } from "./reaction.ts";

/** Milliseconds after which a hanging exchange ends by itself, should nobody have given up. */
const HANG_MAX_MS = 30_000;

/** Turns a reaction into what the asking side will really see: an answer, an exception, or nothing. */
export async function act(reaction: Reaction, signal: AbortSignal): Promise<Response> {
  switch (reaction.kind) {
    case "throw":
      throw new Error(reaction.message);
    case "hang":
      await until(signal, HANG_MAX_MS);
      throw new Error("Network connection lost.");
    case "answer":
      await until(signal, reaction.delayMs);
      return new Response(reaction.body, { status: reaction.status, headers: reaction.headers });
  }
}

async function until(signal: AbortSignal, ms: number): Promise<void> {
  const given = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await Promise.race([given, scheduler.wait(ms)]);
}
