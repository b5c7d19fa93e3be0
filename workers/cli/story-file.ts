import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";

/** Where the demo story stands, kept beside the state: the story stops with the network and goes on with it. */

const StoryFile = z.object({ minute: z.number().min(0) });

/** The minute at which to go on; 0 for a story that was never told, or whose file cannot be read. */
export function readStoryMinute(path: string): number {
  try {
    return StoryFile.parse(JSON.parse(readFileSync(path, "utf8"))).minute;
  } catch {
    // No file, or half of one after a crash: the story begins again, and nothing else depends on it.
    return 0;
  }
}

export function writeStoryMinute(path: string, minute: number): void {
  writeFileSync(path, JSON.stringify({ minute } satisfies z.infer<typeof StoryFile>));
}
