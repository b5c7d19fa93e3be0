import type { z } from "zod";

/** A schema's complaint in the house's words: what must hold and what was received. */

/** One complaint with the value it is about, where that is known. */
export type Issue = z.core.$ZodIssue;

/** `input` is the value at fault, for issues that do not carry it. */
export function explainIssue(issue: Issue, input: unknown = issue.input): string {
  switch (issue.code) {
    case "invalid_type":
      return input === undefined
        ? `must be given: ${a(issue.expected)}`
        : `must be ${a(issue.expected)}; received ${show(input)}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}; received ${show(input)}`;
    case "unrecognized_keys":
      return `unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
    case "too_small":
      return `must ${bound(issue.origin, "at least", Number(issue.minimum))}; received ${show(input)}`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", Number(issue.maximum))}; received ${show(input)}`;
    case "invalid_union":
      if (issue.discriminator !== undefined && "options" in issue && Array.isArray(issue.options))
        return `must be ${issue.options.flatMap((option: unknown) => JSON.stringify(option) ?? []).join(" or ")}; received ${show(fieldOf(input, issue.discriminator))}`;
      return alternatives(issue.errors) ?? `${issue.message}; received ${show(input)}`;
    case "invalid_key":
      // The key is at the end of the path; what is wrong with it is told inside.
      return issue.issues[0] === undefined ? issue.message : explainIssue(issue.issues[0]);
    case "invalid_format":
      return said(issue.message)
        ? withInput(issue.message, input)
        : `must be a valid ${issue.format === "url" ? "https URL" : issue.format}; received ${show(input)}`;
    default:
      return issue.message;
  }
}

/** `services[0].endpoints[1].id`, or the empty text for the document itself. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`),
    "",
  );
}

function bound(origin: string, word: string, limit: number): string {
  if (origin === "string") return `have ${word} ${limit} characters`;
  if (origin === "array") return `have ${word} ${limit} ${limit === 1 ? "item" : "items"}`;
  return `be ${word} ${limit}`;
}

/** The complaints of the alternatives that have words of their own. */
function alternatives(errors: readonly (readonly Issue[])[]): string | null {
  const own = [...new Set(errors.flat().flatMap((issue) => (said(issue.message) ? [issue.message] : [])))];
  return own.length > 0 ? own.join("; or ") : null;
}

function said(message: string): boolean {
  return !message.startsWith("Invalid");
}

function withInput(message: string, input: unknown): string {
  return message.includes("received") || input === undefined ? message : `${message}; received ${show(input)}`;
}

/** The value that chooses between the alternatives of a union; the issue carries the whole. */
function fieldOf(whole: unknown, key: string): unknown {
  return typeof whole === "object" && whole !== null && Object.hasOwn(whole, key) ? Reflect.get(whole, key) : undefined;
}

function a(type: string): string {
  const names: Record<string, string> = {
    string: "text",
    int: "a whole number",
    object: "an object",
    array: "a list",
    boolean: "true or false",
    record: "an object",
  };
  return names[type] ?? `a ${type}`;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
