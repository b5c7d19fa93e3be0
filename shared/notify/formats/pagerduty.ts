import { z } from "zod";
import { cut } from "../../notices/words.ts";
import { formatInstant } from "../../schema/instant.ts";
import { codeMessage } from "../../words/code.ts";
import { type Message, messageOf } from "../../words/message.ts";
import { dedupKey, isOver, type Urgency, urgencyOf } from "../dedup-key.ts";
import type { Format, FormatRequest, Target } from "./format.ts";

/**
 * PagerDuty Events API v2: what begins triggers, what changes triggers under the same key, what ends resolves. Limits: a
 * summary of 1,024 characters, a key of 255, 512 kB in all (https://developer.pagerduty.com/docs/send-alert-event).
 */
export const pagerduty: Format = {
  title: "PagerDuty",
  proof: "code",
  hosts: ["events.pagerduty.com", "events.eu.pagerduty.com"],
  address: "web",
  settings: z.strictObject({
    routingKey: z.string().regex(/^[A-Za-z0-9]{32}$/, "must be the 32 characters of an Events API v2 integration key"),
  }),
  write: (event, target, links) => {
    const message = messageOf(event, { test: target.test, links });
    const about = "service" in event ? event.service.id : event.probe.region;
    return request(message, target, {
      key: dedupKey(event, KEY_CHARS),
      action: isOver(event) ? "resolve" : "trigger",
      severity: urgencyOf(event),
      component: about,
      at: event.at,
    });
  },
  writeCode: (code, target, links) =>
    request(codeMessage(code, links), target, {
      key: "downwhere/code",
      action: "trigger",
      severity: "info",
      component: "downwhere",
      at: null,
    }),
};

const KEY_CHARS = 255;
const SUMMARY_CHARS = 1_024;

type About = {
  readonly key: string;
  readonly action: "trigger" | "resolve";
  readonly severity: Urgency;
  readonly component: string;
  readonly at: number | null;
};

function request(
  { title, facts, why, advice, links }: Message,
  { settings }: Pick<Target, "settings">,
  { key, action, severity, component, at }: About,
): FormatRequest {
  const body = {
    routing_key: settings.routingKey,
    event_action: action,
    dedup_key: key,
    client: "Downwhere",
    payload: {
      summary: cut(title, SUMMARY_CHARS),
      source: component,
      component,
      severity,
      ...(at === null ? {} : { timestamp: formatInstant(at) }),
      custom_details: {
        ...Object.fromEntries(facts.map(({ name, value }) => [name, value])),
        "Why we think so": why,
        "What to do": advice,
      },
    },
    links: links.map(({ text, url }) => ({ href: url, text })),
  };
  return { method: "POST", headers: {}, contentType: "application/json", body: JSON.stringify(body) };
}
