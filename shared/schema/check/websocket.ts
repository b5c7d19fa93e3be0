import { z } from "zod";
import { URL_MAX_CHARS } from "../limits.ts";
import { Headers } from "./http.ts";
import { Pattern } from "./pattern.ts";
import { timing } from "./timing.ts";

/** A WebSocket that opens, and the first message that answers when something is sent or expected. */
export const WebSocketCheck = z.strictObject({
  prober: z.literal("websocket"),
  url: z
    .string()
    .max(URL_MAX_CHARS)
    .regex(
      /^wss?:\/\/[^\s/@?#]+(?:[/?]\S*)?$/i,
      "must be a ws or wss URL without credentials, such as wss://example.com/live",
    ),
  headers: Headers.default({}),
  ...timing,
  send: z.string().min(1).max(2_000).optional(),
  /** What the first message, or one that follows it in time, must say. */
  expect: z
    .strictObject({ contains: z.string().min(1).max(500).optional(), matches: Pattern.optional() })
    .refine(({ contains, matches }) => (contains ?? matches) !== undefined, "must name `contains` or `matches`")
    .optional(),
});
export type WebSocketCheck = z.infer<typeof WebSocketCheck>;
