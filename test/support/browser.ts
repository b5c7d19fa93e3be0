import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** A real browser that comes with the project's own packages. */
export async function openBrowser({ webgl = false }: { webgl?: boolean } = {}): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Its own list is made for functions with one process; here contexts come and go.
    args: [
      "--no-sandbox",
      ...(webgl ? ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : ["--disable-gpu"]),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    headless: true,
  });
}
