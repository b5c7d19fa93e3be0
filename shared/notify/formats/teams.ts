import { z } from "zod";
import { codeMessage } from "../../words/code.ts";
import { inert } from "../../words/inert.ts";
import { dressed } from "../../words/lines.ts";
import { type Message, messageOf, TONE_SIGNS } from "../../words/message.ts";
import type { Format, FormatRequest } from "./format.ts";

/**
 * Microsoft Teams, by a workflow ("When a Teams webhook request is received"), as an adaptive card. Text stands in text runs,
 * which know no markup; nobody is mentioned without an entity that names them. Limit: 28 kB in all
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using).
 */
export const teams: Format = {
  title: "Microsoft Teams",
  proof: "code",
  hosts: ["logic.azure.com", "logic.azure.us", "api.powerplatform.com", "webhook.office.com"],
  address: "web",
  settings: z.strictObject({}),
  write: (event, { test }, links) => request(messageOf(event, { test, links })),
  writeCode: (code, _, links) => request(codeMessage(code, links)),
};

const BOUNDS = { title: 250, value: 300, reasons: 5 };
const COLOURS = { bad: "attention", middling: "warning", good: "good", note: "default" } as const;

function request(message: Message): FormatRequest {
  const { title, facts, why, advice } = dressed(message, inert, BOUNDS);
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [
      runs([
        { text: `${TONE_SIGNS[message.tone]} ${title}`, weight: "bolder", size: "large", color: COLOURS[message.tone] },
      ]),
      ...facts.map(({ name, value }) => runs([{ text: `${name}: `, weight: "bolder" }, { text: value }])),
      ...why.map((reason) => runs([{ text: `– ${reason}`, isSubtle: true }])),
      runs([{ text: "What to do: ", weight: "bolder" }, { text: advice }]),
    ],
    actions: message.links.map(({ text, url }) => ({ type: "Action.OpenUrl", title: text, url })),
  };
  const body = {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card }],
  };
  return { method: "POST", headers: {}, contentType: "application/json", body: JSON.stringify(body) };
}

type Run = {
  readonly text: string;
  readonly weight?: string;
  readonly size?: string;
  readonly color?: string;
  readonly isSubtle?: boolean;
};

function runs(inlines: readonly Run[]) {
  return { type: "RichTextBlock", inlines: inlines.map((run) => ({ type: "TextRun", ...run })) };
}
