import type { z } from "zod";
import type { Event, EventLinks } from "../../schema/event.ts";

/**
 * A format turns an event into one HTTP request for one kind of receiver. It is pure: no clock, no signature, no sending.
 * A file exports one format; `registry.ts` lists them all.
 */

/** Where a subscription's messages go. */
export type Target = {
  /** What the subscriber gave as `url`; for a format of `address: "mail"`, a `mailto:` one. */
  readonly url: string;
  /** What else the format needs (a chat, a routing key, a topic), read by its own `settings`. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the operator has configured for sending mail; `null` where it has not. */
  readonly mail: MailSender | null;
  /** The event is made up, because the owner asked for a test: the message must say so. */
  readonly test: boolean;
};

/** An HTTP service that sends mail for the network. */
export type MailSender = { readonly url: string; readonly authorization: string; readonly from: string };

export type FormatRequest = {
  /** Where it goes, when that is not the target's own URL. */
  readonly url?: string;
  readonly method: "POST" | "PUT";
  /** Lower-case names; without `content-type`, and without what signs it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: string;
};

export type Format = {
  /** As it is shown to people. */
  readonly title: string;
  /**
   * How a stranger proves that the target is theirs. `echo`: the receiver answers a signed challenge. `code`: a message with a
   * code is sent there by `writeCode`, and whoever can read it gives the code back.
   */
  readonly proof: "echo" | "code";
  /** Hosts that a target may have (with their subdomains); `null` for any public one. */
  readonly hosts: readonly string[] | null;
  readonly address: "web" | "mail";
  /** What must stand in `settings`; a strict object, so that a typo is an error. */
  readonly settings: z.ZodType<Record<string, string>>;
  readonly write: (event: Event, target: Target, links: EventLinks) => FormatRequest;
  /** The message that proves control by a code; there exactly where `proof` is `code`. */
  readonly writeCode?: (code: string, target: Target, links: EventLinks) => FormatRequest;
};
