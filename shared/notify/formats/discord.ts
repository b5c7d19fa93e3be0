import { z } from "zod";
import { cut } from "../../notices/words.ts";
import { formatInstant } from "../../schema/instant.ts";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed } from "../../words/lines.ts";
import { type Message, messageOf, TONE_NUMBERS, TONE_SIGNS } from "../../words/message.ts";
import type { Format, FormatRequest } from "./format.ts";

/**
 * Discord, by a webhook, as one embed. Nobody is mentioned, whatever the text says; its markup is escaped. Limits: a title of
 * 256 characters, a description of 4,096, a value of 1,024, and 6,000 in all
 * (https://docs.discord.com/developers/resources/message#embed-object-embed-limits).
 */
export const discord: Format = {
  title: "Discord",
  proof: "code",
  hosts: ["discord.com", "discordapp.com"],
  address: "web",
  settings: z.strictObject({}),
  write: (event, { test }, links) => request(messageOf(event, { test, links }), event.at),
  writeCode: (code, _, links) => request(codeMessage(code, links), null),
};

const BOUNDS = { title: 250, value: 330, reasons: 5 };

function request(message: Message, at: number | null): FormatRequest {
  const { title, facts, why, advice } = dressed(message, escapeMarkdown, BOUNDS);
  const [first] = message.links;
  const links = message.links.map(({ text, url }) => `[${text}](<${url}>)`).join(" · ");
  const because = why.map((reason) => `- ${reason}`).join("\n");
  const embed = {
    title: whole(`${TONE_SIGNS[message.tone]} ${title}`),
    ...(first === undefined ? {} : { url: first.url }),
    description: cut([because, `**What to do:** ${advice}`].filter(Boolean).join("\n\n"), 2_400),
    color: TONE_NUMBERS[message.tone],
    fields: [
      ...facts.map(({ name, value }) => ({ name, value: whole(value), inline: value.length < 40 })),
      ...(links === "" || links.length > 1_000 ? [] : [{ name: "More", value: links, inline: false }]),
    ],
    ...(at === null ? {} : { timestamp: formatInstant(at) }),
    footer: { text: "Downwhere" },
  };
  return {
    method: "POST",
    headers: {},
    contentType: "application/json",
    body: JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } }),
  };
}

function escapeMarkdown(text: string): string {
  return inert(text).replace(/[\\`*_~|[\]()<>-]/g, "\\$&");
}

/** A cut must not leave half of an escape. */
function whole(text: string): string {
  return text.replace(/\\(?=…?$)/, "");
}
