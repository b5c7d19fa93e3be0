import { HOPS_MAX } from "../limits.ts";

/**
 * What the hops of an answer say in the standard's own words: Proxy-Status (RFC 9209) and Cache-Status (RFC 9211), both
 * structured-field lists of members with parameters. Read leniently and once through; what cannot be read says nothing.
 */

export type Hop = { readonly name: string; readonly parameters: ReadonlyMap<string, string> };

/** The members of a list, nearest the origin first. */
export function hopsOf(list: string): Hop[] {
  return splitOutsideQuotes(list, ",")
    .slice(0, HOPS_MAX)
    .map((member) => {
      const [name = "", ...parameters] = splitOutsideQuotes(member, ";").map((part) => part.trim());
      return { name: unquoted(name), parameters: new Map(parameters.map(parameterOf)) };
    });
}

/** Errors of RFC 9209, section 2.3, that speak of the intermediary itself rather than of what stands behind it. */
const OWN_ERRORS = [
  "proxy_internal_error",
  "proxy_internal_response",
  "proxy_configuration_error",
  "proxy_loop_detected",
  "connection_limit_reached",
];

/** The last hop that says it made this error, and whose trouble it names; `null` when none says so. */
export function errorHop(
  list: string,
): { readonly name: string; readonly error: string; readonly own: boolean } | null {
  const hop = hopsOf(list).findLast(({ parameters }) => parameters.has("error"));
  const error = hop?.parameters.get("error");
  return hop === undefined || error === undefined ? null : { name: hop.name, error, own: OWN_ERRORS.includes(error) };
}

/** Some hop got this very status from the next one, so that no hop made it. */
export function isPassedOn(
  status: number,
  { proxyStatus, cacheStatus }: { proxyStatus: string; cacheStatus: string },
): boolean {
  const received = (list: string, key: string) =>
    hopsOf(list).some(({ parameters }) => parameters.get(key) === String(status));
  return received(proxyStatus, "received-status") || received(cacheStatus, "fwd-status");
}

function parameterOf(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at).trim(), unquoted(text.slice(at + 1).trim())];
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\" && isQuoted) index++;
    else if (text[index] === '"') isQuoted = !isQuoted;
    else if (text[index] === separator && !isQuoted) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, text.slice(from)];
}
