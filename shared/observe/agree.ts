import type { Agreement } from "../schema/index.ts";
import { VERSION_MAX_CHARS } from "../schema/limits.ts";
import type { Answer } from "./exchange.ts";
import { parseJson, valueAt } from "./expect-json.ts";

/**
 * The value that every region should see alike, read out of one answer; `null` where the answer has none. Whether regions
 * agree is not decided here: one region knows only its own.
 */
export function versionOf({ headers, body }: Answer, { header, jsonPath }: Agreement): string | null {
  const value = header === undefined ? valueAt(parseJson(body), jsonPath ?? "") : headers[header.toLowerCase()];
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  return String(value).trim().slice(0, VERSION_MAX_CHARS);
}
