import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** A real browser that comes with the project's own packages. `debugPort`: where another program may steer it as well. */
export async function openBrowser({ debugPort }: { debugPort?: number } = {}): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Its own list is made for functions with one process; here contexts come and go.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(debugPort === undefined ? [] : [`--remote-debugging-port=${debugPort}`]),
    ],
    headless: true,
  });
}
