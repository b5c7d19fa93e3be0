/**
 * The latest passes of a probe at two different providers. A failure is a witness only when the probe has seen something of
 * another provider pass at that time or since: in the first moments of a dead probe nothing has yet told that it is ill, and
 * two probes that die at once would be two witnesses.
 */
export type Vouchers = { first: Voucher | null; second: Voucher | null };

type Voucher = { provider: string; at: number };

export function openVouchers(): Vouchers {
  return { first: null, second: null };
}

/** Takes in one pass. Changed in place, and without anything new: every look comes by here. */
export function vouch(vouchers: Vouchers, provider: string, at: number): void {
  const { first, second } = vouchers;
  if (first?.provider === provider) {
    first.at = at;
    return;
  }
  const reused = second ?? { provider, at };
  reused.provider = provider;
  reused.at = at;
  vouchers.second = first;
  vouchers.first = reused;
}

/**
 * Whether something of another provider than `provider` passed at `since` or later. A probe that has never seen another
 * provider has nobody to ask, and is taken at its word.
 */
export function isVouched({ first, second }: Vouchers, provider: string, since: number): boolean {
  const other = first?.provider === provider ? second : first;
  return other === null || other.at >= since;
}
