import { BLANK_PAGE_MAX_CHARS } from "../limits.ts";
import { CDNS } from "./cdns.ts";
import { errorHop, isPassedOn } from "./hops.ts";
import { HOSTS } from "./hosts.ts";
import { MORE_CDNS } from "./more-cdns.ts";
import { APPLICATIONS, PROXIES } from "./proxies.ts";
import { hasMark, isMarked, type Maker, type Mark, type Page, type Print, pageOf, type Row } from "./row.ts";

/**
 * Who made a server error: the edge itself, the edge for the sake of a dead origin, a proxy behind it, or the application?
 * Pages that are known by heart come first, then what the hops say of themselves, then what the page is like: an edge's
 * own page says no more than the status, an application's comes in its own form and with its own headers.
 */

export type Made = { readonly maker: Maker; readonly by: string };

/** Headers that applications and their frameworks put on an answer, and edges do not. */
const APPLICATION_MARKS: readonly Mark[] = [
  ["x-powered-by", ""],
  ["x-runtime", ""],
  ["x-aspnet-version", ""],
  ["x-aspnetmvc-version", ""],
  ["x-generator", ""],
  ["x-drupal-*", ""],
  ["x-request-id", ""],
  ["x-correlation-id", ""],
  ["x-ratelimit-*", ""],
  ["x-rails-*", ""],
  ["x-debug-*", ""],
  ["www-authenticate", ""],
  ["etag", ""],
  ["access-control-allow-origin", ""],
  ["set-cookie", "sess"],
  ["set-cookie", "csrf"],
  ["set-cookie", "connect.sid"],
  ["server", "amazons3"],
  ["server", "gunicorn"],
  ["server", "uvicorn"],
  ["server", "werkzeug"],
  ["server", "puma"],
  ["server", "jetty"],
  ["server", "kestrel"],
  ["server", "phusion"],
];

/** Types in which programs answer programs: an edge's own page is text or HTML. */
const DATA_TYPES = ["json", "xml", "grpc", "protobuf", "msgpack"];

const BY_CDNS = [...CDNS, ...MORE_CDNS];

export function makerOf(print: Print): Made {
  const cdn = BY_CDNS.find((row) => isMarked(print, row));
  const host = HOSTS.find((row) => isMarked(print, row));
  return byPage(print, [host, cdn]) ?? byHops(print, cdn) ?? byForm(print, cdn, host);
}

/** A page that is known. The platform's router stands behind the CDN: what it signs, the CDN has only passed on. */
function byPage(print: Print, rows: readonly (Row | undefined)[]): Made | null {
  for (const row of rows) {
    const page = row === undefined ? undefined : pageOf(print, row);
    if (row !== undefined && page !== undefined) return made(page, row);
  }
  for (const row of [...PROXIES, APPLICATIONS]) {
    const page = pageOf(print, row);
    if (page !== undefined) return made(page, row);
  }
  return null;
}

function byHops({ status, headers }: Print, cdn: Row | undefined): Made | null {
  const proxyStatus = headers["proxy-status"] ?? "";
  const cacheStatus = headers["cache-status"] ?? "";
  const hop = errorHop(proxyStatus);
  if (hop !== null) {
    const by = `${hop.name} (${hop.error})`;
    if (cdn === undefined) return { maker: "gateway", by };
    return { maker: hop.own ? "edge" : "origin", by };
  }
  return isPassedOn(status, { proxyStatus, cacheStatus }) ? behind(status, "the next hop") : null;
}

/** Nobody signed it: what is the page like? */
function byForm(print: Print, cdn: Row | undefined, host: Row | undefined): Made {
  const { status } = print;
  const isSpoken = !isBlank(print);
  if (status === 503 && (isData(print) || (isSpoken && isOfApplication(print)))) return APPLICATION;
  if (isData(print) || cdn === undefined) return behind(status, host?.name ?? "a proxy");
  if (!isSpoken && hasMark(print, CLOUDFRONT_ERROR) && behind(status, "").maker === "gateway")
    return { maker: "origin", by: cdn.name };
  if (isOfOrigin(print)) return { maker: "origin", by: cdn.name };
  const isFromBehind = isSpoken || isOfApplication(print) || isPassed(print, cdn);
  return isFromBehind ? behind(status, `a proxy behind ${cdn.name}`) : { maker: "edge", by: cdn.name };
}

/** CloudFront says this of every error, its own and those that it passes on; its own carry its page. */
const CLOUDFRONT_ERROR: Mark = ["x-cache", "error from cloudfront"];

/** An unsigned page with the name of another server, or with the mark of a cache that signs all of its own pages. */
function isPassed(print: Print, { server }: Row): boolean {
  const isOthers = server !== undefined && !(print.headers.server ?? server).includes(server);
  return isOthers || hasMark(print, ["cf-cache-status", ""]) || hasMark(print, CLOUDFRONT_ERROR);
}

const APPLICATION: Made = { maker: "application", by: "the application" };

/** 502, 503 and 504 are what proxies answer with; any other server error is the application's own. */
function behind(status: number, name: string): Made {
  const isProxys = status === 502 || status === 503 || status === 504;
  return isProxys ? { maker: "gateway", by: name } : APPLICATION;
}

function made({ maker }: Page, { name }: Row): Made {
  return { maker, by: name };
}

function isData({ headers }: Print): boolean {
  const type = headers["content-type"] ?? "";
  return DATA_TYPES.some((data) => type.includes(data)) && !type.includes("xhtml");
}

function isOfApplication(print: Print): boolean {
  return APPLICATION_MARKS.some((mark) => hasMark(print, mark));
}

/** What an edge calls whoever stands behind it. */
const ORIGIN_WORDS = ["origin", "backend", "upstream", "host error"];

/** A few words that speak of whoever stands behind: an application has more to say, and speaks of itself. */
function isOfOrigin({ body, status }: Print): boolean {
  const isShort = body.length <= BLANK_PAGE_MAX_CHARS;
  return isShort && behind(status, "").maker === "gateway" && ORIGIN_WORDS.some((words) => body.includes(words));
}

/** What the pages of edges and servers say that say no more than their status. */
const STATUS_WORDS = [
  "service unavailable",
  "service temporarily unavailable",
  "internal server error",
  "bad gateway",
  "gateway time-out",
  "gateway timeout",
  "server error",
  "unavailable",
];

/** Nothing, or hardly more than the status in words. */
function isBlank({ body, status }: Print): boolean {
  if (body.trim() === "") return true;
  if (body.length > BLANK_PAGE_MAX_CHARS) return false;
  return body.includes(String(status)) || STATUS_WORDS.some((words) => body.includes(words));
}
