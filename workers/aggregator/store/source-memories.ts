import { z } from "zod";
import type { Memories, SourceMemory } from "../../../shared/notices/schedule.ts";

/** What is remembered of every source, in one row: a row a minute, however many sources there are. */

const KEY = "all";

const Memory: z.ZodType<SourceMemory> = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  digest: z.string().nullable(),
  failures: z.number(),
  nextAt: z.number(),
  readAt: z.number().nullable(),
  because: z.string().nullable(),
  platform: z.string().nullable(),
  nameKnownUntil: z.number(),
});

/** Empty before the first run, and where the row cannot be read: then everything is read anew. */
export async function loadMemories(db: D1Database): Promise<Memories> {
  const row = await db.prepare("SELECT body FROM source_memories WHERE key = ?").bind(KEY).first<{ body: string }>();
  if (row === null) return {};
  const parsed = z.record(z.string(), Memory).safeParse(JSON.parse(row.body));
  return parsed.success ? parsed.data : {};
}

export async function saveMemories(db: D1Database, memories: Memories): Promise<void> {
  await db
    .prepare("INSERT OR REPLACE INTO source_memories (key, body) VALUES (?, ?)")
    .bind(KEY, JSON.stringify(memories))
    .run();
}
