import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import { factsOf } from "../../shared/facts.ts";
import { fold } from "../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../shared/fuse/model.ts";
import { type Network, openNetwork } from "../../shared/network.ts";
import { explainIssue, pathText } from "../../shared/schema/explain-issue.ts";
import { FoldEvent, Verdict } from "../../shared/schema/index.ts";
import { createReorder } from "./reorder.ts";
import { ownServices } from "./sources.ts";
import { Usage } from "./usage.ts";

/** `downwhere replay`: folds recorded events with the code that the network runs, and prints every change of a verdict. */

const REPLAY_HELP = `downwhere replay: what the network would have said

  npm run --silent downwhere -- replay [--services FILE] < events.ndjson

  --services FILE   declare services; others are taken as they come
  --help            this text

Events may be up to five minutes out of order. A line that is no event is reported on standard error with its number and
skipped; the exit code is 1 when there was one.
`;

/** Milliseconds by which events may be out of order. */
const DISORDER_MS = 5 * 60_000;

export async function replay(args: readonly string[]): Promise<void> {
  const { services, help } = readOptions(args);
  if (help) {
    process.stdout.write(REPLAY_HELP);
    return;
  }
  const network = openNetwork(
    DEFAULT_MODEL,
    services === undefined ? [] : (await ownServices(services)).map((service) => factsOf(service)),
  );
  const reorder = createReorder<FoldEvent>(DISORDER_MS);
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === "") continue;
    const event = readEvent(line);
    if (typeof event === "string") {
      process.stderr.write(`line ${number}: ${event}\n`);
      process.exitCode = 1;
    } else for (const ready of reorder.add(event)) say(network, ready);
  }
  for (const ready of reorder.rest()) say(network, ready);
}

function say(network: Network, event: FoldEvent): void {
  for (const output of fold(network, event)) {
    if (output.type === "verdict")
      process.stdout.write(`${JSON.stringify({ type: "verdict", ...z.encode(Verdict, output.verdict) })}\n`);
  }
}

/** The event of a line, or why it is none. */
function readEvent(line: string): FoldEvent | string {
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

function readOptions(args: readonly string[]) {
  try {
    const options = { services: { type: "string" }, help: { type: "boolean", default: false } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${REPLAY_HELP}`);
  }
}
