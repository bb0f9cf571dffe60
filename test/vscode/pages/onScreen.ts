/// <reference lib="dom" />
// What runs inside of the page: finds where text, lenses and squiggles are drawn in one editor. VS Code's editor draws only the
// lines in view, each a `.view-line`, in no particular order, with no-break spaces.
import type { Locator } from "playwright-core";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Lens {
  /** What the lens says, as it is read: icons are left out. */
  readonly title: string;
  /** The line under it. */
  readonly line: string;
  /**
   * The id of the link that runs its command; another one each time that VS Code draws the lens. Undefined where a click does
   * nothing: the lens has no command, or VS Code only remembers what it said, as it does whenever some extension registers
   * another provider of lenses, until the providers have answered again.
   */
  readonly link: string | undefined;
}

/** The lines in view, from above. */
export function linesInView(editor: Locator): Promise<string[]> {
  return editor.evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>(".view-lines .view-line")]
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((line) => (line.textContent ?? "").replaceAll("\u00a0", " ")),
  );
}

/** Where a text is drawn, undefined where it is not in view. A text is looked for within one line. */
export function boxOfText(editor: Locator, text: string): Promise<Box | undefined> {
  return editor.evaluate((root, wanted) => {
    const frame = root.getBoundingClientRect();
    for (const line of root.querySelectorAll<HTMLElement>(".view-lines .view-line")) {
      const start = (line.textContent ?? "").replaceAll("\u00a0", " ").indexOf(wanted);
      if (start < 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let before = 0;
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const length = node.nodeValue?.length ?? 0;
        if (before <= start && start < before + length) range.setStart(node, start - before);
        const end = start + wanted.length;
        if (before < end && end <= before + length) range.setEnd(node, end - before);
        before += length;
      }
      const { x, y, width, height } = range.getBoundingClientRect();
      if (x >= frame.left && x + 2 < frame.right && y >= frame.top && y + height <= frame.bottom) return { x, y, width, height };
    }
    return undefined;
  }, text);
}

/** The lenses in view, from above and from the left. */
export function lensesInView(editor: Locator): Promise<Lens[]> {
  return editor.evaluate((root) => {
    const frame = root.getBoundingClientRect();
    const lines = [...root.querySelectorAll<HTMLElement>(".view-lines .view-line")]
      .map((line) => ({ top: line.getBoundingClientRect().top, text: (line.textContent ?? "").replaceAll("\u00a0", " ") }))
      .sort((a, b) => a.top - b.top);
    return [...root.querySelectorAll<HTMLElement>(".codelens-decoration")]
      .map((row) => ({ row, area: row.getBoundingClientRect() }))
      .filter(({ area }) => area.height > 0 && area.top >= frame.top && area.bottom <= frame.bottom)
      .sort((a, b) => a.area.top - b.area.top)
      .flatMap(({ row, area }) => {
        const line = lines.find(({ top }) => top >= area.top + area.height / 2)?.text.trim() ?? "";
        return [...row.children].flatMap((part) => {
          const title = (part.textContent ?? "").replaceAll("\u00a0", " ").trim();
          const link = part.tagName === "A" ? part.id : undefined;
          return title === "" || title === "|" ? [] : [{ title, line, link }];
        });
      });
  });
}

/** The links of all lenses of the editor, in view or not. */
export function lensLinks(editor: Locator): Promise<string[]> {
  return editor.evaluate((root) => [...root.querySelectorAll(".codelens-decoration > a")].map(({ id }) => id));
}

/** The texts that squiggles of one kind stand under, as far as they are in view. */
export function squiggledTexts(editor: Locator, severity: string): Promise<string[]> {
  return editor.evaluate((root, kind) => {
    const lines = [...root.querySelectorAll<HTMLElement>(".view-lines .view-line")];
    const texts: { top: number; left: number; text: string }[] = [];
    for (const squiggle of root.querySelectorAll<HTMLElement>(`.squiggly-${kind}`)) {
      const box = squiggle.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      const line = lines.find((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return top <= middle && middle <= bottom;
      });
      if (line === undefined) continue;
      let text = "";
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        for (let at = 0; at < (node.nodeValue?.length ?? 0); at++) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { left, width } = range.getBoundingClientRect();
          const centre = left + width / 2;
          if (width > 0 && box.left <= centre && centre <= box.right) text += node.nodeValue?.[at] ?? "";
        }
      }
      texts.push({ top: box.top, left: box.left, text: text.replaceAll("\u00a0", " ") });
    }
    return texts.sort((a, b) => a.top - b.top || a.left - b.left).map(({ text }) => text);
  }, severity);
}
