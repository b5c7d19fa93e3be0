import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** What axe-core objects to on a page: rule and first place of each. Needs a context that bypasses the page's own CSP. */

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export async function objectionsTo(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const axe = Reflect.get(window, "axe") as {
      run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  });
}
