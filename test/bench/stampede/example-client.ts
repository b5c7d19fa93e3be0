/** Comes back to a service without trampling it. `connect` rejects while the service is away; `plan` asks /v1/services/{id}/reconnect. */
export async function reconnect<T>(
  connect: () => Promise<T>,
  plan: () => Promise<Plan>,
  { sleep, random, now }: Clock = {
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
    random: Math.random,
    now: Date.now,
  },
): Promise<T> {
  for (let failures = 0; ; ) {
    const { state, notBefore, windowSeconds, retryAfterSeconds, backoff } = await plan().catch(() => ALONE);
    const moment = Math.max(0, Date.parse(notBefore) - now()) + random() * windowSeconds * 1_000;
    if (state === "hold" || (state === "ramp" && moment > retryAfterSeconds * 1_000)) {
      await sleep(retryAfterSeconds * 1_000 * (0.5 + random()));
      continue;
    }
    await sleep(moment);
    try {
      return await connect();
    } catch {
      await sleep(random() * Math.min(backoff.capMs, backoff.baseMs * 2 ** ++failures));
    }
  }
}

const ALONE: Plan = {
  state: "open",
  notBefore: "1970-01-01T00:00:00Z",
  windowSeconds: 60,
  retryAfterSeconds: 0,
  backoff: { baseMs: 5_000, capMs: 300_000 },
};
type Plan = {
  state: "open" | "ramp" | "hold";
  notBefore: string;
  windowSeconds: number;
  retryAfterSeconds: number;
  backoff: { baseMs: number; capMs: number };
};
type Clock = { sleep: (ms: number) => Promise<unknown>; random: () => number; now: () => number };
