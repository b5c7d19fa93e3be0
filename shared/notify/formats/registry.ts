import { alertmanager } from "./alertmanager.ts";
import { cloudEvents } from "./cloud-events.ts";
import { discord } from "./discord.ts";
import { email } from "./email.ts";
import type { Format } from "./format.ts";
import { googleChat } from "./google-chat.ts";
import { json } from "./json.ts";
import { matrix } from "./matrix.ts";
import { ntfy } from "./ntfy.ts";
import { opsgenie } from "./opsgenie.ts";
import { pagerduty } from "./pagerduty.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";
import { telegram } from "./telegram.ts";

/** Every format there is. One more is a file and a line. */
export const FORMATS = {
  json,
  cloudevents: cloudEvents,
  slack,
  discord,
  teams,
  "google-chat": googleChat,
  telegram,
  pagerduty,
  opsgenie,
  ntfy,
  matrix,
  alertmanager,
  email,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as [FormatName, ...FormatName[]];

export function formatNamed(name: FormatName): Format {
  return FORMATS[name];
}
