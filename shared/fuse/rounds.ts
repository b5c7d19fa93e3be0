/**
 * The last few rounds of one place at one service, as bits: in which of them some look failed. Looks closer together than
 * half an interval belong to one round. What fails in three of five rounds is no transient, whichever endpoint it was.
 */
export type Rounds = { at: number; bits: number };

/** Rounds that are remembered. */
const REMEMBERED = 0b11111;

export function openRounds(): Rounds {
  return { at: 0, bits: 0 };
}

/** Takes in one look. Changed in place. */
export function countRound(
  rounds: Rounds,
  failed: boolean,
  { at, intervalMs }: { at: number; intervalMs: number },
): void {
  const elapsed = Math.round((at - rounds.at) / intervalMs);
  if (at - rounds.at > intervalMs / 2) {
    rounds.at = at;
    // Rounds in which nothing could be seen have passed as well.
    rounds.bits = elapsed >= 5 ? 0 : (rounds.bits << Math.max(1, elapsed)) & REMEMBERED;
  }
  if (failed) rounds.bits |= 1;
}

/** How many of the remembered rounds failed. */
export function failingRounds({ bits }: Rounds): number {
  let failing = 0;
  for (let left = bits; left > 0; left >>= 1) failing += left & 1;
  return failing;
}
