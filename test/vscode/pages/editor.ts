import type { Locator, Page } from "playwright-core";
import { matches, type Pattern, until } from "../waiting.ts";
import type { CommandPalette } from "./commandPalette.ts";
import { boxOfText, type Lens, lensesInView, lensLinks, linesInView, squiggledTexts } from "./onScreen.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** A text editor. After `open`, all methods are about that file, also while a panel beside it has the focus. */
export interface Editor {
  /** Opens a file of the workspace through quick open: `src/marts.ts`, or with a position, `src/marts.ts:12:5`. */
  open(path: string): Promise<void>;
  /** Selects the n-th occurrence (1 by default) of a text of one line, and scrolls to it. */
  select(text: string, occurrence?: number): Promise<void>;
  /** Types as a user does, key by key, at the cursor or over the selection. */
  type(text: string): Promise<void>;
  /** Selects a text and types another one over it; an empty one deletes. */
  replace(text: string, by: string): Promise<void>;
  /** Saves the file and waits until it is saved. */
  save(): Promise<void>;
  isDirty(): Promise<boolean>;
  /** The lines in view, a long line without what is cut off far to the right. */
  lines(): Promise<string[]>;
  /** Points at a text and gives back what the hover says, once it holds the pattern. */
  hover(text: string, expected?: Pattern): Promise<string>;
  lenses(): Promise<Lens[]>;
  /** Waits for a lens, above a line where one is given, and gives it back. */
  waitForLens(title: Pattern, line?: Pattern): Promise<Lens>;
  /** Clicks a lens, once: as soon as it is one whose click does something. */
  clickLens(title: Pattern, line?: Pattern): Promise<void>;
  /** The texts under squiggles of a severity, as far as they are in view. */
  squiggles(severity: Severity): Promise<string[]>;
  /** Waits for a squiggle under exactly this text. */
  waitForSquiggle(severity: Severity, text: string): Promise<void>;
  waitForNoSquiggle(severity: Severity, text: string): Promise<void>;
  /** What VS Code offers to mend at a text; closes the list again. */
  quickFixes(text: string): Promise<string[]>;
  applyQuickFix(text: string, title: Pattern): Promise<void>;
}

