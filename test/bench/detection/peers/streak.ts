/** What one vantage point makes of its own looks, one after the other: small machines that say "failing" or "not". */

export type Sensor = (hasFailed: boolean) => boolean;

/** Failing after so many failures in a row, well again after so many successes in a row. */
export function streak(needed: { readonly failures: number; readonly successes: number }): Sensor {
  let isFailing = false;
  let against = 0;
  return (hasFailed) => {
    against = hasFailed === isFailing ? 0 : against + 1;
    if (against >= (isFailing ? needed.successes : needed.failures)) {
      isFailing = !isFailing;
      against = 0;
    }
    return isFailing;
  };
}

/** Failing while at least `failures` of the last `of` looks failed. */
export function mOfN(needed: { readonly failures: number; readonly of: number }): Sensor {
  const recent: boolean[] = [];
  return (hasFailed) => {
    recent.push(hasFailed);
    if (recent.length > needed.of) recent.shift();
    return recent.filter(Boolean).length >= needed.failures;
  };
}

/** The last look is all there is. */
export const latest = (): Sensor => streak({ failures: 1, successes: 1 });
