import { parseArgs } from "node:util";
import type { FoldOutput } from "../../../shared/evaluate.ts";
import { factsOf } from "../../../shared/facts.ts";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { type Network, openNetwork } from "../../../shared/network.ts";
import { type FoldEvent, formatInstant, type Verdict } from "../../../shared/schema/index.ts";
import { ownServices } from "../sources.ts";
import { Usage } from "../usage.ts";
import { NONE } from "./interned.ts";
import { LINE_MAX_BYTES, wholeLines } from "./lines.ts";
import { readEvent } from "./read-event.ts";
import { createReorder, type Reorder } from "./reorder.ts";
import { openRow, scanObservation } from "./scan-observation.ts";

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

/** Ticks folded in one silence: a day of them. After that nothing more changes by waiting. */
const TICKS_MAX = 1_440;

export async function replay(args: readonly string[]): Promise<void> {
  const { services, help } = readOptions(args);
  if (help) {
    process.stdout.write(REPLAY_HELP);
    return;
  }
  const declared = services === undefined ? [] : await ownServices(services);
  const network = openNetwork(
    DEFAULT_MODEL,
    declared.map((service) => factsOf(service)),
  );
  const printed: string[] = [];
  const reorder = createReorder(DISORDER_MS, (event) => foldInTime(network, event, printed));
  const print = () => {
    if (printed.length > 0) process.stdout.write(printed.join(""));
    printed.length = 0;
  };
  stopQuietly(print);
  let number = 0;
  const row = openRow();
  for await (const lines of wholeLines(process.stdin)) {
    if (lines === "too long") {
      complain(++number, `must be at most ${LINE_MAX_BYTES} bytes`);
      continue;
    }
    for (let start = 0; start < lines.length; ) {
      number++;
      let end = scanObservation(lines, start, row);
      if (end !== NONE) reorder.addRow(row);
      else {
        const newline = lines.indexOf(NEWLINE, start);
        end = newline === -1 ? lines.length : newline;
        readSlowly(lines.toString("utf8", start, end), number, reorder);
      }
      start = end + 1;
    }
    print();
  }
  reorder.finish();
  print();
}

const NEWLINE = 10;

/** What is no plain observation: other events, what the schema must judge, and what is no event. */
function readSlowly(line: string, number: number, reorder: Reorder): void {
  if (line.trim() === "") return;
  const event = readEvent(line);
  if (typeof event === "string") complain(number, event);
  else reorder.add(event);
}

function complain(number: number, because: string): void {
  process.stderr.write(`line ${number}: ${because}\n`);
  process.exitCode = 1;
}

/** Folds one event after the ticks of the minutes before it, as the aggregator does: silence is told without being asked. */
function foldInTime(network: Network, event: FoldEvent, printed: string[]): void {
  const { minuteMs } = network.model;
  if (network.now > 0) {
    const due = Math.floor(network.now / minuteMs) + 1;
    const last = Math.min(Math.floor(event.at / minuteMs), due + TICKS_MAX);
    for (let minute = due; minute <= last; minute++)
      say(fold(network, { type: "tick", at: minute * minuteMs }), printed);
  }
  say(fold(network, event), printed);
}

function say(outputs: readonly FoldOutput[], printed: string[]): void {
  for (const output of outputs) if (output.type === "verdict") printed.push(lineOf(output.verdict));
}

/** A verdict as the schema writes it: all but the time is the same inside and outside. */
export function lineOf(verdict: Verdict): string {
  return `${JSON.stringify({ type: "verdict", ...verdict, at: formatInstant(verdict.at) })}\n`;
}

/** Ctrl-C prints what is known first; whoever reads no further (`| head`) ends it without a complaint. */
function stopQuietly(print: () => void): void {
  process.once("SIGINT", () => {
    print();
    process.exit(130);
  });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? 0);
  });
}

function readOptions(args: readonly string[]) {
  try {
    const options = { services: { type: "string" }, help: { type: "boolean", default: false } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${REPLAY_HELP}`);
  }
}
