import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Exchange } from "../../shared/observe/exchange.ts";
import { Cause, Expectation, Layer, Outcome, ProviderId, Stage } from "../../shared/schema/index.ts";

/** The named situations of test/fixture/exchange: one file each, what was seen and what it means. */

const FOLDER = fileURLToPath(new URL("../fixture/exchange", import.meta.url));
const LATENCY_MS = 20;

const addresses = z.array(z.string());
const Seen = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("answered"),
    status: z.int(),
    headers: z.record(z.string().regex(/^[a-z0-9-]+$/), z.string()).default({}),
    body: z.string().default(""),
    bodyError: z.string().nullable().default(null),
    addresses: addresses.default([]),
    egress: z.literal("own").exactOptional(),
    latencyMs: z.number().default(LATENCY_MS),
  }),
  z.strictObject({
    kind: z.literal("threw"),
    name: z.string(),
    message: z.string(),
    code: z.string().nullable(),
    secure: z.boolean(),
    stage: Stage.nullable(),
    addresses: addresses.default([]),
    latencyMs: z.number().default(LATENCY_MS),
  }),
  z.strictObject({
    kind: z.literal("timed-out"),
    stage: Stage.nullable(),
    addresses: addresses.default([]),
    latencyMs: z.number().default(LATENCY_MS),
  }),
  z.strictObject({
    kind: z.literal("unresolved"),
    cause: z.enum(["resolve_nxdomain", "resolve_servfail", "resolve_timeout", "resolve_empty"]),
    detail: z.string(),
  }),
  z.strictObject({
    kind: z.literal("redirected"),
    status: z.int(),
    detail: z.string(),
    latencyMs: z.number().default(LATENCY_MS),
  }),
  z.strictObject({ kind: z.literal("not-begun"), detail: z.string() }),
]);

const Situation = z.strictObject({
  situation: z.string(),
  /** Where its facts come from: who documents them, or on which runtime they were seen. */
  source: z.string().min(8),
  exchange: Seen,
  expected: Expectation.default({}),
  finding: z.strictObject({
    outcome: Outcome,
    stage: Stage.nullable(),
    cause: Cause.nullable(),
    layer: Layer.nullable(),
    provider: ProviderId.nullable(),
    /** A part of what the operator is told. */
    detail: z.string().optional(),
  }),
});
export type Situation = Omit<z.infer<typeof Situation>, "exchange"> & {
  readonly exchange: Exchange;
  /** Folder and file: `wall/a-429`. */
  readonly path: string;
};

export function readSituations(): Situation[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const path = join(FOLDER, name);
      const parsed = Situation.safeParse(JSON.parse(readFileSync(path, "utf8")));
      if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
      return { ...parsed.data, path: name.slice(0, -basename(".json").length) };
    });
}
