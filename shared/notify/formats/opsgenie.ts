import { z } from "zod";
import { cut } from "../../notices/words.ts";
import { codeMessage } from "../../words/code.ts";
import { plainLines } from "../../words/lines.ts";
import { type Message, messageOf } from "../../words/message.ts";
import { dedupKey, isOver, type Urgency, urgencyOf } from "../dedup-key.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * Opsgenie alerts, at `https://api.opsgenie.com/v2/alerts`: created under an alias, closed by it. Limits: a message of 130
 * characters, an alias of 512, a description of 15,000 (https://docs.opsgenie.com/docs/alert-api).
 */
export const opsgenie: Format = {
  title: "Opsgenie",
  proof: "code",
  hosts: ["api.opsgenie.com", "api.eu.opsgenie.com"],
  address: "web",
  settings: z.strictObject({
    apiKey: z.string().regex(/^[A-Za-z0-9-]{20,100}$/, "must be an API key of an integration"),
  }),
  write: (event, target, links) => {
    const message = messageOf(event, { test: target.test, links });
    const alias = dedupKey(event, ALIAS_CHARS);
    if (isOver(event)) return close(message, target, alias);
    const entity = "service" in event ? event.service.id : event.probe.region;
    return create(message, target, { alias, urgency: urgencyOf(event), entity });
  },
  writeCode: (code, target, links) =>
    create(codeMessage(code, links), target, { alias: "downwhere/code", urgency: "info", entity: "downwhere" }),
};

const ALIAS_CHARS = 512;
const MESSAGE_CHARS = 130;
const DESCRIPTION_CHARS = 15_000;
const PRIORITIES: Readonly<Record<Urgency, string>> = { critical: "P1", error: "P2", warning: "P3", info: "P5" };

function create(
  message: Message,
  target: Target,
  { alias, urgency, entity }: { alias: string; urgency: Urgency; entity: string },
): FormatRequest {
  return post(target.url, target, {
    message: cut(message.title, MESSAGE_CHARS),
    alias,
    description: descriptionOf(message),
    priority: PRIORITIES[urgency],
    source: "Downwhere",
    entity,
    tags: ["downwhere", urgency],
    details: Object.fromEntries(message.links.map(({ text, url }) => [text, url])),
  });
}

/** The alias stands in the path, and the note tells how it ended. */
function close(message: Message, target: Target, alias: string): FormatRequest {
  const url = `${target.url.replace(/\/+$/, "")}/${encodeURIComponent(alias)}/close?identifierType=alias`;
  return post(url, target, { source: "Downwhere", note: descriptionOf(message) });
}

function descriptionOf(message: Message): string {
  return cut(`${message.title}\n\n${plainLines(message)}`, DESCRIPTION_CHARS);
}

function post(url: string, { settings }: Target, body: object): FormatRequest {
  return {
    url,
    method: "POST",
    headers: { authorization: `GenieKey ${settings.apiKey}` },
    contentType: "application/json",
    body: JSON.stringify(body),
  };
}
