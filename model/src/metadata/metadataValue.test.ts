import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metadataToText, toMetadataValue } from "./metadataValue.ts";

class Money {
  readonly amount = 1;
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
  ])("of %o", (value, expected, text) => {
    const made = toMetadataValue(value);
    expect(made).toEqual(expected);
    if (made !== undefined && text !== "") expect(metadataToText(made)).toBe(text);
  });

  test.each([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("a")],
    ["a class instance", new Money()],
    ["a Map", new Map()],
    ["an invalid date", new Date(Number.NaN)],
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
    const made = toMetadataValue(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(JSON.stringify(made)).toBe('{"type":"json","value":{"__proto__":{"polluted":true}}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("comes through JSON as it was", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        const made = toMetadataValue(value);
        if (made !== undefined) expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      }),
      { numRuns: 500 },
    );
  });
});
