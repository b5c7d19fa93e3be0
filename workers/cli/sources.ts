import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Service } from "../../shared/schema/index.ts";
import { readCatalogue } from "./catalogue.ts";
import { brokenReferences, mistakeText, type Parsed, parseServices } from "./services-file.ts";
import { Usage } from "./usage.ts";

/** Where services come from: the catalogue, a person's own file, or the simulated ones. A mistake in any ends with exit code 2. */

const WORKERS = fileURLToPath(new URL("..", import.meta.url));

export async function catalogueServices(): Promise<Service[]> {
  return accepted(await readCatalogue(`${WORKERS}/aggregator/catalogue`));
}

export async function ownServices(file: string): Promise<Service[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new Usage(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const services = accepted(parseServices(text, file));
  const mistakes = brokenReferences(services, file);
  return mistakes.length === 0 ? services : accepted({ ok: false, mistakes });
}

export async function simulatedServices(): Promise<Service[]> {
  return ownServices(`${WORKERS}/world/services.json`);
}

function accepted(parsed: Parsed): Service[] {
  if (parsed.ok) return parsed.services;
  throw new Usage(parsed.mistakes.map(mistakeText).join("\n"));
}
