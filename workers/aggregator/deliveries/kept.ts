import type { FormatRequest, MailSender, Target } from "../../../shared/notify/formats/format.ts";
import { formatNamed } from "../../../shared/notify/formats/registry.ts";
import {
  ATTEMPT_TIMEOUT_MS,
  LOG_KEPT_MS,
  PAUSE_AFTER_MS,
  RETRY_JITTER,
  RETRY_SECONDS,
} from "../../../shared/notify/limits.ts";
import { linksOf } from "../../../shared/notify/links.ts";
import type {
  Subscription,
  SubscriptionChange,
  SubscriptionRequest,
  SubscriptionStatus,
} from "../../../shared/notify/subscription.ts";
import type { Event, SubscriptionId } from "../../../shared/schema/index.ts";
import { formatInstant } from "../../../shared/schema/instant.ts";
import type { Outbox } from "../store/outbox.ts";
import { sha256Of } from "../token.ts";
import type { Signer } from "./sign.ts";

/** A subscription as its object keeps it, its secrets among it. Times are in milliseconds. */
export type Kept = SubscriptionRequest & {
  readonly id: SubscriptionId;
  readonly status: SubscriptionStatus;
  readonly because: string | null;
  /** How its owner reached the network: what links in messages begin with. */
  readonly origin: string;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  /** Whoever holds it may end the subscription and do nothing else: it stands in mails. */
  readonly leaveKey: string;
  /** The newest first; the one before it holds until its time. */
  readonly secrets: readonly { readonly secret: string; readonly until: number | null }[];
  readonly keyPair: { readonly publicKey: string; readonly privateKey: string } | null;
  /** Failures in a row, since when, and until when the receiver is left alone. */
  readonly failures: number;
  readonly failingSince: number | null;
  readonly awayUntil: number | null;
  /** What proves that the target is the owner's; `null` once it is proven. */
  readonly challenge: {
    readonly word: string;
    readonly sent: number;
    readonly nextAt: number | null;
    readonly wrong: number;
  } | null;
};

export function readKept(outbox: Outbox): Kept | null {
  // Written by `writeKept` and by nothing else.
  return outbox.load("subscription") as Kept | null;
}

export function writeKept(outbox: Outbox, kept: Kept): void {
  outbox.save("subscription", kept);
}

/** With what its owner changes; what a change does not name stays. */
export function changed(kept: Kept, change: Omit<SubscriptionChange, "status">): Kept {
  return { ...kept, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) };
}

/** Where and how it is told; another one must be proven anew. */
export function aimOf({ url, format, settings }: Kept): string {
  return JSON.stringify([url, format, settings]);
}

export function signerOf({ secrets, keyPair, ed25519 }: Kept, now: number): Signer {
  return {
    secrets: secrets.filter(({ until }) => until === null || until > now).map(({ secret }) => secret),
    privateKey: ed25519 ? (keyPair?.privateKey ?? null) : null,
  };
}

/** The message that tells an event. */
export function requestFor(
  event: Event,
  kept: Kept,
  { test, mail }: { test: boolean; mail: MailSender | null },
): FormatRequest {
  const links = linksOf(event, { origin: kept.origin, subscription: kept.id });
  const format = formatNamed(kept.format);
  const leave = format.address === "mail" ? { unsubscribe: leaveUrl(kept) } : {};
  return format.write(event, targetOf(kept, { test, mail }), { ...links, ...leave });
}

/** Digests are compared: what their difference takes in time says nothing about a key. */
export async function isLeaveKey(kept: Kept | null, key: string): Promise<boolean> {
  return kept !== null && (await sha256Of(kept.leaveKey)) === (await sha256Of(key));
}

function leaveUrl({ origin, id, leaveKey }: Kept): string {
  return `${origin}/v1/subscriptions/${id}/leave/${leaveKey}`;
}

export function targetOf({ url, settings }: Kept, { test, mail }: { test: boolean; mail: MailSender | null }): Target {
  return { url, settings, mail, test };
}

/** What its owner reads. */
export function viewOf(kept: Kept, counts: Subscription["counts"], now: number): Subscription {
  const text = (at: number | null) => (at === null ? null : formatInstant(at));
  const old = kept.secrets.find(({ until }) => until !== null && until > now);
  return {
    id: kept.id,
    status: kept.status,
    because: kept.because,
    url: kept.url,
    format: kept.format,
    settings: kept.settings,
    filter: kept.filter,
    description: kept.description,
    ed25519: kept.ed25519,
    quiet: kept.quiet,
    repeatMinutes: kept.repeatMinutes,
    updatesPerHour: kept.updatesPerHour,
    createdAt: formatInstant(kept.createdAt),
    confirmedAt: text(kept.confirmedAt),
    failingSince: text(kept.failingSince),
    oldSecretUntil: text(old?.until ?? null),
    publicKey: kept.ed25519 ? (kept.keyPair?.publicKey ?? null) : null,
    counts,
    policy: {
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      retrySeconds: [...RETRY_SECONDS],
      jitter: RETRY_JITTER,
      pausedAfterHours: PAUSE_AFTER_MS / 3_600_000,
      logDays: LOG_KEPT_MS / 86_400_000,
    },
  };
}

/** What stands in D1 of where it goes. */
export function hostOf({ url }: Pick<Kept, "url">): string {
  const { protocol, host, pathname } = new URL(url);
  return protocol === "mailto:" ? (pathname.split("@").at(-1) ?? "") : host;
}
