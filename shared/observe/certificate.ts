/** When is the end of a certificate worth a word? Three times: while there is time, when it is late, and at the last moment. */

/** Days before the end. */
export const WARNINGS_DAYS = [21, 7, 1] as const;

const DAY_MS = 86_400_000;

/** What was said last: of which certificate, and at which of the warnings. */
export type Warned = { readonly expiresAt: number; readonly days: number };

/** The warning that is due now and was not said before of this very certificate; `null` when there is none. */
export function dueWarning(expiresAt: number, now: number, said: Warned | undefined): Warned | null {
  const days = WARNINGS_DAYS.findLast((limit) => expiresAt - now <= limit * DAY_MS);
  if (days === undefined) return null;
  const isSaid = said !== undefined && said.expiresAt === expiresAt && said.days <= days;
  return isSaid ? null : { expiresAt, days };
}
