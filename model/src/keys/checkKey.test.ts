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

  test("without a colon", () => {
    expect(() => checkFromUserString("a")).toThrow('"a" is not a check: write asset/key:check_name.');
  });

  test.each(["", "null", "7", "{}", '{"asset_key": "a"}', '{"asset_key": "a", "check_name": 1}'])("stored as %j", (text) => {
    expect(() => checkFromStoredString(text)).toThrow(TypeError);
  });
});
