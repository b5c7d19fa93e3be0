import { cut } from "../notices/words.ts";
import type { Message } from "./message.ts";

/** A message as lines of text. `dress` makes foreign text safe for the receiver, and comes before the cut. */

export type Dress = (text: string) => string;

export type Lines = {
  readonly title: string;
  /** `Name: value`. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly why: readonly string[];
  readonly advice: string;
};

/** Characters of each part at most; of reasons, how many. */
export type Bounds = { readonly title: number; readonly value: number; readonly reasons: number };

export function dressed({ title, facts, why, advice }: Message, dress: Dress, bounds: Bounds): Lines {
  const short = (text: string, max: number) => cut(dress(text), max);
  return {
    title: short(title, bounds.title),
    facts: facts.map(({ name, value }) => ({ name, value: short(value, bounds.value) })),
    why: why.slice(0, bounds.reasons).map((reason) => short(reason, bounds.value)),
    advice,
  };
}

/** Everything but the title and the links, as plain text. */
export function plainLines({ facts, why, advice }: Omit<Lines, "title">): string {
  return [
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...(why.length === 0 ? [] : ["", "Why we think so:", ...why.map((reason) => `- ${reason}`)]),
    "",
    `What to do: ${advice}`,
  ].join("\n");
}
