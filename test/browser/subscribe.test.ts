import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectionsTo } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { openReceiver, type Receiver } from "../support/receiver.ts";
import { openStory, type Story } from "../support/story.ts";

/** Somebody subscribes a webhook on a service's page, with forms alone, and reads what became of it. */

let story: Story;
let browser: Browser;
let receiver: Receiver;
beforeAll(async () => {
  [story, browser, receiver] = await Promise.all([
    openStory({ tellsThisMachine: true }),
    openBrowser(),
    openReceiver(),
  ]);
  await story.until(1);
});
afterAll(async () => {
  await browser?.close();
  await story?.close();
  await receiver?.close();
});

async function visit<T>(path: string, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  try {
    await page.goto(new URL(path, story.url).href);
    return await look(page);
  } finally {
    await context.close();
  }
}

async function subscribe(page: Page, url: string): Promise<void> {
  await page.locator("[data-subscribe] input[name=url]").fill(url);
  await page.locator("[data-subscribe] button").click();
}

describe("a subscription", () => {
  test("is made on a service's page, shows its secrets once, and its log tells of a test", async () => {
    await visit("/s/aria", async (page) => {
      await subscribe(page, receiver.url);
      await page.locator("[data-subscription]").waitFor();
      expect(await page.locator("[data-secret]").textContent()).toMatch(/^whsec_/);
      await expect.poll(() => receiver.challenges(), { timeout: 15_000 }).toBe(1);
      await page.getByRole("button", { name: "Send a test" }).click();
      expect(await page.getByRole("status").first().textContent()).toBe("A test is on its way.");
      await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBeGreaterThan(0);
      await page.getByRole("button", { name: "Show the log" }).click();
      await page.waitForURL("**/subscriptions");
      expect(await page.locator("main").textContent()).toContain("204");
    });
  });

  test("to an address that may not be is refused with what must hold", async () => {
    await visit("/s/aria", async (page) => {
      await subscribe(page, "ftp://files.example/hook");
      expect(await page.locator("main").textContent()).toContain("url:");
    });
  });

  test("its log speaks the reader's language, and accessibility rules have nothing to object to in it", async () => {
    const context = await browser.newContext({ bypassCSP: true, colorScheme: "dark" });
    const page = await context.newPage();
    await page.goto(new URL("/s/aria?lang=de", story.url).href);
    await subscribe(page, receiver.url);
    await page.getByRole("button", { name: "Protokoll zeigen" }).click();
    expect(await page.getByRole("status").first().textContent()).toContain("zugestellt");
    expect(await objectionsTo(page)).toEqual([]);
    await context.close();
  });
});
