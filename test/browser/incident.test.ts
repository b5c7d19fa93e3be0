import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { openStory, type Story } from "../support/story.ts";

/** An incident that is over, replayed: what the map showed at any moment of it. */

let story: Story;
let browser: Browser;
let id: string;
beforeAll(async () => {
  [story, browser] = await Promise.all([openStory(), openBrowser()]);
  await story.until(14);
  const { items } = await story.get<{ items: { id: string; phase: string }[] }>("/v1/incidents?service=aria");
  id = items[0]?.id ?? "";
});
afterAll(async () => {
  await browser?.close();
  await story?.close();
});

const failing = (page: Page) =>
  page
    .locator('g.mark[data-state="down"]')
    .evaluateAll((marks) => marks.map((mark) => mark.getAttribute("data-region")).sort());

describe("an incident's page", () => {
  test("says in a sentence what was, and every step of it with its reasons", async () => {
    const page = await browser.newPage();
    await page.goto(new URL(`/incidents/${id}`, story.url).href);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toMatch(
      /^Aria \(simulated\) was down for .+ in Eastern Europe, Western Europe\.$/,
    );
    const events = await page
      .locator(".timeline [data-event]")
      .evaluateAll((steps) => steps.map((step) => step.getAttribute("data-event")));
    expect(events[0]).toBe("incident.suspected");
    expect(events).toContain("incident.opened");
    expect(events.at(-1)).toBe("incident.resolved");
    expect(await page.locator(".timeline [data-event] li").count()).toBeGreaterThan(3);
    await page.close();
  });

  test("the slider shows the map as it was, and its address shows the same", async () => {
    const page = await browser.newPage();
    await page.goto(new URL(`/incidents/${id}`, story.url).href);
    const slider = page.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    await page.waitForURL("**at=*");
    await expect.poll(() => failing(page), { timeout: 10_000 }).toEqual([]);
    const { min, max } = await slider.evaluate((input) => ({
      min: Number((input as HTMLInputElement).min),
      max: Number((input as HTMLInputElement).max),
    }));
    await slider.fill(String(Math.round(min + (max - min) * 0.35)));
    await expect.poll(() => failing(page), { timeout: 10_000 }).toEqual(["eeur", "weur"]);
    const shown = page.url();
    await page.close();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(shown);
    expect(await failing(plain)).toEqual(["eeur", "weur"]);
    await context.close();
  });

  test("the service's page tells its days and how fast it answered", async () => {
    const page = await browser.newPage();
    await page.goto(new URL("/s/aria", story.url).href);
    expect(await page.locator("svg.days rect").count()).toBe(90);
    expect(await page.locator("svg.days rect.down").count()).toBeGreaterThan(0);
    expect(await page.locator("svg.chart path.line").count()).toBe(2);
    await page.close();
  });
});
