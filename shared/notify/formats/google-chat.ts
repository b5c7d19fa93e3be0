import { z } from "zod";
import { escapeMarkup } from "../../feed/markup.ts";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed } from "../../words/lines.ts";
import { type Message, messageOf, TONE_SIGNS } from "../../words/message.ts";
import { dedupKey } from "../dedup-key.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * Google Chat, by the webhook of a space, as a card; all that is said of one incident is one thread. A card's text knows a few
 * tags, so it is escaped; `text` has no escapes, so its angle brackets, which make links and mentions, are replaced. Limit:
 * 32,000 bytes in all (https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages).
 */
export const googleChat: Format = {
  title: "Google Chat",
  proof: "code",
  hosts: ["chat.googleapis.com"],
  address: "web",
  settings: z.strictObject({}),
  write: (event, target, links) =>
    request(messageOf(event, { test: target.test, links }), target, dedupKey(event, THREAD_KEY_CHARS)),
  writeCode: (code, target, links) => request(codeMessage(code, links), target, "downwhere/code"),
};

const THREAD_KEY_CHARS = 1_000;
const BOUNDS = { title: 200, value: 300, reasons: 5 };

function request(message: Message, { url }: Pick<Target, "url">, threadKey: string): FormatRequest {
  const { title, facts, why, advice } = dressed(message, inert, BOUNDS);
  const widgets = [
    ...facts.map(({ name, value }) => labelled(name, value)),
    ...(why.length === 0 ? [] : [labelled("Why we think so", why.join("; "))]),
    labelled("What to do", advice),
    ...(message.links.length === 0 ? [] : [{ buttonList: { buttons: message.links.map(button) } }]),
  ];
  const header = { title: bare(`${TONE_SIGNS[message.tone]} ${title}`), subtitle: "Downwhere" };
  const body = {
    fallbackText: header.title,
    cardsV2: [{ cardId: "downwhere", card: { header, sections: [{ widgets }] } }],
    thread: { threadKey },
  };
  const joined = `${url}${url.includes("?") ? "&" : "?"}messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD`;
  return {
    url: joined,
    method: "POST",
    headers: {},
    contentType: "application/json; charset=UTF-8",
    body: JSON.stringify(body),
  };
}

function labelled(topLabel: string, text: string) {
  return { decoratedText: { topLabel, text: escapeMarkup(text), wrapText: true } };
}

function button({ text, url }: { text: string; url: string }) {
  return { text, onClick: { openLink: { url } } };
}

function bare(text: string): string {
  return text.replaceAll("<", "‹").replaceAll(">", "›");
}