export function editor(page: Page, palette: CommandPalette): Editor {
  let opened = "";
  const current = (): Locator => {
    if (opened === "") throw new Error("No file was opened: call editor.open first.");
    // The path inside of the URI is encoded.
    return page.locator(`.monaco-editor[data-uri$="/${encodeURI(opened)}"]:visible`).first();
  };
  const tab = () => page.locator(`.tab[data-resource-name="${opened.slice(opened.lastIndexOf("/") + 1)}"]`).first();
  const fixes = page.locator(".action-widget .monaco-list-row.action");

  async function focus(): Promise<void> {
    const area = current();
    await until(`the focus in ${opened}`, async () => {
      if (await area.evaluate((root) => root.classList.contains("focused"))) return true;
      await tab().click({ timeout: 2000 });
      return false;
    });
  }

  async function select(text: string, occurrence = 1): Promise<void> {
    await focus();
    await noteLensesOutOfView();
    await page.keyboard.press("Control+Home");
    const widget = current().locator(".find-widget.visible");
    await until("the find box", async () => {
      if (!(await widget.isVisible())) await page.keyboard.press("Control+F");
      await widget.waitFor({ timeout: 2000 });
      return true;
    });
    const exact = widget.locator('[role=checkbox][aria-label^="Match Case"]').first();
    if ((await exact.getAttribute("aria-checked")) !== "true") await exact.click();
    const box = widget.locator(".find-part textarea").first();
    await box.fill("");
    await box.fill(text);
    const count = widget.locator(".matchesCount");
    const wanted = new RegExp(`^${occurrence} of \\d+`);
    await until(
      `occurrence ${occurrence} of "${text}" in ${opened}`,
      async () => {
        const said = (await count.textContent()) ?? "";
        if (wanted.test(said)) return true;
        if (/^(\d+|\?) of [1-9]/.test(said)) await box.press("Enter");
        await page.waitForTimeout(100);
        return false;
      },
      () => count.textContent(),
      20_000,
    );
    await page.keyboard.press("Escape");
    await widget.waitFor({ state: "hidden" });
  }

  const lenses = () => lensesInView(current());

  /**
   * Links of lenses that were out of view when the view was moved. VS Code draws only the lenses in view anew when it has asked for
   * all, and lets go of the commands behind the others; it draws those when they have come into view, a quarter of a second later.
   */
  const lensesOutOfView = new Set<string>();

  async function noteLensesOutOfView(): Promise<void> {
    const inView = new Set((await lenses()).map(({ link }) => link));
    for (const link of await lensLinks(current())) if (!inView.has(link)) lensesOutOfView.add(link);
  }

  /** The lens if it is in view; scrolls to its line otherwise, where the line is named by its text. */
  async function lensWanted(title: Pattern, line: Pattern | undefined): Promise<Lens | undefined> {
    const inView = await lenses();
    const lens = inView.find((one) => matches(one.title, title) && (line === undefined || matches(one.line, line)));
    if (lens !== undefined || typeof line !== "string") return lens;
    const box = await boxOfText(current(), line);
    if (box === undefined) await select(line);
    else if (box.y < ((await current().boundingBox())?.y ?? 0) + 2 * box.height) {
      // The line is the first in view, so that its lens is above the edge.
      await noteLensesOutOfView();
      await page.mouse.move(box.x + 1, box.y + 5);
      await page.mouse.wheel(0, -3 * box.height);
    }
    return undefined;
  }

  const lensSentence = (title: Pattern, line: Pattern | undefined) =>
    `the lens ${title}${line === undefined ? "" : ` above "${line}"`} in ${opened}`;

  async function showFixes(text: string): Promise<void> {
    await until(`quick fixes at "${text}"`, async () => {
      if (!(await fixes.first().isVisible())) {
        await select(text);
        // At its first letter: a finding need not cover the whole selection.
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("Control+.");
        await fixes.first().waitFor({ timeout: 5000 });
      }
      return true;
    });
  }

  return {
    async open(path) {
      [opened = path] = path.split(":");
      await palette.openFile(path);
      await until(`${opened} in the editor`, async () => (await linesInView(current())).length > 0);
    },
    select,
    async type(text) {
      await focus();
      await page.keyboard.type(text, { delay: 15 });
    },
    async replace(text, by) {
      await select(text);
      if (by === "") await page.keyboard.press("Delete");
      else await page.keyboard.type(by, { delay: 15 });
      // What the typing has suggested must not take the next key.
      await page.keyboard.press("Escape");
    },
    async save() {
      await focus();
      await page.keyboard.press("Control+S");
      await until(`${opened} to be saved`, async () => !(await tab().evaluate((one) => one.classList.contains("dirty"))));
    },
    isDirty: () => tab().evaluate((one) => one.classList.contains("dirty")),
    lines: () => linesInView(current()),
    async hover(text, expected = /\S/) {
      if ((await boxOfText(current(), text)) === undefined) await select(text);
      const hover = current().locator(".monaco-hover:visible .monaco-hover-content");
      const says = async () => (await hover.allInnerTexts()).join("\n").trim();
      return until(
        `a hover over "${text}" that says ${expected}`,
        async () => {
          const said = await says();
          if (said !== "" && matches(said, expected) && !/^Loading\b/.test(said)) return said;
          // Away and back: a hover that is open does not ask again.
          const box = await boxOfText(current(), text);
          if (box === undefined) return false;
          await page.mouse.move(box.x + box.width / 2 + 1, box.y + 200);
          await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
          for (let waited = 0; waited < 3000; waited += 150) {
            await page.waitForTimeout(150);
            const now = await says();
            if (now !== "" && matches(now, expected)) return now;
          }
          return false;
        },
        says,
      );
    },
    lenses,
    async waitForLens(title, line) {
      return until(lensSentence(title, line), () => lensWanted(title, line), lenses);
    },
    async clickLens(title, line) {
      await until(
        `${lensSentence(title, line)} to be one that can be clicked`,
        async () => {
          const lens = await lensWanted(title, line);
          if (lens === undefined) return false;
          if (lens.link === undefined) {
            // VS Code stops asking the providers when the editor loses the focus, and asks again when it has it.
            await focus();
            return false;
          }
          if (lensesOutOfView.has(lens.link)) return false;
          // Playwright waits until the link stands still, and sees to it that the click arrives there. It fails where the link is
          // drawn anew meanwhile, before anything was clicked.
          const link = await current().locator(`a#${lens.link}`).elementHandle({ timeout: 1000 });
          await link?.click();
          return true;
        },
        lenses,
      );
    },
    squiggles: (severity) => squiggledTexts(current(), severity),
    async waitForSquiggle(severity, text) {
      const seen = () => squiggledTexts(current(), severity);
      await until(`${severity} squiggle under ${text} in ${opened}`, async () => (await seen()).includes(text), seen);
    },
    async waitForNoSquiggle(severity, text) {
      const seen = () => squiggledTexts(current(), severity);
      await until(`no ${severity} squiggle under ${text} in ${opened}`, async () => !(await seen()).includes(text), seen);
    },
    async quickFixes(text) {
      await showFixes(text);
      const titles = await fixes.allInnerTexts();
      await page.keyboard.press("Escape");
      return titles.map((title) => title.trim());
    },
    async applyQuickFix(text, title) {
      await showFixes(text);
      await until(
        `the quick fix ${title}`,
        async () => {
          const index = (await fixes.allInnerTexts()).findIndex((one) => matches(one, title));
          if (index < 0) return false;
          await fixes.nth(index).click({ timeout: 2000 });
          return true;
        },
        () => fixes.allInnerTexts(),
      );
    },
  };
}
