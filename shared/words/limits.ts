/** Bounds of what is said. Each has a unit and what it defends against. */

/** Regions named in a headline; the others are counted: a headline is one line. */
export const HEADLINE_REGIONS = 3;
/** Characters of a headline: a list row, a lock screen, a subject line. */
export const HEADLINE_CHARS = 160;
/** Reasons and regions named in one message; a person reads so many before turning to the link. */
export const MESSAGE_REASONS = 5;
export const MESSAGE_PLACES = 6;
/** Characters of a vendor's words in one message; the rest is behind the link. */
export const MESSAGE_WORDS_CHARS = 280;
