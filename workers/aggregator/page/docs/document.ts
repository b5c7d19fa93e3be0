import { z } from "zod";

/** Our own OpenAPI document, as far as the reference shows it. */

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  description: z.string().optional(),
});

const Parameter = z.object({
  name: z.string(),
  in: z.enum(["query", "path", "header", "cookie"]),
  required: z.boolean().default(false),
  description: z.string().optional(),
  schema: Schema.optional(),
  example: z.unknown().optional(),
});
export type Parameter = z.infer<typeof Parameter>;

const Content = z.record(z.string(), z.looseObject({ schema: Schema.optional() }));

const Operation = z.object({
  summary: z.string().default(""),
  description: z.string().optional(),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.optional() })).default({}),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});
export type Operation = z.infer<typeof Operation>;

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof METHODS)[number];

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }).default({ schemas: {} }),
});

export type Described = {
  readonly operations: readonly { readonly method: Method; readonly path: string; readonly operation: Operation }[];
  readonly schemas: Readonly<Record<string, unknown>>;
};

export function describe(document: unknown): Described {
  const { paths, components } = Document.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) =>
      methods[method] === undefined ? [] : [{ method, path, operation: Operation.parse(methods[method]) }],
    ),
  );
  return { operations, schemas: components.schemas };
}

/** The name of a schema that stands elsewhere; `null` for one that stands here. */
export function nameOf(schema: z.infer<typeof Schema> | undefined): string | null {
  return schema?.$ref?.split("/").at(-1) ?? null;
}

/** A parameter's type in a few words. */
export function typeText(schema: z.infer<typeof Schema> | undefined): string {
  if (schema === undefined) return "";
  if (schema.enum !== undefined) return schema.enum.map(String).join(" | ");
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? nameOf(schema) ?? "any");
  return schema.format === undefined ? type : `${type}, ${schema.format}`;
}

/** Where an operation stands in the page. */
export function anchorOf(method: string, path: string): string {
  return `${method}-${path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "")}`.toLowerCase();
}
