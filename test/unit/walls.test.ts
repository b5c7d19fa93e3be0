import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** The folders depend one way: shared/ on itself and zod, a worker on shared/ and its own folder, never on a sibling. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
const importsOf = (file: string): string[] => {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, target = ""]) =>
    target.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target,
  );
};
const edges = [...sources("shared"), ...sources("workers")].flatMap((file) =>
  importsOf(file).map((target) => ({ file, target })),
);

/** In `shared/`, a folder may import those before it. */
const ORDER = ["schema", "counts", "geo", "observe", "notices", "fuse", "incident"];

describe("the walls", () => {
  test("shared/ imports zod, itself, and in one file each the linear-time pattern engine and the XML parser", () => {
    const foreign = edges.filter(
      ({ file, target }) => file.startsWith("shared/") && !target.startsWith("shared/") && target !== "zod",
    );
    expect(foreign).toEqual([
      { file: "shared/notices/xml.ts", target: "fast-xml-parser" },
      { file: "shared/schema/check/pattern.ts", target: "re2js" },
    ]);
  });

  test("inside shared/, counts and geo come before observe, observe before notices, notices before fuse and fuse before incident", () => {
    const rank = (path: string) => ORDER.indexOf(path.split("/")[1] ?? "");
    const upward = edges.filter(
      ({ file, target }) =>
        file.startsWith("shared/") &&
        target.startsWith("shared/") &&
        rank(file) >= 0 &&
        (rank(target) < 0 || rank(target) > rank(file)),
    );
    expect(upward).toEqual([]);
  });

  test("no worker imports a sibling", () => {
    const sibling = edges.filter(
      ({ file, target }) =>
        file.startsWith("workers/") && target.startsWith("workers/") && file.split("/")[1] !== target.split("/")[1],
    );
    expect(sibling).toEqual([]);
  });

  test("only store/ holds SQL, the command line's seeding and the migrations aside", () => {
    const sql = /"[^"]*\b(SELECT .* FROM|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM)\b/;
    const holders = sources("workers").filter((file) => sql.test(readFileSync(join(ROOT, file), "utf8")));
    expect(holders.filter((file) => !file.includes("/store/") && !file.startsWith("workers/cli/"))).toEqual([]);
  });

  test("no source file has more than 250 lines", () => {
    expect(
      [...sources("shared"), ...sources("workers")].filter(
        (file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > 251,
      ),
    ).toEqual([]);
  });
});
