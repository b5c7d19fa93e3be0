import { z } from "zod";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed, plainLines } from "../../words/lines.ts";
import { type Message, messageOf } from "../../words/message.ts";
import { type Urgency, urgencyOf } from "../dedup-key.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * ntfy, at `https://ntfy.sh/topic` or a server of one's own: published as JSON at the server's root, because headers hold no
 * other letters than Latin ones. Limits: a message of 4,096 bytes (a longer one becomes a file), three actions
 * (https://docs.ntfy.sh/publish/#publish-as-json).
 */
export const ntfy: Format = {
  title: "ntfy",
  proof: "code",
  hosts: null,
  address: "web",
  settings: z.strictObject({
    token: z
      .string()
      .regex(/^[A-Za-z0-9_]{8,100}$/, "must be an access token")
      .exactOptional(),
  }),
  write: (event, target, links) => {
    const message = messageOf(event, { test: target.test, links });
    return request(message, target, message.tone === "good" ? 2 : PRIORITIES[urgencyOf(event)]);
  },
  writeCode: (code, target, links) => request(codeMessage(code, links), target, 3),
};

const PRIORITIES: Readonly<Record<Urgency, number>> = { critical: 5, error: 4, warning: 3, info: 2 };
/** Three bytes a letter at worst: 4,096 bytes are 1,300 letters. */
const BOUNDS = { title: 120, value: 90, reasons: 3 };
const ACTIONS = 3;

const TAGS: Readonly<Record<Message["tone"], string>> = {
  bad: "rotating_light",
  middling: "warning",
  good: "white_check_mark",
  note: "information_source",
};

function request(
  message: Message,
  { url, settings }: Pick<Target, "url" | "settings">,
  priority: number,
): FormatRequest {
  const lines = dressed(message, inert, BOUNDS);
  const [click] = message.links;
  const { root, topic } = splitTopic(url);
  const body = {
    topic,
    title: lines.title,
    message: plainLines(lines),
    priority,
    tags: [TAGS[message.tone]],
    markdown: false,
    ...(click === undefined ? {} : { click: click.url }),
    actions: message.links.slice(0, ACTIONS).map(({ text, url: link }) => ({ action: "view", label: text, url: link })),
  };
  const headers = settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` };
  return { url: root, method: "POST", headers, contentType: "application/json", body: JSON.stringify(body) };
}

/** The topic is the last part of the path, and what comes before it is the server. */
function splitTopic(url: string): { root: string; topic: string } {
  const path = url.replace(/[?#].*$/, "").replace(/\/+$/, "");
  const slash = path.lastIndexOf("/");
  return { root: path.slice(0, slash + 1), topic: path.slice(slash + 1) };
}
