import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";

/** What a first visit to a page fetches, compressed as an edge would send it. */

export type Weight = {
  readonly requests: number;
  readonly rawBytes: number;
  readonly gzipBytes: number;
  readonly brotliBytes: number;
};

/** Quality 4 is what edges use for what they compress on the way. */
const BROTLI_QUALITY = 4;

export async function weigh(browser: Browser, address: string): Promise<Weight> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    // The stream of events has no end to wait for.
    if (response.headers()["content-type"]?.startsWith("text/event-stream")) return;
    bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  await page.goto(address, { waitUntil: "networkidle" });
  const all = await Promise.all(bodies);
  await context.close();
  const sum = (size: (body: Buffer) => number) => all.reduce((bytes, body) => bytes + size(body), 0);
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  return {
    requests: all.length,
    rawBytes: sum((body) => body.length),
    gzipBytes: sum((body) => gzipSync(body).length),
    brotliBytes: sum((body) => brotliCompressSync(body, { params }).length),
  };
}
