import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** What a browser is to have besides: a graphics card in software, a port by which another program may steer it as well. */
export type BrowserWish = { readonly webgl?: boolean; readonly debugPort?: number };

/** A real browser that comes with the project's own packages. */
export async function openBrowser({ webgl = false, debugPort }: BrowserWish = {}): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Its own list is made for functions with one process; here contexts come and go.
    args: [
      "--no-sandbox",
      ...(webgl ? ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : ["--disable-gpu"]),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(debugPort === undefined ? [] : [`--remote-debugging-port=${debugPort}`]),
    ],
    headless: true,
  });
}
