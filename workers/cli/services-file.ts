import { z } from "zod";
import { explainIssue, pathText } from "../../shared/schema/explain-issue.ts";
import { Service } from "../../shared/schema/index.ts";

/** Services as people write them: one, a list, or `{ "services": [...] }`. Every mistake is named with its path. */

export type Mistake = { readonly file: string; readonly path: string; readonly message: string };
export type Parsed =
  | { readonly ok: true; readonly services: Service[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

export function parseServices(text: string, file: string): Parsed {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      mistakes: [
        { file, path: "", message: `must be JSON: ${error instanceof Error ? error.message : String(error)}` },
      ],
    };
  }
  const { schema, read } = formOf(document);
  const parsed = schema.safeParse(document, { reportInput: true });
  if (!parsed.success) {
    return {
      ok: false,
      mistakes: parsed.error.issues.map((issue) => ({
        file,
        path: pathText(issue.path),
        message: explainIssue(issue),
      })),
    };
  }
  const services = read(parsed.data);
  const mistakes = repeated(services).map((id) => ({
    file,
    path: "",
    message: `every service id must be unique; received "${id}" twice`,
  }));
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, services };
}

/** Every `dependsOn` must name a service that is there. */
export function brokenReferences(services: readonly Service[], file: string): Mistake[] {
  const known = new Set<string>(services.map(({ id }) => id));
  return services.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter((other) => !known.has(other))
      .map((other) => ({
        file,
        path: `${id}.dependsOn`,
        message: `must name services that are watched; received "${other}"`,
      })),
  );
}

export function mistakeText({ file, path, message }: Mistake): string {
  return `${file}: ${path === "" ? "" : `${path}: `}${message}`;
}

const Wrapped = z.strictObject({ services: z.array(Service) });

/** Which of the three forms a document has, so that complaints name paths of the document's own shape. */
function formOf(document: unknown): { schema: z.ZodType<unknown>; read: (value: unknown) => Service[] } {
  if (Array.isArray(document))
    return { schema: z.array(Service), read: (value) => z.array(z.custom<Service>()).parse(value) };
  if (typeof document === "object" && document !== null && "services" in document) {
    return {
      schema: Wrapped,
      read: (value) => z.object({ services: z.array(z.custom<Service>()) }).parse(value).services,
    };
  }
  return { schema: Service, read: (value) => [z.custom<Service>().parse(value)] };
}

function repeated(services: readonly Service[]): string[] {
  const seen = new Set<string>();
  return services.flatMap(({ id }) => {
    const isSecond = seen.has(id);
    seen.add(id);
    return isSecond ? [id] : [];
  });
}
