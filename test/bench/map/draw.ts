import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { mapOfFrame, type StatusMap } from "../../../shared/geo/map.ts";
import { bundleWorker } from "../../../workers/cli/bundle.ts";
import { frameWith } from "../../support/frames.ts";
import { printTable } from "../print-table.ts";

/** What the pictures cost: processor time of one, the first of a fresh process and the median of the next fifty. */

type Pictures = {
  readonly svgMap: (map: StatusMap, look: { width: number; theme: string; projection: string }) => string;
  readonly svgCard: (map: StatusMap, look: { theme: string }) => string;
};
const AT = "2026-01-31T12:05:00.000Z";
const LOOK = { width: 960, theme: "light", projection: "equal-earth" };
const NEXT = 50;

export async function drawing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "downwhere-bench-"));
  try {
    const file = join(folder, "picture.mjs");
    writeFileSync(file, await bundleWorker("workers/aggregator/map/picture.tsx"));
    const loaded = process.cpuUsage();
    const pictures = (await import(pathToFileURL(file).href)) as Pictures;
    process.stdout.write(`Loading the code and the outlines: ${milliseconds(process.cpuUsage(loaded))} ms.\n\n`);
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`service-${index}`, {}]));
    const frame = frameWith({ ...many, aria: { down: ["weur", "eeur"] }, bard: { down: ["sam"] } });
    const draw = (service: string | null) => mapOfFrame(frame, { service, stale: false, asOf: AT });
    printTable(
      ["picture", "first, ms", "then, ms", "kB", "kB, gzip"],
      [
        measured("/v1/services/{id}/map.svg", () => pictures.svgMap(draw("aria"), LOOK)),
        measured("/v1/map.svg, 62 services", () => pictures.svgMap(draw(null), LOOK)),
        measured("/v1/services/{id}/card.svg", () => pictures.svgCard(draw("aria"), LOOK)),
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(name: string, make: () => string): string[] {
  const once = () => {
    const before = process.cpuUsage();
    const text = make();
    return { text, ms: milliseconds(process.cpuUsage(before)) };
  };
  const first = once();
  const next = Array.from({ length: NEXT }, () => once().ms).sort((a, b) => a - b);
  const kB = (bytes: number) => (bytes / 1_000).toFixed(0);
  const median = next[NEXT / 2] ?? Number.NaN;
  return [name, String(first.ms), String(median), kB(first.text.length), kB(gzipSync(first.text).length)];
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return Math.round((user + system) / 1_000);
}
