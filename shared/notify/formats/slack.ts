import { z } from "zod";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed, plainLines } from "../../words/lines.ts";
import { type Message, messageOf, TONE_SIGNS } from "../../words/message.ts";
import type { Format, FormatRequest } from "./format.ts";

/**
 * Slack, by an incoming webhook. All text is `plain_text`, which knows no markup and no mentions; links are buttons. Limits:
 * a header of 150 characters, a section of 3,000, a button's URL of 3,000
 * (https://docs.slack.dev/reference/block-kit/blocks).
 */
export const slack: Format = {
  title: "Slack",
  proof: "code",
  hosts: ["hooks.slack.com", "hooks.slack-gov.com"],
  address: "web",
  settings: z.strictObject({}),
  write: (event, { test }, links) => request(messageOf(event, { test, links })),
  writeCode: (code, _, links) => request(codeMessage(code, links)),
};

const BOUNDS = { title: 146, value: 300, reasons: 5 };

function request(message: Message): FormatRequest {
  const lines = dressed(message, inert, BOUNDS);
  const title = `${TONE_SIGNS[message.tone]} ${lines.title}`;
  const buttons = message.links.map(({ text, url }, index) => ({
    type: "button",
    text: plain(text),
    url,
    action_id: `link_${index}`,
  }));
  const body = {
    // What a notification shows; `mrkdwn`, so its three signs are escaped.
    text: title.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? ""),
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    blocks: [
      { type: "header", text: plain(title) },
      { type: "section", text: plain(plainLines(lines)) },
      ...(buttons.length === 0 ? [] : [{ type: "actions", elements: buttons }]),
    ],
  };
  return { method: "POST", headers: {}, contentType: "application/json", body: JSON.stringify(body) };
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function plain(text: string) {
  return { type: "plain_text", text, emoji: false };
}
