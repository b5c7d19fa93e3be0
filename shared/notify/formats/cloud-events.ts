import { EVENT_VERSION } from "../../schema/event.ts";
import { formatInstant } from "../../schema/instant.ts";
import { subjectOf } from "../subject.ts";
import { FOR_PROGRAMS, wholeEvent } from "./for-programs.ts";
import type { Format } from "./format.ts";

/** CloudEvents 1.0 in structured mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). */
export const cloudEvents: Format = {
  title: "CloudEvents 1.0",
  ...FOR_PROGRAMS,
  write: (event, target, links) => ({
    method: "POST",
    headers: {},
    contentType: "application/cloudevents+json",
    body: JSON.stringify({
      specversion: "1.0",
      id: event.id,
      source: links.service ?? links.page,
      type: `downwhere.${event.type}.v${EVENT_VERSION}`,
      subject: subjectOf(event),
      time: formatInstant(event.at),
      datacontenttype: "application/json",
      data: wholeEvent(event, target, links),
    }),
  }),
};
