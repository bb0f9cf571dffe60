import { type Browser, chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../browser/chromium.ts";

/** A Chromium that is alone with itself: no network of its own, no first-run pages, an empty profile. */
export async function launchBrowser(): Promise<Browser | undefined> {
  const executablePath = await findChromium();
  if (executablePath === undefined) return undefined;
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...chromiumFlags],
  });
}
