/** When a probe looks next: each looks on a grid of its own, known from its last round. `null` where none has looked yet. */
export function nextLook(
  lastRounds: readonly (number | null)[],
  { now, intervalMs }: { readonly now: number; readonly intervalMs: number },
): number | null {
  const next = lastRounds.flatMap((last) => {
    // A probe that has missed many looks is silent: nothing is promised of it.
    if (last === null || now - last > SILENT_AFTER * intervalMs) return [];
    return [last + Math.max(1, Math.ceil((now - last) / intervalMs + 1e-9)) * intervalMs];
  });
  return next.length === 0 ? null : Math.min(...next);
}

const SILENT_AFTER = 10;
