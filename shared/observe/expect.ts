import { search } from "../schema/check/pattern.ts";
import type { Expectation, HeaderExpectation, StatusSet } from "../schema/index.ts";
import type { Answer } from "./exchange.ts";
import { unmetInJson } from "./expect-json.ts";

/**
 * Is an answer the one that was expected? The body is untrusted: patterns run in linear time and bounded steps, and only
 * own properties are read.
 */

/** What was not met, in words; `null` when all was. */
export type Unmet = { readonly about: "status" | "headers" | "body"; readonly because: string };

const DEFAULT_STATUS: readonly StatusSet[] = ["2xx"];

export function firstUnmet(answer: Answer, expected: Expectation): Unmet | null {
  const statuses = expected.status ?? DEFAULT_STATUS;
  if (!statuses.some((set) => includesStatus(set, answer.status))) {
    return { about: "status", because: `the status must be ${statuses.join(" or ")}; received ${answer.status}` };
  }
  for (const header of expected.headers ?? []) {
    const because = unmetHeader(answer.headers[header.name.toLowerCase()], header);
    if (because !== null) return { about: "headers", because };
  }
  const because = unmetInBody(answer, expected.body ?? {});
  return because === null ? null : { about: "body", because };
}

/** Whether anything has to be found in the body. */
export function asksBody({ body }: Expectation): boolean {
  const { contains = [], notContains = [], matches = [], notMatches = [], json = [] } = body ?? {};
  return [contains, notContains, matches, notMatches, json].some(({ length }) => length > 0);
}

export function includesStatus(set: StatusSet, status: number): boolean {
  if (typeof set === "number") return set === status;
  if (set.endsWith("xx")) return Math.floor(status / 100) === Number(set[0]);
  const [from, to] = set.split("-").map(Number);
  return from !== undefined && to !== undefined && status >= from && status <= to;
}

/** What a text lacks, in words; `subject` names it ("the reply"). */
export function unmetInText(
  subject: string,
  text: string,
  { contains, matches }: { contains?: string | undefined; matches?: string | undefined },
): string | null {
  if (contains !== undefined && !text.includes(contains)) return `${subject} must contain "${contains}"`;
  if (matches === undefined) return null;
  const { found, whole } = search(matches, text);
  return found ? null : `${subject} must match ${matches}${whole ? "" : " within the part of it that is searched"}`;
}

function unmetHeader(
  value: string | undefined,
  { name, contains, equals, matches, absent }: HeaderExpectation,
): string | null {
  if (absent) return value === undefined ? null : `the header ${name} must be absent; received ${quote(value)}`;
  if (value === undefined) return `the header ${name} must be there`;
  if (contains !== undefined && !value.toLowerCase().includes(contains.toLowerCase()))
    return `the header ${name} must contain "${contains}"; received ${quote(value)}`;
  if (equals !== undefined && value !== equals)
    return `the header ${name} must be "${equals}"; received ${quote(value)}`;
  if (matches !== undefined && !search(matches, value).found)
    return `the header ${name} must match ${matches}; received ${quote(value)}`;
  return null;
}

function unmetInBody({ body, bodyBytes }: Answer, expected: NonNullable<Expectation["body"]>): string | null {
  const { contains = [], notContains = [], matches = [], notMatches = [], json = [], maxBytes } = expected;
  if (maxBytes !== undefined && (bodyBytes ?? 0) > maxBytes) return `the body must have at most ${maxBytes} bytes`;
  for (const text of contains) if (!body.includes(text)) return `the body must contain "${text}"`;
  for (const text of notContains) if (body.includes(text)) return `the body must not contain "${text}"`;
  for (const pattern of matches) {
    const because = unmetInText("the body", body, { matches: pattern });
    if (because !== null) return because;
  }
  for (const pattern of notMatches) if (search(pattern, body).found) return `the body must not match ${pattern}`;
  return json.length === 0 ? null : unmetInJson(body, json);
}

function quote(value: string): string {
  return `"${value.slice(0, 80)}"`;
}
