import { ID_MAX_CHARS } from "../../../../shared/schema/limits.ts";

/** Names as people give them to sites, made into ids: each name keeps its id, and no two names share one. */
export function slugs(): (name: string) => string {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const base = slugOf(name);
    let slug = base;
    for (let count = 2; taken.has(slug); count++) slug = `${base}-${count}`;
    known.set(name, slug);
    taken.add(slug);
    return slug;
  };
}

/** Characters kept for the number that tells two alike names apart. */
const ROOM = 5;

function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "-").slice(0, ID_MAX_CHARS - ROOM);
  return slug.replace(/^-+|-+$/g, "") || "site";
}
