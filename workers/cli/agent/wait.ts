/** Waiting that can be ended: every loop of an agent stops at once when it is told to. */

/** Waits so many milliseconds, or until it is told to stop; answers `false` then. */
export function wait(ms: number, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", end);
      resolve(!stop.aborted);
    };
    const timer = setTimeout(end, Math.max(0, ms));
    stop.addEventListener("abort", end, { once: true });
    if (stop.aborted) end();
  });
}

/**
 * Ends when its parent does, or by itself. Not `AbortSignal.any`: what only listens to that keeps it from nothing, and a
 * collected signal never ends.
 */
export function childOf(parent: AbortSignal): AbortController {
  const child = new AbortController();
  const end = () => child.abort();
  parent.addEventListener("abort", end, { once: true });
  child.signal.addEventListener("abort", () => parent.removeEventListener("abort", end), { once: true });
  if (parent.aborted) end();
  return child;
}
