import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssetKey } from "../keys/assetKey.ts";
import { metadataToText } from "./metadataText.ts";
import { resolveMetadata, toMetadataValue } from "./resolveMetadata.ts";

class Money {
  readonly amount = 1;
}

/** What a function of `MetadataValue` makes. */
function made(type: string, value: unknown) {
  return { "~headwater": { kind: "metadataValue" }, type, value };
}

const holdsItself: unknown[] = [];
holdsItself.push(holdsItself);

describe("a metadata value", () => {
  test.each<[unknown, ReturnType<typeof toMetadataValue>, string]>([
    ["", { type: "text", value: "" }, ""],
    [true, { type: "bool", value: true }, "true"],
    [7, { type: "int", value: 7 }, "7"],
    [-0, { type: "int", value: 0 }, "0"],
    [1.5, { type: "float", value: 1.5 }, "1.5"],
    [2 ** 53, { type: "float", value: 2 ** 53 }, "9007199254740992"],
    [Number.NaN, { type: "text", value: "NaN" }, "NaN"],
    [Number.NEGATIVE_INFINITY, { type: "text", value: "-Infinity" }, "-Infinity"],
    [7n, { type: "int", value: 7 }, "7"],
    [2n ** 64n, { type: "int", value: "18446744073709551616" }, "18446744073709551616"],
    [null, { type: "null", value: null }, "null"],
    [new Date(0), { type: "timestamp", value: "1970-01-01T00:00:00.000Z" }, "1970-01-01T00:00:00.000Z"],
    [[1, "a", null], { type: "json", value: [1, "a", null] }, '[1,"a",null]'],
    [{ a: { b: 2n ** 64n, c: Number.NaN } }, { type: "json", value: { a: { b: "18446744073709551616", c: "NaN" } } }, ""],
    [{ at: new Date(0), left: undefined }, { type: "json", value: { at: "1970-01-01T00:00:00.000Z" } }, ""],
    [Object.create(null), { type: "json", value: {} }, "{}"],
    [AssetKey(["a", "b"]), { type: "asset", value: ["a", "b"] }, "a/b"],
    [{ path: ["a"], more: 1 }, { type: "json", value: { path: ["a"], more: 1 } }, ""],
    [{ path: [] }, { type: "json", value: { path: [] } }, ""],
    [{ type: "url", value: "x" }, { type: "json", value: { type: "url", value: "x" } }, ""],
    [made("url", "https://a"), { type: "url", value: "https://a" }, "https://a"],
    [made("null", null), { type: "null", value: null }, "null"],
    [{ ...made("md", "# a"), more: 1 }, { type: "md", value: "# a" }, "# a"],
    [{ [Symbol.toStringTag]: "URL", href: "https://a/" }, { type: "url", value: "https://a/" }, "https://a/"],
  ])("of %o", (value, expected, text) => {
    const resolved = toMetadataValue(value);
    expect(resolved).toEqual(expected);
    if (resolved !== undefined && text !== "") expect(metadataToText(resolved)).toBe(text);
  });

  test.each([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("a")],
    ["a class instance", new Money()],
    ["a Map", new Map()],
    ["an invalid date", new Date(Number.NaN)],
    ["a kind that nobody knows", made("colour", "red")],
    ["a kind that objects inherit", made("toString", "red")],
    ["a kind with something else in it", made("url", 7)],
    ["a list that holds itself", holdsItself],
    ["an object whose toJSON gives nothing", { toJSON: () => undefined }],
    [
      "an object that throws",
      {
        get a() {
          throw new Error("no");
        },
      },
    ],
  ])("has no form for %s", (_, value) => expect(toMetadataValue(value)).toBeUndefined());

  test("keeps a key named __proto__ as data", () => {
    const resolved = toMetadataValue(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(JSON.stringify(resolved)).toBe('{"type":"json","value":{"__proto__":{"polluted":true}}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("comes through JSON as it was", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        const resolved = toMetadataValue(value);
        if (resolved === undefined) return;
        expect(JSON.parse(JSON.stringify(resolved))).toEqual(resolved);
        expect(metadataToText(resolved)).not.toMatch(/[\r\n\u2028\u2029]/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("metadata of which some has no form", () => {
  test.each<[unknown, string]>([
    [new Money(), "an object of the class Money"],
    [new Map(), "an object of the class Map"],
    [undefined, "undefined"],
    [() => 1, "a function"],
    [new Date(Number.NaN), "a date that does not exist"],
    [holdsItself, "an object that JSON cannot hold"],
    [{ constructor: null, a: holdsItself }, "an object that JSON cannot hold"],
    [made("url", 7), "a MetadataValue that was changed after it was made"],
  ])("%o is told by name and kind, and how to mend it", (value, kind) => {
    const { metadata, problems } = resolveMetadata({ before: 1, price: value, after: 2 });
    expect(Object.keys(metadata)).toEqual(["before", "after"]);
    expect(problems).toEqual([
      {
        name: "price",
        message: `The metadata "price" could not be resolved to a kind, since it is ${kind}: give text, a number, bigint, boolean, date, null, list, plain object or AssetKey, or wrap it, as in MetadataValue.json(…) or MetadataValue.text(…).`,
      },
    ]);
  });

  test("keeps names that objects inherit", () => {
    const { metadata } = resolveMetadata(JSON.parse('{"__proto__": 1, "constructor": "x"}'));
    expect(JSON.stringify(metadata)).toBe('{"__proto__":{"type":"int","value":1},"constructor":{"type":"text","value":"x"}}');
  });

  test("is told for anything at all, and never throws", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything({ withMap: true, withSet: true, withDate: true })), (entries) => {
        const { metadata, problems } = resolveMetadata(entries);
        expect(new Set([...Object.keys(metadata), ...problems.map(({ name }) => name)])).toEqual(new Set(Object.keys(entries)));
      }),
      { numRuns: 1000 },
    );
  });
});
