import { z } from "zod";
import { escapeMarkup } from "../../feed/markup.ts";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed, plainLines } from "../../words/lines.ts";
import { type Message, messageOf, TONE_SIGNS } from "../../words/message.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * Matrix: a message into a room of a homeserver, sent by a user of the subscriber's. The event's id is the transaction, so that a
 * repeated delivery is one message; an empty `m.mentions` says that nobody is meant. Limit: 65,536 bytes in all
 * (https://spec.matrix.org/v1.15/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid).
 */
export const matrix: Format = {
  title: "Matrix",
  proof: "code",
  hosts: null,
  address: "web",
  settings: z.strictObject({
    room: z.string().regex(/^![\x21-\x7e]{1,250}$/, 'must be the id of a room, such as "!abc:example.org"'),
    token: z.string().regex(/^[\x21-\x7e]{8,450}$/, "must be the access token of the user that sends"),
  }),
  write: (event, target, links) => request(messageOf(event, { test: target.test, links }), target, event.id),
  writeCode: (code, target, links) => request(codeMessage(code, links), target, `code-${code}`),
};

const BOUNDS = { title: 250, value: 300, reasons: 5 };

function request(
  message: Message,
  { url, settings }: Pick<Target, "url" | "settings">,
  transaction: string,
): FormatRequest {
  const lines = dressed(message, inert, BOUNDS);
  const { title, facts, why, advice } = lines;
  const html = [
    `<p>${TONE_SIGNS[message.tone]} <strong>${escapeMarkup(title)}</strong></p><ul>`,
    ...facts.map(({ name, value }) => `<li>${escapeMarkup(name)}: ${escapeMarkup(value)}</li>`),
    ...why.map((reason) => `<li><em>${escapeMarkup(reason)}</em></li>`),
    `</ul><p><strong>What to do:</strong> ${escapeMarkup(advice)}</p><p>`,
    message.links.map(({ text, url: link }) => `<a href="${escapeMarkup(link)}">${escapeMarkup(text)}</a>`).join(" · "),
    "</p>",
  ].join("");
  const body = {
    msgtype: "m.text",
    body: [title, plainLines(lines), ...message.links.map(({ text, url: link }) => `${text}: ${link}`)].join("\n"),
    format: "org.matrix.custom.html",
    formatted_body: html,
    "m.mentions": {},
  };
  const room = encodeURIComponent(settings.room ?? "");
  return {
    url: `${url.replace(/\/+$/, "")}/_matrix/client/v3/rooms/${room}/send/m.room.message/${encodeURIComponent(transaction)}`,
    method: "PUT",
    headers: { authorization: `Bearer ${settings.token}` },
    contentType: "application/json",
    body: JSON.stringify(body),
  };
}
