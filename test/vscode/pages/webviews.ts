import type { Frame, Page } from "playwright-core";
import { until } from "../waiting.ts";

export interface Webviews {
  /**
   * Waits for a webview in view whose page has an element, and gives its frame back. A frame lives until its webview is hidden or
   * the window reloaded: ask for it again then.
   */
  frame(selector: string): Promise<Frame>;
  /** Waits until no webview in view has such an element. */
  waitForNone(selector: string): Promise<void>;
}

export function webviews(page: Page): Webviews {
  /** VS Code puts each page into a frame `#active-frame` within a frame `.webview.ready` of another origin. */
  async function find(selector: string): Promise<Frame | undefined> {
    for (const outer of await page.locator("iframe.webview.ready").elementHandles()) {
      if (!(await outer.isVisible())) continue;
      const host = await outer.contentFrame();
      const inner = await host?.$("#active-frame");
      const frame = await inner?.contentFrame();
      if (frame !== null && frame !== undefined && (await frame.$(selector)) !== null) return frame;
    }
    return undefined;
  }
  const seen = async () =>
    Promise.all(
      page.frames().map(async (frame) => {
        const text = await frame.evaluate("document.body ? document.body.innerText.slice(0, 200) : ''").catch(String);
        return `${frame.name()}: ${text}`;
      }),
    );
  return {
    frame: (selector) => until(`a webview with ${selector}`, () => find(selector), seen),
    async waitForNone(selector) {
      await until(`no webview with ${selector}`, async () => (await find(selector)) === undefined, seen);
    },
  };
}
