/** Bounds of telling others. Each has a unit and a reason; those that a subscriber must know are published with the subscription. */

/**
 * Seconds after a failed attempt at which the next is made: ten tries more over a day. The first ones are for a receiver that
 * restarts, the last for one whose people are asleep.
 */
export const RETRY_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 36_000] as const;
/** Share by which a wait is shortened or lengthened, so that what failed together does not come back together. */
export const RETRY_JITTER = 0.15;
/** Seconds for which a receiver may ask to be left alone with Retry-After: the length of the schedule. */
export const RETRY_AFTER_MAX_SECONDS = 86_400;
/** Milliseconds of one attempt, from the first byte sent to the last one read. */
export const ATTEMPT_TIMEOUT_MS = 10_000;
/** Bytes read of an answer, and characters of it that the log keeps. */
export const ANSWER_BYTES = 4_096;
export const ANSWER_SHOWN_CHARS = 200;
/** Attempts under way at once to one receiver: the platform queues a seventh silently. */
export const ATTEMPTS_AT_ONCE = 6;

/** Failures in a row after which a receiver counts as away: it is then tried one event at a time, after the waits below. */
export const AWAY_AFTER_FAILURES = 5;
/** Seconds between two tries of a receiver that is away; the last one repeats. */
export const AWAY_SECONDS = [5, 15, 30, 60, 120, 300] as const;
/** Milliseconds for which a receiver may fail, with nothing taken in between, before its subscription is paused. */
export const PAUSE_AFTER_MS = 86_400_000;

/** Milliseconds after which a challenge is sent again when it is not answered; then the owner must ask for another. */
export const CHALLENGE_AFTER_MS = [0, 5_000, 30_000, 120_000, 600_000] as const;
/** Milliseconds for which a subscription may stay unconfirmed. */
export const UNCONFIRMED_KEPT_MS = 86_400_000;
/** Wrong codes after which a new one must be sent: a code has 40 bits. */
export const CODE_TRIES = 10;
/** Milliseconds for which the secret before the last is still signed with. */
export const OLD_SECRET_MS = 86_400_000;

/** Updates of one incident in an hour. The latest one that was held back is sent when the hour allows. */
export const UPDATES_PER_HOUR = { min: 1, default: 6, max: 60 } as const;
/** Minutes between two reminders of an incident that goes on. */
export const REPEAT_MINUTES = { min: 10, max: 1_440 } as const;

/** Entries of one list of a filter: a reader with more wants a tag, or everything. */
export const FILTER_MAX = 100;
/** Characters of what an owner notes about a subscription, and of one setting of a format. */
export const DESCRIPTION_MAX_CHARS = 200;
export const SETTING_MAX_CHARS = 500;

/** Subscriptions of one network: each event is handed to all of them by one invocation, which may call a thousand objects. */
export const SUBSCRIPTIONS_MAX = 900;
/** Subscriptions to one host that nobody's key stands behind: what a stranger may have sent to somebody who agreed. */
export const SUBSCRIPTIONS_PER_HOST = 20;
/** Subscriptions of one API key, where its issuer says nothing. */
export const SUBSCRIPTIONS_PER_KEY = 50;

/** Deliveries of a subscription that its log keeps, and milliseconds that they are kept. */
export const LOG_MAX = 20_000;
export const LOG_KEPT_MS = 30 * 86_400_000;
/** Attempts of one delivery that its log keeps: the whole schedule, and a replay. */
export const ATTEMPTS_KEPT = 24;
/** Events that one replay sends again. */
export const REPLAY_MAX = 1_000;
