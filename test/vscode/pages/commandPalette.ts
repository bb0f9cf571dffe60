import type { Page } from "playwright-core";
import { matches, type Pattern, until } from "../waiting.ts";

/** The box at the top: commands, files, and the questions that commands ask. */
export interface CommandPalette {
  /** Runs a command by its whole title, such as `Headwater: Show Asset Graph`. */
  run(title: string): Promise<void>;
  /** The titles that the palette offers for a text; fails never: no such command gives an empty list. */
  titles(text: string): Promise<string[]>;
  /** Opens a file of the workspace by its path, `src/marts.ts` or `src/marts.ts:12:5`. */
  openFile(path: string): Promise<void>;
  /** Chooses an entry of a question that a command has asked. */
  pick(label: Pattern): Promise<void>;
  /** Answers an input box. */
  answer(text: string): Promise<void>;
}

export function commandPalette(page: Page): CommandPalette {
  const input = page.locator(".quick-input-widget:visible input[type=text]");
  const rows = page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row");

  /** Screen readers' labels of the entries: the title, then a comma and details. */
  const labels = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? ""));
  const titleOf = (row: string) =>
    row.replace(/, (recently used|similar commands|other commands|commonly used|file results).*$/, "");

  async function ask(key: string, text: string): Promise<void> {
    await until("the command palette", async () => {
      if (!(await input.isVisible())) await page.keyboard.press(key);
      await input.waitFor({ timeout: 3000 });
      await input.fill(text);
      return (await input.inputValue()) === text;
    });
  }

  async function close(): Promise<void> {
    await until("the command palette to close", async () => {
      if (!(await input.isVisible())) return true;
      await page.keyboard.press("Escape");
      return false;
    });
  }

  /** Clicks the first entry that fits; the box stays or goes as the entry wants. */
  async function choose(what: string, fits: (label: string) => boolean): Promise<void> {
    await until(
      what,
      async () => {
        const index = (await labels()).findIndex(fits);
        if (index < 0) return false;
        await rows.nth(index).click({ timeout: 2000 });
        return true;
      },
      labels,
    );
  }

  return {
    async run(title) {
      await ask("F1", `>${title}`);
      // A keyboard shortcut is part of the label, after the title.
      await choose(`the command "${title}" in the palette`, (row) => row === title || row.startsWith(`${title}, `));
    },
    async titles(text) {
      await ask("F1", `>${text}`);
      const before = await until("the palette's list", async () => {
        const seen = await labels();
        return seen.length > 0 && seen;
      });
      // The list is filtered a moment after the typing.
      let last = before;
      for (let still = 0; still < 5; ) {
        await page.waitForTimeout(100);
        const now = await labels();
        still = now.join("\n") === last.join("\n") ? still + 1 : 0;
        last = now;
      }
      await close();
      const wanted = text.toLowerCase();
      return last.map(titleOf).filter((title) => title.toLowerCase().includes(wanted));
    },
    async openFile(path) {
      const [file = path] = path.split(":");
      await ask("Control+P", path);
      const name = file.slice(file.lastIndexOf("/") + 1);
      await choose(`${file} in quick open`, (row) => row.startsWith(name));
    },
    async pick(label) {
      await choose(`the entry ${label}`, (row) => matches(row, label));
    },
    async answer(text) {
      await until("an input box", async () => input.isVisible());
      await input.fill(text);
      await input.press("Enter");
    },
  };
}
