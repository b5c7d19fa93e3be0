import { z } from "zod";
import { Event, type EventLinks } from "../../schema/event.ts";

/** What the formats for programs share: any web address may be given and answers for itself, and the event comes whole. */

export const FOR_PROGRAMS = { proof: "echo", hosts: null, address: "web", settings: z.strictObject({}) } as const;

/** The event with its links; marked where it is made up. */
export function wholeEvent(event: Event, { test }: { readonly test: boolean }, links: EventLinks): object {
  return { ...z.encode(Event, event), links, ...(test ? { test } : {}) };
}
