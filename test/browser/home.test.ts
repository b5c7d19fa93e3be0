import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { objectionsTo } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { openStory, type Story } from "../support/story.ts";

/** What a person sees on the first page while the demo story happens. */

const SCREENSHOTS = "test/report/screenshots";

let story: Story;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [story, browser] = await Promise.all([openStory(), openBrowser()]);
  await story.until(1);
  const context = await browser.newContext({ bypassCSP: true });
  page = await context.newPage();
  await page.goto(story.url.href);
});
afterAll(async () => {
  await browser?.close();
  await story?.close();
});

const shot = (name: string) =>
  onTestFailed(async () => void (await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true })));

describe("the first page", () => {
  test("shows the world with a mark per probe, and that nothing is known to be down", async () => {
    shot("quiet");
    expect(await page.locator("svg.map g.mark").count()).toBe(11);
    expect(await page.getByRole("status").textContent()).toBe("Nothing is known to be down.");
    expect(await page.locator('[data-service="aria"]').getAttribute("data-state")).toBe("up");
    expect(await page.locator('[data-probe][data-health="well"]').count()).toBe(11);
  });

  test("shows an outage as it happens, without being loaded again", async () => {
    shot("outage");
    await story.until(5);
    await page.locator('[data-service="aria"][data-state="down"]').waitFor({ timeout: 15_000 });
    for (const region of ["eeur", "weur"])
      await page.locator(`g.mark[data-region="${region}"][data-state="down"]`).waitFor({ timeout: 15_000 });
    expect(await page.getByRole("status").textContent()).toBe(
      "Aria (simulated) is down in Eastern Europe, Western Europe.",
    );
    const failing = await page
      .locator('g.mark[data-state="down"]')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute("data-region")).sort());
    expect(failing).toEqual(["eeur", "weur"]);
    expect(await page.locator('[data-phase="open"]').count()).toBe(1);
  });

  test("has nothing that automated accessibility rules object to", async () => {
    expect(await objectionsTo(page)).toEqual([]);
  });

  test("is whole without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(story.url.href);
    expect(await plain.locator('[data-service="aria"]').getAttribute("data-state")).toBe("down");
    await context.close();
  });

  test("asks nobody else and runs no inline script", async () => {
    const context = await browser.newContext();
    const strict = await context.newPage();
    const hosts = new Set<string>();
    const refused: string[] = [];
    strict.on("request", (request) => hosts.add(new URL(request.url()).host));
    strict.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    await strict.goto(story.url.href, { waitUntil: "load" });
    expect([...hosts].filter((host) => host !== story.url.host && host !== "")).toEqual([]);
    expect(refused).toEqual([]);
    await context.close();
  });
});
