import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectionsTo } from "../support/axe.ts";
import { openBrowser } from "../support/browser.ts";
import { openStory, type Story } from "../support/story.ts";

/** What a person does who reports a service, with scripts and without, and who lets their browser try it. */

let story: Story;
let browser: Browser;
beforeAll(async () => {
  [story, browser] = await Promise.all([openStory({ quiet: true }), openBrowser()]);
  await story.until(1);
});
afterAll(async () => {
  await browser?.close();
  await story?.close();
});

const at = (path: string) => new URL(path, story.url).href;
async function open(path: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(at(path));
  return page;
}

describe("the form of a report", () => {
  test("is found from the first page, and works without scripts", async () => {
    const page = await open("/", { javaScriptEnabled: false, userAgent: "a reader without scripts" });
    await page.locator('[data-service="aria"] a').first().click();
    await page.getByRole("link", { name: "Report a problem" }).click();
    await page.locator("form.report select[name=symptom]").selectOption({ label: "logging in" });
    await page.locator("form.report select[name=platform]").selectOption("ios");
    await page.getByLabel("A note, if you like").fill("write to jane@example.org");
    await page.getByRole("button", { name: "Report" }).click();
    expect(new URL(page.url()).pathname).toBe("/services/aria/report");
    expect(await page.getByRole("status").first().textContent()).toBe(
      "Thank you. Your report counts. Your note was not kept.",
    );
    await page.getByRole("button", { name: "Report" }).click();
    expect(await page.getByRole("status").first().textContent()).toContain("not counted again");
    await page.context().close();
  });

  test("that another site sends is refused", async () => {
    const response = await fetch(at("/services/aria/report"), {
      method: "POST",
      headers: { origin: "https://elsewhere.example", "content-type": "application/x-www-form-urlencoded" },
      body: "symptom=login",
    });
    expect(response.status).toBe(403);
  });

  test("says what is wrong with what it was sent, and shows it as text", async () => {
    const page = await open("/services/aria/report");
    await page.evaluate(() => {
      const option = document.querySelector("option");
      if (option !== null) option.value = "weather";
    });
    await page.getByRole("button", { name: "Report" }).click();
    expect(await page.getByRole("alert").textContent()).toContain('received "weather"');
    await page.context().close();
  });

  test("has nothing that automated accessibility rules object to", async () => {
    const page = await open("/services/aria/report", { bypassCSP: true });
    expect(await objectionsTo(page)).toEqual([]);
    await page.context().close();
  });
});

describe("the reader's own trial", () => {
  test("asks nobody before the button is pressed, then the service and the controls, and shows the answer with steps", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    const refused: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) refused.push(message.text());
    });
    // The reader's network: everything answers but the service.
    await context.route(
      (url) => url.host !== story.url.host,
      async (route) => {
        const { hostname } = new URL(route.request().url());
        asked.push(hostname);
        if (hostname.endsWith("aria.example")) await route.abort("connectionrefused");
        else await route.fulfill({ status: 200, body: "ok" });
      },
    );
    await page.goto(at("/services/aria/report"));
    const button = page.getByRole("button", { name: "Try from here" });
    await button.waitFor();
    expect(asked).toEqual([]);
    const question = page.waitForRequest((request) => request.url().includes("/diagnosis?"));
    await button.click();
    const query = new URL((await question).url()).searchParams;
    expect(query.get("tried")).toMatch(/^web:failed:\d+,api:failed:\d+,login:failed:\d+,cdn:failed:\d+$/);
    expect(query.get("controls")).toMatch(/cloudflare-resolver:reached:\d+/);
    await page.locator("[data-who] ol li").first().waitFor();
    const answer = page.locator("[data-answer]");
    expect(await answer.getAttribute("data-who")).toBeTruthy();
    expect(await answer.locator("h3").textContent()).not.toBe("");
    expect(await answer.locator("ol li strong").count()).toBeGreaterThan(0);
    expect(await answer.locator("small").textContent()).toContain("web failed in");
    expect(asked).toEqual(expect.arrayContaining(["www.aria.example", "audio.aria.example", "one.one.one.one"]));
    expect(refused).toEqual([]);
    await context.close();
  });

  test("may connect only to what it tries, and only on this page", async () => {
    const policy = async (path: string) => (await fetch(at(path))).headers.get("content-security-policy") ?? "";
    expect(await policy("/services/aria/report")).toContain("connect-src 'self' https://www.aria.example");
    expect(await policy("/")).toContain("connect-src 'self';");
    const page = await open("/services/aria/report");
    const isRefused = await page.evaluate(() =>
      fetch("https://elsewhere.example/", { mode: "no-cors" }).then(
        () => false,
        () => true,
      ),
    );
    expect(isRefused).toBe(true);
    await page.context().close();
  });
});
