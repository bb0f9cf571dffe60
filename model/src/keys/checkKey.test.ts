import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AssetCheckKey,
  checkFromStoredString,
  checkFromUserString,
  checkToStoredString,
  checkToUserString,
} from "./checkKey.ts";

describe("the texts of a check", () => {
  test.each<[AssetCheckKey, string, string]>([
    [{ assetKey: { path: ["a"] }, name: "b" }, "a:b", '{"asset_key": "[\\"a\\"]", "check_name": "b"}'],
    [
      { assetKey: { path: ["snowflake", "db:schema:table"] }, name: "row_count" },
      "snowflake/db:schema:table:row_count",
      '{"asset_key": "[\\"snowflake\\", \\"db:schema:table\\"]", "check_name": "row_count"}',
    ],
    [
      { assetKey: { path: ['d"', "e:-.f"] }, name: 'b9!*"./y' },
      'd"/e:-.f:b9!*"./y',
      '{"asset_key": "[\\"d\\\\\\"\\", \\"e:-.f\\"]", "check_name": "b9!*\\"./y"}',
    ],
  ])("%j", (check, user, stored) => {
    expect(checkToUserString(check)).toBe(user);
    expect(checkFromUserString(user)).toEqual(check);
    expect(checkToStoredString(check)).toBe(stored);
    expect(checkFromStoredString(stored)).toEqual(check);
  });

  test("lead back to the check", () => {
    const odd = fc.string({ unit: fc.constantFrom("a", ":", "/", "\\", '"', "é", " ", "\ud800", "\0", "\n") });
    const segments = fc.array(fc.oneof(odd, fc.constantFrom("__proto__", "constructor")), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(segments, odd, (path, name) => {
        const check: AssetCheckKey = { assetKey: { path }, name };
        expect(checkFromStoredString(checkToStoredString(check))).toEqual(check);
        // The user string is cut at its last colon and at every slash.
        const asUserWrites = !path.some((segment) => segment.includes("/")) && !name.includes(":");
        if (asUserWrites) expect(checkFromUserString(checkToUserString(check))).toEqual(check);
      }),
      { numRuns: 1000 },
    );
  });

  test("without a colon", () => {
    expect(() => checkFromUserString("a")).toThrow('"a" is not a check: write asset/key:check_name.');
  });

  test.each(["", "null", "7", "{}", '{"asset_key": "a"}', '{"asset_key": "a", "check_name": 1}'])("stored as %j", (text) => {
    expect(() => checkFromStoredString(text)).toThrow(TypeError);
  });
});
