import { search } from "../schema/check/pattern.ts";
import { COMPARATORS, type JsonExpectation } from "../schema/index.ts";

/** What a JSON body must say: values at paths, each with its comparators. The document is untrusted: only own properties are read. */

/** The first thing that is not as it must be, in words. */
export function unmetInJson(body: string, expected: readonly JsonExpectation[]): string | null {
  const document = parseJson(body);
  if (document === undefined) return "the body must be JSON";
  for (const json of expected) {
    const value = valueAt(document, json.path);
    const comparator = COMPARATORS.find((name) => json[name] !== undefined && !holds(value, name, json));
    if (comparator === undefined) continue;
    return `${json.path || "the document"} must ${WORDS[comparator]}${wanted(json, comparator)}; received ${describe(value)}`;
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

/** `undefined` for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: that is the finding, told by the caller.
    return undefined;
  }
}

type Comparator = (typeof COMPARATORS)[number];

const WORDS: Readonly<Record<Comparator, string>> = {
  exists: "",
  equals: "be ",
  not: "not be ",
  lt: "be less than ",
  lte: "be at most ",
  gt: "be more than ",
  gte: "be at least ",
  contains: "contain ",
  matches: "match ",
  length: "have the length ",
};

function wanted(json: JsonExpectation, comparator: Comparator): string {
  if (comparator === "exists") return json.exists ? "be there" : "not be there";
  return comparator === "matches" ? (json.matches ?? "") : JSON.stringify(json[comparator]);
}

function holds(value: unknown, comparator: Comparator, json: JsonExpectation): boolean {
  switch (comparator) {
    case "exists":
      return (value !== undefined) === json.exists;
    case "equals":
      return value === json.equals;
    case "not":
      return value !== json.not;
    case "lt":
      return compare(value, json.lt) < 0;
    case "lte":
      return compare(value, json.lte) <= 0;
    case "gt":
      return compare(value, json.gt) > 0;
    case "gte":
      return compare(value, json.gte) >= 0;
    case "contains":
      if (Array.isArray(value)) return value.includes(json.contains);
      return typeof value === "string" && typeof json.contains === "string" && value.includes(json.contains);
    case "matches":
      return typeof value === "string" && json.matches !== undefined && search(json.matches, value).found;
    case "length":
      return (typeof value === "string" || Array.isArray(value)) && value.length === json.length;
  }
}

/** Below, at or above 0 for two of one kind; not a number, which no comparison accepts, for any others. */
function compare(value: unknown, wantedValue: number | string | undefined): number {
  if (typeof value === "number" && typeof wantedValue === "number") return value - wantedValue;
  if (typeof value !== "string" || typeof wantedValue !== "string") return Number.NaN;
  if (value === wantedValue) return 0;
  return value < wantedValue ? -1 : 1;
}

function describe(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing").slice(0, 80);
}
