import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { openStory, type Story } from "../support/story.ts";

/** What a person does on the pages in an outage, with the keyboard alone or with nothing but forms. */

let story: Story;
let browser: Browser;
beforeAll(async () => {
  [story, browser] = await Promise.all([openStory(), openBrowser()]);
  await story.until(5);
});
afterAll(async () => {
  await browser?.close();
  await story?.close();
});

async function visit<T>(
  path: string,
  look: (page: Page) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  try {
    await page.goto(new URL(path, story.url).href);
    return await look(page);
  } finally {
    await context.close();
  }
}

describe("by keyboard alone", () => {
  test("the first Tab offers to skip to the content", async () => {
    await visit("/", async (page) => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/#main");
    });
  });

  test("a service is found with Ctrl-K, its first letters and Enter; Escape goes back to where one was", async () => {
    await visit("/incidents", async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("option").first().waitFor();
      await page.keyboard.press("Escape");
      expect(await page.getByRole("dialog").count()).toBe(0);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("lum");
      await page.getByRole("dialog").getByRole("option", { name: "Lumen Mail" }).waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL("**/s/lumen-mail");
    });
  });

  test("the map comes closer, moves and goes back", async () => {
    await visit("/", async (page) => {
      const svg = page.locator("[data-map] svg").first();
      const seen = () => svg.evaluate((map) => (map as SVGSVGElement).viewBox.baseVal.width);
      const left = () => svg.evaluate((map) => (map as SVGSVGElement).viewBox.baseVal.x);
      const whole = await seen();
      await page.locator("[data-map]").focus();
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      expect(await seen()).toBeLessThan(whole);
      const before = await left();
      await page.keyboard.press("ArrowRight");
      expect(await left()).toBeGreaterThan(before);
      await page.keyboard.press("0");
      expect(await seen()).toBe(whole);
    });
  });

  test("N goes through the countries in which it fails and the probes, tells of each, and Enter leads on", async () => {
    await visit("/", async (page) => {
      await page.locator("[data-map]").focus();
      await page.keyboard.press("n");
      const told = await page.locator(".map-panel").textContent();
      expect(told).toMatch(/: down, .+ % \(.+ to .+\), Aria \(simulated\)/);
      await page.keyboard.press("n");
      expect(await page.locator(".map-panel").textContent()).not.toBe(told);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/s/aria");
    });
  });

  test("the countries in which it fails are named above the map; one that is clicked stays told of, with the reasons", async () => {
    await visit("/s/aria", async (page) => {
      const first = page.locator("[data-pick]").first();
      const country = (await first.getAttribute("data-pick")) ?? "";
      await first.click();
      expect(await page.locator(`[data-country="${country}"][data-chosen]`).count()).toBe(1);
      const told = await page.locator(".map-panel").textContent();
      expect(told).toContain("Mostly from: probes");
      await page.locator('[data-country="BR"]').dispatchEvent("pointerover");
      expect(await page.locator(".map-panel").textContent()).toBe(told);
      await page.locator(".map-panel a").click();
      await page.waitForURL("**/s/aria#why");
    });
  });

  test("without scripts, a country that is named leads to its row in the table", async () => {
    await visit(
      "/",
      async (page) => {
        const country = (await page.locator("[data-pick]").first().getAttribute("data-pick")) ?? "";
        await page.locator("[data-pick]").first().click();
        await page.locator(`[data-country-row="${country}"]`).waitFor({ state: "visible" });
      },
      { javaScriptEnabled: false },
    );
  });

  test("the table behind the map names the countries, the likeliest first, in the reader's language", async () => {
    await visit(
      "/s/aria",
      async (page) => {
        const rows = page.locator("[data-country-row]");
        expect(await rows.count()).toBeGreaterThan(10);
        expect(await page.locator('[data-country-row="DE"] th').textContent()).toBe("Deutschland");
        expect(await page.locator('[data-country-row="AU"]').count()).toBe(0);
      },
      { locale: "de", javaScriptEnabled: false },
    );
  });

  test("light and dark are chosen and stay chosen", async () => {
    await visit(
      "/",
      async (page) => {
        const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        const light = await paper();
        await page.locator("[data-theme-toggle]").focus();
        await page.keyboard.press("Enter");
        await page.keyboard.press("Enter");
        expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
        const dark = await paper();
        expect(dark).not.toBe(light);
        await page.goto(new URL("/incidents", story.url).href);
        expect(await paper()).toBe(dark);
      },
      { colorScheme: "light" },
    );
  });
});

describe("is it just me?", () => {
  test("is answered on the service's page, with steps, and again with what one sees", async () => {
    await visit("/s/aria", async (page) => {
      await page.locator("[data-me-result] .steps li").first().waitFor();
      await page.locator("[data-me] select[name=symptom]").selectOption("playback");
      await page.locator("[data-me] select[name=vpn]").selectOption("yes");
      const answered = page.waitForResponse((response) => response.url().includes("symptom=playback"));
      await page.locator("[data-me] button").click();
      expect((await answered).headers()["cache-control"]).toBe("private, no-store");
      await page.locator("[data-me-result]").waitFor();
      expect(new URL(page.url()).pathname).toBe("/s/aria");
    });
  });

  test("has a page of its own without scripts", async () => {
    await visit(
      "/s/aria",
      async (page) => {
        await page.locator("[data-me] select[name=symptom]").selectOption("slow");
        await page.locator("[data-me] button").click();
        await page.waitForURL("**/s/aria/me?symptom=slow**");
        expect(await page.locator("[data-step]").count()).toBeGreaterThan(2);
        expect(await page.locator("select[name=symptom]").inputValue()).toBe("slow");
      },
      { javaScriptEnabled: false },
    );
  });
});

describe("a check on demand", () => {
  test.each([true, false])("shows what each region sees (scripts: %s)", async (javaScriptEnabled) => {
    await visit(
      "/check",
      async (page) => {
        await page.locator("select[name=serviceId]").selectOption("aria");
        await page.getByRole("button", { name: "Look now" }).click();
        await page.locator("[data-is-it-down]").waitFor();
        expect(await page.locator("[data-outcome]").count()).toBeGreaterThan(5);
      },
      { javaScriptEnabled },
    );
  });

  test("says what is wrong with an address, and keeps it", async () => {
    await visit(
      "/check",
      async (page) => {
        await page.locator("input[name=url]").fill("http://127.0.0.1:8080/");
        await page.getByRole("button", { name: "Look now" }).click();
        await page.locator("#refused").waitFor();
        expect(await page.locator("#refused").textContent()).toContain("must");
        expect(await page.locator("input[name=url]").inputValue()).toBe("http://127.0.0.1:8080/");
      },
      { javaScriptEnabled: false },
    );
  });
});

describe("the evidence", () => {
  test("the votes for an outage come first, from the two regions that see it", async () => {
    await visit("/s/aria", async (page) => {
      const rows = page.locator("table.votes").first().locator("tbody tr.fail");
      expect(await rows.count()).toBeGreaterThanOrEqual(2);
      const regions = new Set(await rows.locator("th").allTextContents());
      expect([...regions].sort()).toEqual(["Eastern Europe", "Western Europe"]);
    });
  });
});
