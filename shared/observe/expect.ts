import type { Expectation, StatusSet } from "../schema/index.ts";
import type { Answer } from "./exchange.ts";

/** Is an answer the one that was expected? The body is untrusted: no pattern is run on it and only own properties are read. */

/** What was not met, in words; `null` when all was. */
export type Unmet = { readonly about: "status" | "headers" | "body"; readonly because: string };

const DEFAULT_STATUS: readonly StatusSet[] = ["2xx"];

export function firstUnmet(answer: Answer, expected: Expectation): Unmet | null {
  const statuses = expected.status ?? DEFAULT_STATUS;
  if (!statuses.some((set) => includesStatus(set, answer.status))) {
    return { about: "status", because: `the status must be ${statuses.join(" or ")}; received ${answer.status}` };
  }
  for (const { name, contains } of expected.headers ?? []) {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) return { about: "headers", because: `the header ${name} must be there` };
    if (contains !== undefined && !value.toLowerCase().includes(contains.toLowerCase())) {
      return {
        about: "headers",
        because: `the header ${name} must contain "${contains}"; received "${value.slice(0, 80)}"`,
      };
    }
  }
  const because = unmetInBody(answer.body, expected.body ?? {});
  return because === null ? null : { about: "body", because };
}

/** Whether the body has to be read at all. */
export function asksBody({ body }: Expectation): boolean {
  return (
    body !== undefined && (body.contains?.length ?? 0) + (body.notContains?.length ?? 0) + (body.json?.length ?? 0) > 0
  );
}

export function includesStatus(set: StatusSet, status: number): boolean {
  if (typeof set === "number") return set === status;
  if (set.endsWith("xx")) return Math.floor(status / 100) === Number(set[0]);
  const [from, to] = set.split("-").map(Number);
  return from !== undefined && to !== undefined && status >= from && status <= to;
}

function unmetInBody(
  body: string,
  { contains = [], notContains = [], json = [] }: NonNullable<Expectation["body"]>,
): string | null {
  for (const text of contains) if (!body.includes(text)) return `the body must contain "${text}"`;
  for (const text of notContains) if (body.includes(text)) return `the body must not contain "${text}"`;
  if (json.length === 0) return null;
  const document = parseJson(body);
  if (document === undefined) return "the body must be JSON";
  for (const { path, equals } of json) {
    const value = valueAt(document, path);
    if (value !== equals)
      return `${path || "the document"} must be ${JSON.stringify(equals)}; received ${describe(value)}`;
  }
  return null;
}

/** The value at a path of dots and indexes; `undefined` where there is none. */
export function valueAt(document: unknown, path: string): unknown {
  const keys = path === "" ? [] : path.replaceAll("[", ".").replaceAll("]", "").split(".");
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
    document,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: that is the finding, told by the caller.
    return undefined;
  }
}

function describe(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing").slice(0, 80);
}
