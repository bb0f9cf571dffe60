import { describe, expect, test } from "vitest";
import { parseLegacySelection, parseSelectOption } from "./legacy.ts";
import { printSelection } from "./print.ts";
import { SelectionError } from "./selectionError.ts";
import type { SelectionTree } from "./tree.ts";

function offsetAndMessage(read: (text: string) => SelectionTree, text: string): [number, string] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof SelectionError) return [error.offset, error.message];
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

describe("what stands behind --select", () => {
  test.each<[text: string, printed: string]>([
    ["*", "*"],
    ["  * ", "*"],
    ["a", 'key:"a"'],
    ["a/b", 'key:"a/b"'],
    ["+a", '+key:"a"'],
    ["a+", 'key:"a"+'],
    ["+a+", '+key:"a"+'],
    ["2+a", '2+key:"a"'],
    ["2+a+13", '2+key:"a"+13'],
    ["0+a", '0+key:"a"'],
    ["99999999999999999999+a", '+key:"a"'],
    ["key:a", 'key:"a"'],
    ["key:a-b", 'key:"a-b"'],
    ['"a b"', 'key:"a b"'],
    ["a b,c, d\te\n", 'key:"a" or key:"b" or key:"c" or key:"d" or key:"e"'],
    ['2+key:"a b"+1 c', '2+key:"a b"+1 or key:"c"'],
    ["key:a key:b", 'key:"a" or key:"b"'],
    ["2", 'key:"2"'],
    ["2+3", '2+key:"3"'],
    ["key", 'key:"key"'],
    ["__proto__ constructor", 'key:"__proto__" or key:"constructor"'],
    ["a-b.c@d", 'key:"a-b.c@d"'],
    ["group:a and not key:b+", 'group:"a" and not key:"b"+'],
  ])("%j", (text, printed) => expect(printSelection(parseSelectOption(text))).toBe(printed));

  test.each<[text: string, offset: number, message: string]>([
    ["", 0, 'The selection is empty: write "*" for everything.'],
    [" ,, ", 0, 'The selection is empty: write "*" for everything.'],
    ["a * b", 2, 'a "*" stands alone for everything'],
    ["a*", 0, "keys that begin with a text"],
    ["a +", 2, '"+" is not a selection: write a key, +key, key+ or 2+key'],
    ["++a", 0, '"++a" is not a selection: write a key, +key, key+ or 2+key'],
    ["a++", 0, "is not a selection"],
    ["a+b", 0, "is not a selection"],
    ['a ""', 2, "is not a selection"],
    ['a "b', 2, "a quote is not closed"],
    ["a\\b", 0, "is not a selection"],
    ["a group:b", 0, "write key:a for a key"],
    ["a and b", 0, "write key:a for a key"],
    ["key:", 4, 'write a value behind "key:"'],
    ["group:a, group:b", 7, 'combine with "and" or "or"'],
    ["key:a and (key:b", 16, "The selection ends too early"],
  ])("refuses %j", (text, offset, message) => {
    const [at, said] = offsetAndMessage(parseSelectOption, text);
    expect(at).toBe(offset);
    expect(said).toContain(message);
  });

  test("may be very long", () => {
    expect(offsetAndMessage(parseSelectOption, '"'.repeat(100_001))[0]).toBe(0);
    expect(offsetAndMessage(parseSelectOption, `${"a".repeat(100_000)}+b`)[1].length).toBeLessThan(300);
    expect(printSelection(parseSelectOption("a ".repeat(50_000))).length).toBeGreaterThan(100_000);
  });
});

describe("what was written before the grammar", () => {
  test.each<[text: string, printed: string]>([
    ["key:a*", 'key:"a*"'],
    ["my_asset", 'key:"my_asset"'],
    ["+my_asset", '1+key:"my_asset"'],
    ["++my_asset", '2+key:"my_asset"'],
    ["my_asset+++", 'key:"my_asset"+3'],
    ["*my_asset", '+key:"my_asset"'],
    ["my_asset*", 'key:"my_asset"+'],
    ["my_asset+*", 'key:"my_asset"+'],
    ["++a/b.c-d*", '2+key:"a/b.c-d"+'],
    ["tag:foo-bar=b.c", 'tag:"foo-bar"="b.c"'],
  ])("%j", (text, printed) => expect(printSelection(parseLegacySelection(text))).toBe(printed));

  test.each<[text: string, offset: number]>([
    ["", 0],
    ["a b*c", 0],
    ["a b", 0],
    ["a, b", 0],
    ["a and", 0],
    ["tag:a=b=c", 7],
    ["group:", 6],
  ])("refuses %j", (text, offset) => expect(offsetAndMessage(parseLegacySelection, text)[0]).toBe(offset));
});
