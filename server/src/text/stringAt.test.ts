import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursor, withoutCursor } from "../testing/editor.ts";
import { stringAt } from "./stringAt.ts";

const template = `\`a \${x ? \`b${cursor}\` : 1} c\``;
const rows: readonly (readonly [marked: string, content: string | undefined, around?: string])[] = [
  [`f("a${cursor}b")`, "ab", "f(0"],
  [`f(1, '${cursor}')`, "", "f(1"],
  [`f({ a: 1, b: [x, "${cursor}"] })`, "", "f(0 {b ["],
  [`f({ "a": { b: "${cursor}" } })`, "", "f(0 {a {b"],
  [`a.b.c("${cursor}")`, "", "a.b.c(0"],
  [`a?.b("${cursor}")`, "", "b(0"],
  [`f("it\\"s${cursor}")`, 'it\\"s'],
  [`f("open${cursor}\n)`, "open", "f(0"],
  [`const x = (;\nexport const y = f("${cursor}")`, "", "f(0"],
  [`f(/["'\`]/, "${cursor}")`, "", "f(1"],
  [`f(a / b, "${cursor}") / c`, "", "f(1"],
  [template, "b", "${"],
  [`f(\`x${cursor}\`)`, "x", "f(0"],
  [`f(\`x${cursor}\${y}\`)`, undefined],
  [`// "${cursor}"`, undefined],
  [`/* "${cursor}" */`, undefined],
  [`f(${cursor}"a")`, undefined],
  [`f("a"${cursor})`, undefined],
  [`const s = \`never closed\nexport const y = f("${cursor}")`, "", "f(0"],
];

describe("the string at a place", () => {
  for (const [marked, content, around] of rows) {
    it(marked, () => {
      const { text, offset } = withoutCursor(marked);
      const found = stringAt(text, offset);
      expect(found && text.slice(found.start, found.end)).toBe(content);
      if (around !== undefined) expect(found?.around.join(" ")).toBe(around);
    });
  }

  it("is found or not in any text, and holds the place", () => {
    const part = fc.constantFrom(
      '"',
      "'",
      "`",
      "${",
      "}",
      "{",
      "(",
      ")",
      "[",
      "]",
      "/",
      "//",
      "/*",
      "*/",
      "\\",
      "\n",
      "a",
      ".",
      ",",
      ":",
      "export const ",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.nat({ max: 80 }), (parts, at) => {
        const text = parts.join("");
        const offset = Math.min(at, text.length);
        const found = stringAt(text, offset);
        if (found === undefined) return;
        expect(found.start).toBeLessThanOrEqual(offset);
        expect(found.end).toBeGreaterThanOrEqual(offset);
        expect(found.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
