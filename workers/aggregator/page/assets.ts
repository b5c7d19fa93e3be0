import type { Context, Hono } from "hono";
import type { Api } from "../api/context.ts";
import check from "./client/check.client.js";
import docs from "./client/docs.client.js";
import live from "./client/live.client.js";
import map from "./client/map.client.js";
import reader from "./client/reader.client.js";
import search from "./client/search.client.js";
import theme from "./client/theme.client.js";
import trial from "./client/trial.client.js";
import { ICON } from "./icon.ts";
import charts from "./style/charts.css";
import forms from "./style/forms.css";
import kiosk from "./style/kiosk.css";
import layout from "./style/layout.css";
import mapFrame from "./style/map.css";
import parts from "./style/parts.css";
import tokens from "./style/tokens.css";
import mapStyle from "./style.css";

/**
 * Styles and scripts, each under an address that changes with its content, so that a browser may keep it for good.
 * All from our own origin: the page asks nobody else.
 */

const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

const FILES = {
  "/style.css": { text: [tokens, layout, parts, forms, charts, mapStyle, mapFrame, kiosk].join("\n"), type: CSS },
  "/theme.js": { text: theme, type: SCRIPT },
  "/live.js": { text: live, type: SCRIPT },
  "/reader.js": { text: reader, type: SCRIPT },
  "/search.js": { text: search, type: SCRIPT },
  "/map.js": { text: map, type: SCRIPT },
  "/check.js": { text: check, type: SCRIPT },
  "/trial.js": { text: trial, type: SCRIPT },
  "/docs.js": { text: docs, type: SCRIPT },
} as const;

export type Asset = keyof typeof FILES;

/** FNV-1a over the text: enough to tell two versions of one file apart. */
function versionOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

const VERSIONS = Object.fromEntries(
  Object.entries(FILES).map(([path, { text }]) => [path, versionOf(text)]),
) as Readonly<Record<Asset, string>>;

export function assetPath(asset: Asset): string {
  return `${asset}?v=${VERSIONS[asset]}`;
}

export function assetRoutes(app: Hono<Api>): void {
  app.get("/icon.svg", (c) =>
    c.body(ICON, 200, { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" }),
  );
  for (const [path, { text, type }] of Object.entries(FILES)) {
    app.get(path, (c: Context<Api>) => {
      const isCurrent = c.req.query("v") === VERSIONS[path as Asset];
      const cacheControl = isCurrent ? "public, max-age=31536000, immutable" : "public, max-age=300";
      return c.body(text, 200, { "content-type": type, "cache-control": cacheControl });
    });
  }
}
