import { z } from "zod";
import { ID_MAX_CHARS } from "./limits.ts";

/** Ids are lower-case slugs; the ids of things that happen carry a prefix that names their kind. */

const SLUG = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;

const slug = (what: string) =>
  z
    .string()
    .max(ID_MAX_CHARS)
    .regex(SLUG, `${what} must be lower-case letters, digits, single dots and single hyphens, such as "spotify"`);

const prefixed = (prefix: string) =>
  z
    .string()
    .max(128)
    .regex(new RegExp(`^${prefix}_[A-Za-z0-9_.-]+$`), `must begin with "${prefix}_"`);

export const ServiceId = slug("a service id").brand<"ServiceId">();
export type ServiceId = z.infer<typeof ServiceId>;

export const EndpointId = slug("an endpoint id").brand<"EndpointId">();
export type EndpointId = z.infer<typeof EndpointId>;

/** Who hosts a target: a CDN, a cloud or a DNS operator ("fastly", "aws"). */
export const ProviderId = slug("a provider id");
export type ProviderId = z.infer<typeof ProviderId>;

export const IncidentId = prefixed("inc").brand<"IncidentId">();
export type IncidentId = z.infer<typeof IncidentId>;

export const EventId = prefixed("evt").brand<"EventId">();
export type EventId = z.infer<typeof EventId>;

export const SubscriptionId = prefixed("sub").brand<"SubscriptionId">();
export type SubscriptionId = z.infer<typeof SubscriptionId>;

export const ApiKeyId = prefixed("key").brand<"ApiKeyId">();
export type ApiKeyId = z.infer<typeof ApiKeyId>;
