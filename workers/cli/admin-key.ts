import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

/** The admin key of a local network: made at its first start and kept beside its state, for its owner's eyes only. */
export async function localAdminKey(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.trim().length >= 16) return kept.trim();
  const made = randomBytes(24).toString("base64url");
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}
