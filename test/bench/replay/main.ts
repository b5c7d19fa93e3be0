import { spawn } from "node:child_process";
import { createReadStream, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { printTable } from "../print-table.ts";
import { writeInput } from "./input.ts";

/** `npm run bench:replay`: how many observations a second `downwhere replay` folds, end to end, and in how much memory. */

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SERVICES = 1_000;
const ENDPOINTS = 3;
const MINUTES = [5, 10, 30];

const folder = mkdtempSync(join(tmpdir(), "downwhere-replay-"));
try {
  const rows: string[][] = [];
  for (const minutes of MINUTES) {
    const path = join(folder, `${minutes}.ndjson`);
    const lines = writeInput(path, { services: SERVICES, endpoints: ENDPOINTS, minutes });
    const parsing = await secondsToParse(path);
    const { seconds, memoryMb, verdicts } = await replay(path);
    rows.push([
      String(minutes),
      String(lines),
      String(verdicts),
      seconds.toFixed(2),
      Math.round(lines / seconds).toLocaleString("en"),
      (seconds / parsing).toFixed(2),
      String(memoryMb),
    ]);
    rmSync(path);
  }
  process.stdout.write(
    `${SERVICES.toLocaleString("en")} services × ${ENDPOINTS} endpoints × 11 regions, once a minute; the process from its start to its end.\n\n`,
  );
  printTable(
    ["minutes", "observations", "verdicts", "seconds", "a second", "× parsing alone", "peak memory, MB"],
    rows,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** The yardstick: the same lines read and given to JSON.parse, and nothing else. */
async function secondsToParse(path: string): Promise<number> {
  const begun = performance.now();
  for await (const line of createInterface({ input: createReadStream(path) })) JSON.parse(line);
  return (performance.now() - begun) / 1_000;
}

async function replay(path: string): Promise<{ seconds: number; memoryMb: number; verdicts: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, ["workers/cli/main.ts", "replay"], {
    cwd: ROOT,
    stdio: [openSync(path, "r"), "pipe", "inherit"],
  });
  let verdicts = 0;
  let memoryMb = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) verdicts++;
  });
  // The kernel's own high-water mark; where there is none, the column stays 0.
  const watching = setInterval(() => {
    memoryMb = Math.max(memoryMb, highWaterMb(child.pid));
  }, 50);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watching);
  if (code !== 0) throw new Error(`the replay ended with exit code ${code}`);
  return { seconds: (performance.now() - begun) / 1_000, memoryMb, verdicts };
}

function highWaterMb(pid: number | undefined): number {
  try {
    const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return 0;
  }
}
