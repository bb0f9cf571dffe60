import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isShared, movedSpan, sharedStretches } from "./sharedStretches.ts";

const lines = ["const a = 1;", "const b = 2;", "const c = 3;", "const d = 4;", "const e = 5;", "const f = 6;"];
const text = (list: readonly string[]) => list.map((line) => `${line}\n`).join("");

describe("what two texts share", () => {
  const rows: readonly (readonly [title: string, after: string, shared: readonly string[]])[] = [
    ["all of the same text", text(lines), [text(lines)]],
    ["nothing of another", "xyz", []],
    ["all around an insertion", text(lines.toSpliced(3, 0, "new")), [text(lines.slice(0, 3)), text(lines.slice(3))]],
    ["all around a removal", text(lines.toSpliced(3, 1)), [`${text(lines.slice(0, 3))}const `, text(lines.slice(4)).slice(6)]],
    [
      "what is between two edits",
      text(lines).replace("a = 1", "a = 10").replace("f = 6", "f = 60"),
      ["const a = 1", `;\n${text(lines.slice(1, 5))}const f = 6`, ";\n"],
    ],
  ];
  for (const [title, after, shared] of rows) {
    it(title, () => {
      const before = text(lines);
      expect(sharedStretches(before, after).map((each) => before.slice(each.before, each.before + each.length))).toEqual(shared);
    });
  }

  it("is the same in both, in order, whatever they are", () => {
    const some = fc.array(fc.constantFrom(...lines, "", "x", "}", "asset({"), { maxLength: 30 }).map(text);
    const cut = fc.nat({ max: 20 });
    fc.assert(
      fc.property(some, some, cut, fc.nat({ max: 200 }), (one, other, from, at) => {
        const after = other.slice(from);
        const stretches = sharedStretches(one, after);
        let [before, behind] = [0, 0];
        for (const stretch of stretches) {
          expect(stretch.before).toBeGreaterThanOrEqual(before);
          expect(stretch.after).toBeGreaterThanOrEqual(behind);
          [before, behind] = [stretch.before + stretch.length, stretch.after + stretch.length];
          expect(one.slice(stretch.before, before)).toBe(after.slice(stretch.after, behind));
        }
        const span = { start: Math.min(at, one.length), end: Math.min(at + 5, one.length) };
        const now = movedSpan(stretches, span, after.length);
        expect(now.start).toBeGreaterThanOrEqual(0);
        expect(now.end).toBeGreaterThanOrEqual(now.start);
        expect(now.end).toBeLessThanOrEqual(after.length);
        if (isShared(stretches, span)) expect(after.slice(now.start, now.end)).toBe(one.slice(span.start, span.end));
      }),
    );
  });
});
