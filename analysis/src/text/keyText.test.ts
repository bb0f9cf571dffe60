import { toStoredString } from "@headwater/model";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readKeyText } from "./keyText.ts";

const rows: readonly (readonly [code: string, path: readonly string[] | undefined])[] = [
  ['"a"', ["a"]],
  ["'it\"s'", ['it"s']],
  ["`a/b`", ["a/b"]],
  ['["a", "b,c"]', ["a", "b,c"]],
  ["[\n  'a',\n  'b',\n]", ["a", "b"]],
  ['AssetKey("a")', ["a"]],
  ['AssetKey(["a", "b"],)', ["a", "b"]],
  ['headwater.AssetKey("a")', ["a"]],
  ['""', [""]],
  ["`a$" + "{b}`", undefined],
  ['"a" + "b"', undefined],
  ['"a\\"b"', undefined],
  ['["a", b]', undefined],
  ['["a" "b"]', undefined],
  ["[]", undefined],
  ["a", undefined],
  ['f("a")', undefined],
  ["", undefined],
];

describe("a key that code writes out", () => {
  for (const [code, path] of rows) it(code, () => expect(readKeyText(code)).toEqual(path && { path }));

  const plain = fc.string({ unit: "grapheme" }).filter((text) => JSON.stringify(text) === `"${text}"`);
  it("is read as it was written", () => {
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1 }), (path) => {
        expect(readKeyText(toStoredString({ path }))).toEqual({ path });
      }),
      { numRuns: 1000 },
    );
  });
});
