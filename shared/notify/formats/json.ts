import { z } from "zod";
import { Event } from "../../schema/event.ts";
import type { Format } from "./format.ts";

/** The event itself with its links: for programs. */
export const json: Format = {
  title: "JSON",
  proof: "echo",
  hosts: null,
  address: "web",
  settings: z.strictObject({}),
  write: (event, { test }, links) => ({
    method: "POST",
    headers: {},
    contentType: "application/json",
    body: JSON.stringify({ ...z.encode(Event, event), links, ...(test ? { test } : {}) }),
  }),
};
