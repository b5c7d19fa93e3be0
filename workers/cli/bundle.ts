import { build } from "esbuild";

/** A worker as one script, built as wrangler builds it: the same text files, the same runtime conditions. */
export async function bundleWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    external: ["cloudflare:*", "node:*"],
    loader: { ".css": "text", ".client.js": "text" },
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    logLevel: "error",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error(`building ${entry} gave no output`);
  return script.text;
}
