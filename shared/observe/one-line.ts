import { SENTENCE_MAX_CHARS } from "../schema/limits.ts";

/** Foreign words as one sentence for the operator: on one line, cut to length, without marks that turn or hide text. */
export function oneLine(text: string): string {
  return text
    .slice(0, 2 * SENTENCE_MAX_CHARS)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .slice(0, SENTENCE_MAX_CHARS)
    .toWellFormed();
}
