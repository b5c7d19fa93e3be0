import { RE2JS, RE2JSSyntaxException } from "re2js";
import { z } from "zod";
import { PATTERN_MAX_CHARS, PATTERN_PROGRAM_MAX, PATTERN_STEPS_MAX } from "../limits.ts";

/**
 * Regular expressions that people write and untrusted bodies are searched with. JavaScript's own engine backtracks, and a
 * body made for the purpose could hold it for hours; RE2 (https://github.com/google/re2) takes time linear in program ×
 * input, and both are bounded here, so that one search has a bound without a clock. Look-around and back-references do not
 * exist in it.
 */
export const Pattern = z
  .string()
  .min(1)
  .max(PATTERN_MAX_CHARS)
  .superRefine((text, context) => {
    const because = faultOf(text);
    if (because !== null) context.addIssue({ code: "custom", message: because });
  });

/** Whether the pattern is found in a text. `whole`: all of the text was searched; a longer one is searched up to its bound. */
export function search(pattern: string, text: string): { found: boolean; whole: boolean } {
  const program = RE2JS.compile(pattern);
  const chars = Math.floor(PATTERN_STEPS_MAX / program.programSize());
  return { found: program.matcher(text.slice(0, chars)).find(), whole: text.length <= chars };
}

function faultOf(text: string): string | null {
  try {
    const size = RE2JS.compile(text).programSize();
    return size <= PATTERN_PROGRAM_MAX
      ? null
      : `must be a smaller pattern: at most ${PATTERN_PROGRAM_MAX} steps when compiled; received ${size}`;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return `must be a pattern of RE2, without look-around and back-references: ${error.getDescription()} in ${JSON.stringify(text.slice(0, 60))}`;
  }
}
