import type { Page } from "playwright-core";
import { matches, type Pattern, until } from "../waiting.ts";
import type { CommandPalette } from "./commandPalette.ts";

export interface Notifications {
  /** The messages of the toasts, and of the list that keeps them when it is open. */
  messages(): Promise<string[]>;
  /** Waits for a notification and gives its message back, without its buttons. */
  waitFor(message: Pattern): Promise<string>;
  /** Clicks a button of a notification: `Cancel` of a progress, `Install`, and so on. */
  click(message: Pattern, button: string): Promise<void>;
  waitForNone(message: Pattern): Promise<void>;
  clear(): Promise<void>;
}

export function notifications(page: Page, palette: CommandPalette): Notifications {
  const items = page.locator(
    ".notifications-toasts.visible .notification-list-item, .notifications-center.visible .notification-list-item",
  );
  const text = ".notification-list-item-message";
  const messages = async () => (await items.locator(text).allInnerTexts()).map((message) => message.trim());
  return {
    messages,
    waitFor: (message) =>
      until(`the notification ${message}`, async () => (await messages()).find((one) => matches(one, message)), messages),
    async click(message, button) {
      await until(
        `the button "${button}" of the notification ${message}`,
        async () => {
          const index = (await messages()).findIndex((one) => matches(one, message));
          if (index < 0) return false;
          const item = items.nth(index);
          // Buttons of a toast that is folded show once the mouse is over it.
          await item.hover({ timeout: 2000 });
          await item.locator(".monaco-button").filter({ hasText: button }).first().click({ timeout: 2000 });
          return true;
        },
        messages,
      );
    },
    async waitForNone(message) {
      await until(`no notification ${message}`, async () => !(await messages()).some((one) => matches(one, message)), messages);
    },
    clear: () => palette.run("Notifications: Clear All Notifications"),
  };
}
