import { FOR_PROGRAMS, wholeEvent } from "./for-programs.ts";
import type { Format } from "./format.ts";

/** The event itself with its links: for programs. */
export const json: Format = {
  title: "JSON",
  ...FOR_PROGRAMS,
  write: (event, target, links) => ({
    method: "POST",
    headers: {},
    contentType: "application/json",
    body: JSON.stringify(wholeEvent(event, target, links)),
  }),
};
