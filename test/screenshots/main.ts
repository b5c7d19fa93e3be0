import { mkdir, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { OUTAGE_MINUTE, viewsOf } from "../bench/page/views.ts";
import { openBrowser } from "../support/browser.ts";
import { openStory } from "../support/story.ts";

/** `npm run screenshots`: the pictures of the README, from the running demo in the middle of its outage. */

const FOLDER = new URL("pictures/", import.meta.url);
/** Bytes of one picture: a README is read on phones too. */
const BYTES_MAX = 300_000;

const SHOTS = [
  { view: "home", file: "home-light", width: 1_200, height: 860, colorScheme: "light", locale: "en" },
  { view: "home", file: "home-phone-dark", width: 360, height: 760, colorScheme: "dark", locale: "en" },
  { view: "service", file: "service-dark", width: 1_120, height: 900, colorScheme: "dark", locale: "en" },
  { view: "incident", file: "incident-light", width: 1_120, height: 900, colorScheme: "light", locale: "en" },
] as const;

await mkdir(FOLDER, { recursive: true });
const [story, browser] = await Promise.all([openStory(), openBrowser()]);
await story.until(OUTAGE_MINUTE);
const views = new Map((await viewsOf(story)).map(({ name, path }) => [name, path]));
for (const { view, file, width, height, colorScheme, locale } of SHOTS) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(new URL(views.get(view) ?? "/", story.url).href, { waitUntil: "networkidle" });
  const path = fileURLToPath(new URL(`${file}.png`, FOLDER));
  await writeFile(path, await page.screenshot());
  const { size } = await stat(path);
  process.stdout.write(`${file}.png ${Math.round(size / 1_000)} kB\n`);
  if (size > BYTES_MAX) throw new Error(`${file}.png has ${size} bytes; at most ${BYTES_MAX} may stand in the README`);
  await context.close();
}
await browser.close();
await story.close();
