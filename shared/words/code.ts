import type { EventLinks } from "../schema/event.ts";
import type { Message } from "./message.ts";

/** The message by which somebody shows that they read what is sent to a target. */
export function codeMessage(code: string, { page, subscription }: EventLinks): Message {
  return {
    tone: "note",
    title: `Downwhere: the code is ${code}`,
    facts: [{ name: "Code", value: code }],
    why: ["somebody asked for news of outages to be sent here"],
    advice: "Give the code to whoever asked for it. If nobody did, do nothing: without it nothing more is sent.",
    links: [
      ...(subscription === undefined ? [] : [{ text: "Subscription", url: subscription }]),
      { text: "Downwhere", url: page },
    ],
    since: 0,
  };
}
