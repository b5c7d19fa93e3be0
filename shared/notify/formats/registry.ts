import { cloudEvents } from "./cloud-events.ts";
import type { Format } from "./format.ts";
import { json } from "./json.ts";

/** Every format there is. One more is a file and a line. */
export const FORMATS = { json, cloudevents: cloudEvents } as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as [FormatName, ...FormatName[]];

export function formatNamed(name: FormatName): Format {
  return FORMATS[name];
}
