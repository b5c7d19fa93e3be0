import { z } from "zod";
import { element, escapeMarkup } from "../../feed/markup.ts";
import { cut } from "../../notices/words.ts";
import type { EventLinks } from "../../schema/event.ts";
import { codeMessage } from "../../words/code.ts";
import { plainLines } from "../../words/lines.ts";
import { type Message, messageOf, TONE_SIGNS } from "../../words/message.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * Mail, through the HTTP service that the operator has configured: `{ from, to, subject, text, html, headers }`, the form that
 * Resend and its like take. One click ends it (RFC 8058): whoever reads the mail holds the address that does.
 */
export const email: Format = {
  title: "Email",
  proof: "code",
  hosts: null,
  address: "mail",
  settings: z.strictObject({}),
  write: (event, target, links) => request(messageOf(event, { test: target.test, links }), target, links),
  writeCode: (code, target, links) => request(codeMessage(code, links), target, links),
};

/** A line of a header has 998 characters at most (RFC 5322, 2.1.1), and a list of mails shows far fewer. */
const SUBJECT_CHARS = 150;

function request(message: Message, { url, mail }: Target, { unsubscribe }: EventLinks): FormatRequest {
  if (mail === null) throw new Error("a mail is written although no sender is configured");
  const stop = unsubscribe ?? null;
  const body = {
    from: mail.from,
    to: [url.replace(/^mailto:/, "")],
    subject: cut(message.title, SUBJECT_CHARS),
    text: textOf(message, stop),
    html: htmlOf(message, stop),
    headers:
      stop === null ? {} : { "List-Unsubscribe": `<${stop}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  };
  return {
    url: mail.url,
    method: "POST",
    headers: { authorization: mail.authorization },
    contentType: "application/json",
    body: JSON.stringify(body),
  };
}

function textOf(message: Message, stop: string | null): string {
  const links = message.links.map(({ text, url }) => `${text}: ${url}`);
  const end = stop === null ? [] : ["", `To get no more of these: ${stop}`];
  return [message.title, "", plainLines(message), "", ...links, ...end, ""].join("\n");
}

function htmlOf({ tone, title, facts, why, advice, links }: Message, stop: string | null): string {
  const anchor = ({ text, url }: { text: string; url: string }) => element("a", text, { href: url });
  return [
    '<!doctype html><html lang="en"><body>',
    element("h1", `${TONE_SIGNS[tone]} ${title}`, { style: "font-size:18px" }),
    "<table>",
    ...facts.map(({ name, value }) => `<tr><th align="left">${escapeMarkup(name)}</th>${element("td", value)}</tr>`),
    "</table>",
    ...(why.length === 0
      ? []
      : [`<p>Why we think so:</p><ul>${why.map((reason) => element("li", reason)).join("")}</ul>`]),
    `<p><strong>What to do:</strong> ${escapeMarkup(advice)}</p>`,
    `<p>${links.map(anchor).join(" · ")}</p>`,
    stop === null ? "" : `<p>${anchor({ text: "Get no more of these", url: stop })}</p>`,
    "</body></html>",
  ].join("");
}
