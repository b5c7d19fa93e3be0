import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { openBrowser } from "../../support/browser.ts";
import { openStory } from "../../support/story.ts";
import { printTable } from "../print-table.ts";
import { OUTAGE_MINUTE, viewsOf } from "./views.ts";
import { weigh } from "./weigh.ts";

/** What each page weighs, and what Lighthouse says of it: a middling phone on a slow network, as Lighthouse simulates them. */

const HELP = `npm run bench:page: every page during the demo outage, on the local runtime

  "kB" is the whole first visit (page, styles, scripts, what scripts fetch at once) as brotli at quality 4, which is what
  an edge does on the way; "gzip kB" is the same with gzip. The scores are Lighthouse's for a phone, 0 to 100; FCP, LCP and
  TBT are its simulated times. The server is on this machine, so the network is simulated and the server is near.
`;

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const AUDITS = [
  ["first-contentful-paint", "FCP, s"],
  ["largest-contentful-paint", "LCP, s"],
  ["total-blocking-time", "TBT, ms"],
  ["cumulative-layout-shift", "CLS"],
] as const;

if (process.argv.includes("--help")) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const debugPort = await freePort();
  const [story, browser] = await Promise.all([openStory(), openBrowser({ debugPort })]);
  await story.until(OUTAGE_MINUTE);
  const rows: string[][] = [];
  for (const { name, path } of await viewsOf(story)) {
    const { href } = new URL(path, story.url);
    const { requests, brotliBytes, gzipBytes } = await weigh(browser, href);
    rows.push([
      name,
      String(requests),
      kilobytes(brotliBytes),
      kilobytes(gzipBytes),
      ...(await scored(href, debugPort)),
    ]);
  }
  await browser.close();
  await story.close();
  printTable(
    [
      "view",
      "requests",
      "kB",
      "gzip kB",
      ...CATEGORIES.map((category) => category.replace("-", " ")),
      ...AUDITS.map(([, name]) => name),
    ],
    rows,
  );
}

async function scored(address: string, port: number): Promise<string[]> {
  const result = await lighthouse(address, {
    port,
    output: "json",
    logLevel: "error",
    onlyCategories: [...CATEGORIES],
  });
  if (result === undefined) throw new Error(`Lighthouse had nothing to say of ${address}`);
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map((category) => String(Math.round((categories[category]?.score ?? 0) * 100)));
  return [
    ...scores,
    ...AUDITS.map(([audit, name]) => {
      const value = audits[audit]?.numericValue ?? Number.NaN;
      if (name.endsWith(", s")) return (value / 1_000).toFixed(1);
      return name.endsWith("ms") ? String(Math.round(value)) : value.toFixed(3);
    }),
  ];
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
