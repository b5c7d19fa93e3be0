import { readdir, readFile } from "node:fs/promises";
import { brokenReferences, type Mistake, type Parsed, parseServices } from "./services-file.ts";

/** The catalogue: a folder of one file per service, named after it. */
export async function readCatalogue(folder: string): Promise<Parsed> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const parsed = await Promise.all(
    files.map(async (name) => ({ name, result: parseServices(await readFile(`${folder}/${name}`, "utf8"), name) })),
  );
  const mistakes: Mistake[] = parsed.flatMap(({ name, result }) => {
    if (!result.ok) return [...result.mistakes];
    const [first, ...others] = result.services;
    if (first !== undefined && others.length === 0 && `${first.id}.json` === name) return [];
    return [
      {
        file: name,
        path: "id",
        message: `must hold one service whose id is the file's name; received "${first?.id ?? "none"}"`,
      },
    ];
  });
  const services = parsed.flatMap(({ result }) => (result.ok ? result.services : []));
  mistakes.push(...brokenReferences(services, "the catalogue"));
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, services };
}
