import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AssetKey,
  coercePrefix,
  fromEscapedString,
  fromStoredString,
  fromUserString,
  hasPrefix,
  isAssetKey,
  keyId,
  sameKey,
  stepNameOf,
  toEscapedString,
  toStoredString,
  toUserString,
  withPrefix,
} from "./assetKey.ts";

const odd = fc.string({ unit: fc.constantFrom("a", "/", "\\", "_", "é", '"', " ", ",", "\ud800", "\0") });
const paths = fc.array(fc.oneof(odd, fc.constantFrom("__proto__", "constructor", "toString")), { minLength: 1, maxLength: 4 });

describe("AssetKey()", () => {
  test.each<[Parameters<typeof AssetKey>[0], string[]]>([
    ["a", ["a"]],
    ["a/b", ["a/b"]],
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [AssetKey(["a", "b"]), ["a", "b"]],
    ["__proto__", ["__proto__"]],
    ["x".repeat(100_000), ["x".repeat(100_000)]],
  ])("of %j", (value, path) => expect(AssetKey(value)).toEqual({ path }));

  test.each<[unknown, string]>([
    [[], "at least one segment"],
    [{ path: [] }, "text (one segment), a list"],
    [undefined, "text (one segment), a list"],
    [null, "text (one segment), a list"],
    [7, "text (one segment), a list"],
    [new Set(["a"]), "text (one segment), a list"],
    [["a", 7], "one is number"],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested.
    [[, "a"], "one is undefined"],
  ])("refuses %j", (value, message) => expect(() => AssetKey(value as string)).toThrow(message));

  test("does not keep the list that it was given", () => {
    const list = ["a"];
    const key = AssetKey(list);
    list.push("b");
    expect(key.path).toEqual(["a"]);
  });
});

test.each<[unknown, boolean]>([
  [{ path: ["a"] }, true],
  [{ path: [] }, false],
  [{ path: ["a", 1] }, false],
  [{ path: Array(2) }, false],
  [{ path: "a" }, false],
  [null, false],
  ["a", false],
])("%j has the shape of a key: %s", (value, expected) => expect(isAssetKey(value)).toBe(expected));

describe("the texts of a key", () => {
  test.each([
    [["foo"], "foo", "foo", '["foo"]'],
    [["foo", "bar"], "foo/bar", "foo/bar", '["foo", "bar"]'],
    [["foo/bar"], "foo/bar", "foo\\/bar", '["foo/bar"]'],
    [["a\\", "/b"], "a\\//b", "a\\\\/\\/b", '["a\\\\", "/b"]'],
    [["a", ""], "a/", "a/", '["a", ""]'],
    [['"', "é"], '"/é', '"/é', '["\\"", "é"]'],
  ])("%j", (path, user, escaped, stored) => {
    expect(toUserString({ path })).toBe(user);
    expect(toEscapedString({ path })).toBe(escaped);
    expect(toStoredString({ path })).toBe(stored);
  });

  test.each([
    ["random_stuff", ["random_stuff"]],
    ['{"asset_key": "[\\"a\\"]"}', ["asset_key", "a"]],
    ["a.b-c", ["a", "b", "c"]],
    ["[]", ["[]"]],
    ["", [""]],
    ["[1]", ["1"]],
  ])("the stored string %j of an early version", (text, path) => expect(fromStoredString(text)).toEqual({ path }));

  test.each([
    ["a\\b", ["a\\b"]],
    ["a\\", ["a\\"]],
    ["a\\/b/c", ["a/b", "c"]],
  ])("the escaped string %j", (text, path) => expect(fromEscapedString(text)).toEqual({ path }));

  test("lead back to the key", () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(fromEscapedString(toEscapedString({ path })).path).toEqual(path);
        expect(fromStoredString(toStoredString({ path })).path).toEqual(path);
        if (!path.some((segment) => segment.includes("/"))) expect(fromUserString(toUserString({ path })).path).toEqual(path);
      }),
      { numRuns: 1000 },
    );
  });

  test("are an identity", () => {
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        const same = sameKey({ path: one }, { path: other });
        expect(same).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(keyId({ path: one }) === keyId({ path: other })).toBe(same);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each<[string | string[], string[], string[]]>([
  ["foo/bar", ["baz"], ["foo/bar", "baz"]],
  [
    ["a", "b"],
    ["c", "d"],
    ["a", "b", "c", "d"],
  ],
])("%j before %j", (prefix, path, expected) => expect(withPrefix(prefix, { path }).path).toEqual(expected));

describe("a prefix", () => {
  test.each<[string | readonly string[], readonly string[]]>([
    ["foo", ["foo"]],
    ["foo/bar", ["foo/bar"]],
    [["foo"], ["foo"]],
    [
      ["a", "b/c"],
      ["a", "b/c"],
    ],
    [[], []],
  ])("of %j", (value, expected) => expect(coercePrefix(value)).toEqual(expected));

  test.each<[unknown, string]>([
    [7, "text (one segment) or a list"],
    [null, "text (one segment) or a list"],
    [undefined, "text (one segment) or a list"],
    [{ path: ["a"] }, "text (one segment) or a list"],
    [new Set(["a"]), "text (one segment) or a list"],
    [["a", 7], "one segment is number"],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested.
    [[, "a"], "one segment is undefined"],
  ])("refuses %j", (value, message) => expect(() => coercePrefix(value as string)).toThrow(message));
});

test.each([
  [["a", "b"], ["a"], true],
  [["a", "b"], ["a", "b"], true],
  [["a", "b"], [], true],
  [["ab"], ["a"], false],
  [["a"], ["a", "b"], false],
])("%j starts with %j: %s", (path, prefix, expected) => expect(hasPrefix({ path }, prefix)).toBe(expected));

test.each([
  [["a", "b"], "a__b"],
  [["a-b", "c"], "a_b__c"],
])("the step of %j is %s", (path, name) => expect(stepNameOf({ path })).toBe(name));
