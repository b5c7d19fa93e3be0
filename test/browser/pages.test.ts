import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectionsTo } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { openStory, type Story } from "../support/story.ts";

/** Every page while Aria is down in two regions: readable by everyone, on every screen, asking nobody else. */

let story: Story;
let browser: Browser;
let incident: string;
beforeAll(async () => {
  [story, browser] = await Promise.all([openStory(), openBrowser()]);
  await story.until(5);
  incident = (await story.get<{ items: { id: string }[] }>("/v1/incidents")).items[0]?.id ?? "";
});
afterAll(async () => {
  await browser?.close();
  await story?.close();
});

const PAGES = [
  "/",
  "/s/aria",
  "/s/aria/me",
  "/incidents",
  "/incidents/{incident}",
  "/regions",
  "/regions/weur",
  "/check",
  "/docs",
  "/subscriptions",
  "/not-there",
];
const addressOf = (path: string) => new URL(path.replace("{incident}", incident), story.url).href;

async function visit<T>(
  path: string,
  options: BrowserContextOptions,
  look: (page: Page, errors: string[]) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await page.goto(addressOf(path));
    return await look(page, errors);
  } finally {
    await context.close();
  }
}

describe.each(PAGES)("%s", (path) => {
  test.each([
    ["a phone in the dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }],
    ["a wide screen in the light", { viewport: { width: 1920, height: 1080 }, colorScheme: "light" }],
  ] as const)(
    "on %s has nothing that accessibility rules object to, and does not scroll sideways",
    async (_, screen) => {
      await visit(path, screen, async (page) => {
        if (path === "/s/aria") await page.locator("[data-me-result]").waitFor();
        expect(await objectionsTo(page)).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(screen.viewport.width);
      });
    },
  );

  test("holds to its own policy: no inline script or style, nobody else asked, no cookie", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const hosts = new Set<string>();
    const refused: string[] = [];
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    page.on("console", (message) => {
      // The page that is not there is answered with a 404, which a browser calls an error.
      if (message.type() === "error" && !(path === "/not-there" && message.text().includes("404")))
        refused.push(message.text());
    });
    const response = await page.goto(addressOf(path), { waitUntil: "load" });
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect([...hosts]).toEqual([story.url.host]);
    expect(refused).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  test("is whole without scripts", async () => {
    await visit(path, { javaScriptEnabled: false }, async (page) => {
      expect((await page.locator("h1").allTextContents()).join("").length).toBeGreaterThan(3);
      expect(await page.locator("main").count()).toBe(1);
      expect(await page.getByRole("navigation").count()).toBeGreaterThan(0);
    });
  });
});

describe("languages", () => {
  test.each([
    ["de-CH", "Aria (simulated) ist hier ausgefallen: Osteuropa, Westeuropa."],
    ["ja", "Aria (simulated) は次の地域で停止しています: 東ヨーロッパ, 西ヨーロッパ。"],
    ["nl", "Aria (simulated) is down in Eastern Europe, Western Europe."],
  ])("the browser's language %s gets %s", async (locale, says) => {
    await visit("/s/aria", { locale }, async (page) => {
      expect(await page.getByRole("status").first().textContent()).toBe(says);
      expect(await page.locator("html").getAttribute("lang")).toBe(locale === "nl" ? "en" : locale.slice(0, 2));
    });
  });

  test("what the address asks for wins, and links carry it on", async () => {
    await visit("/s/aria?lang=fr", { locale: "de" }, async (page) => {
      expect(await page.locator("html").getAttribute("lang")).toBe("fr");
      await page.getByRole("link", { name: "Incidents", exact: true }).click();
      await page.waitForURL("**/incidents?lang=fr");
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Incidents");
      expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    });
  });
});
