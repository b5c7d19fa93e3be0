import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseInstant } from "../../../shared/schema/instant.ts";
import type { Profile, Window } from "./nab-score.ts";

/** `realTweets` of the Numenta Anomaly Benchmark, where it lies: how often ten companies were mentioned, every five minutes. */

const FOLDER = fileURLToPath(new URL("../../../../shared/data/nab", import.meta.url));

export type Series = {
  readonly name: string;
  /** Milliseconds. */
  readonly at: readonly number[];
  readonly counts: readonly number[];
  readonly windows: readonly Window[];
};

/** `null` where the data are absent. */
export function openTweets(folder: string = FOLDER): readonly Series[] | null {
  const data = join(folder, "data/realTweets");
  if (!existsSync(data)) return null;
  const labels: Record<string, [string, string][]> = JSON.parse(
    readFileSync(join(folder, "labels/combined_windows.json"), "utf8"),
  );
  return readdirSync(data)
    .sort()
    .map((file) => {
      const rows = readFileSync(join(data, file), "utf8").trim().split("\n").slice(1);
      const at = rows.map((row) => instantOf(row.slice(0, row.indexOf(","))));
      return {
        name: file.replace(/^Twitter_volume_|\.csv$/g, ""),
        at,
        counts: rows.map((row) => Number(row.slice(row.indexOf(",") + 1))),
        windows: (labels[`realTweets/${file}`] ?? []).map(([from, to]) => ({
          from: at.findIndex((time) => time >= instantOf(from)),
          to: at.findLastIndex((time) => time <= instantOf(to)),
        })),
      };
    });
}

/** Weights that the benchmark publishes for its three profiles. */
export const PROFILES: Readonly<Record<"standard" | "low FP" | "low FN", Profile>> = {
  standard: { fpWeight: 0.11, fnWeight: 1 },
  "low FP": { fpWeight: 0.22, fnWeight: 1 },
  "low FN": { fpWeight: 0.11, fnWeight: 2 },
};

/** `2015-02-26 21:42:53`, with or without a fraction. */
function instantOf(text: string): number {
  return parseInstant(`${text.trim().replace(" ", "T").slice(0, 19)}Z`) ?? Number.NaN;
}
