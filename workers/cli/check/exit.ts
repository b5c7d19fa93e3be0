/** How `downwhere check` ends, and as whom it asks. */

export const CHECK_USER_AGENT = "Downwhere/0.1 (+https://downwhere.example/probe; check)";

export const EXIT_CODES = { pass: 0, fail: 1, inconclusive: 3 } as const;
