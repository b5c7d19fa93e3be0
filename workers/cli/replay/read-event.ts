import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import { FoldEvent } from "../../../shared/schema/index.ts";

/** The event of a line, or why it is none. */
export function readEvent(line: string): FoldEvent | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return `must be JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const parsed = FoldEvent.safeParse(json, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return issue === undefined ? "is no event" : `${pathText(issue.path)}: ${explainIssue(issue)}`;
}
