import { z } from "zod";
import { escapeMarkup } from "../../feed/markup.ts";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed } from "../../words/lines.ts";
import { type Message, messageOf, TONE_SIGNS } from "../../words/message.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * Telegram, by a bot of the subscriber's: the URL is its `sendMessage`. Text is HTML, escaped; what the app would make a link,
 * a mention or a command of by itself is made inert. Limit: 4,096 characters once tags are read
 * (https://core.telegram.org/bots/api#sendmessage).
 */
export const telegram: Format = {
  title: "Telegram",
  proof: "code",
  hosts: ["api.telegram.org"],
  address: "web",
  settings: z.strictObject({
    chat: z.string().regex(/^(?:-?\d{1,20}|@[A-Za-z0-9_]{4,64})$/, 'must be the id of a chat, or "@name" of a channel'),
    thread: z
      .string()
      .regex(/^\d{1,20}$/, "must be the id of a topic in the chat")
      .exactOptional(),
  }),
  write: (event, target, links) => request(messageOf(event, { test: target.test, links }), target),
  writeCode: (code, target, links) => request(codeMessage(code, links), target),
};

const BOUNDS = { title: 200, value: 240, reasons: 4 };

function request(message: Message, { settings }: Pick<Target, "settings">): FormatRequest {
  const { title, facts, why, advice } = dressed(message, inert, BOUNDS);
  const text = [
    `${TONE_SIGNS[message.tone]} <b>${escapeMarkup(title)}</b>`,
    "",
    ...facts.map(({ name, value }) => `<b>${escapeMarkup(name)}:</b> ${escapeMarkup(value)}`),
    ...why.map((reason) => `– ${escapeMarkup(reason)}`),
    "",
    `<b>What to do:</b> ${escapeMarkup(advice)}`,
    message.links.map(({ text: name, url }) => `<a href="${escapeMarkup(url)}">${escapeMarkup(name)}</a>`).join(" · "),
  ].join("\n");
  const body = {
    chat_id: settings.chat,
    ...(settings.thread === undefined ? {} : { message_thread_id: Number(settings.thread) }),
    text,
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    // What is over, and what is merely said, wakes nobody.
    disable_notification: message.tone === "good" || message.tone === "note",
  };
  return { method: "POST", headers: {}, contentType: "application/json", body: JSON.stringify(body) };
}
