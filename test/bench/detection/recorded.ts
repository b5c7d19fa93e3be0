import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type PostingLag, postingLags } from "./recorded/lags.ts";
import { type Replay, replayOf } from "./recorded/replay.ts";
import { type Recording, recordingsOf } from "./recorded/upptime.ts";

/**
 * The recorded data, where it lies: next to the project, not in it. Nothing of it is copied here, and a clone without it gets
 * `null`, which whoever asks must say aloud. Rows are held in memory; the looks between them are made one at a time.
 */

const FOLDER = fileURLToPath(new URL("../../../../shared/data", import.meta.url));

export type Recorded = {
  /** One for each repository of `upptime/`: real sites over months, one vantage point. */
  upptime(): readonly Recording[];
  /** One for each outage of `replay/`, with the vendor's own timeline. */
  replays(): readonly Replay[];
  /** How long Google Cloud took to post each incident of `feeds/`. */
  lags(): Generator<PostingLag>;
};

export function openRecorded(folder: string = FOLDER): Recorded | null {
  const upptime = join(folder, "upptime/observations.csv.gz");
  const replay = join(folder, "replay");
  const feed = join(folder, "feeds/gcp_incidents.jsonl.gz");
  if (![upptime, replay, feed].every(existsSync)) return null;
  return {
    upptime: () => recordingsOf(linesOf(upptime)),
    replays: () =>
      readdirSync(replay)
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => replayOf(JSON.parse(readFileSync(join(replay, name), "utf8")))),
    lags: () => postingLags(linesOf(feed)),
  };
}

/** Lines of a gzipped text, without the empty ones. */
function* linesOf(file: string): Generator<string> {
  const text = gunzipSync(readFileSync(file)).toString("utf8");
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trimEnd();
    if (line !== "") yield line;
    start = end + 1;
  }
}
