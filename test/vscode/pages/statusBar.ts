import type { Page } from "playwright-core";
import { matches, type Pattern, until } from "../waiting.ts";

export interface StatusBar {
  /** What each entry says: its text, and what a screen reader says where that differs. */
  entries(): Promise<string[]>;
  /** Waits for an entry and gives back what it says. */
  waitFor(entry: Pattern): Promise<string>;
  click(entry: Pattern): Promise<void>;
}

export function statusBar(page: Page): StatusBar {
  const items = page.locator(".part.statusbar .statusbar-item");
  const entries = () =>
    items.evaluateAll((all) =>
      all.map((item) => {
        const text = (item.textContent ?? "").replaceAll("\u00a0", " ").trim();
        const label = item.getAttribute("aria-label") ?? "";
        return label === "" || label === text ? text : `${text} (${label})`;
      }),
    );
  return {
    entries,
    waitFor: (entry) =>
      until(`the entry ${entry} in the status bar`, async () => (await entries()).find((one) => matches(one, entry)), entries),
    async click(entry) {
      await until(
        `the entry ${entry} in the status bar`,
        async () => {
          const index = (await entries()).findIndex((one) => matches(one, entry));
          if (index < 0) return false;
          await items.nth(index).locator("a").first().click({ timeout: 2000 });
          return true;
        },
        entries,
      );
    },
  };
}
