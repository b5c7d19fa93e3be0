/** Bounds of what is said. Each has a unit and what it defends against. */

/** Regions named in a headline; the others are counted: a headline is one line. */
export const HEADLINE_REGIONS = 3;
/** Characters of a headline: a list row, a lock screen, a subject line. */
export const HEADLINE_CHARS = 160;
