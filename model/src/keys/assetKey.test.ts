import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssetKey, fromEscapedString, fromStoredString, keyId, stepNameOf, toEscapedString, toStoredString } from "./assetKey.ts";

const paths = fc.array(fc.string({ unit: fc.constantFrom("a", "/", "\\", "_", "é", '"', " ") }), { minLength: 1, maxLength: 4 });

describe("an asset key", () => {
  test("is made of text, a list or a key", () => {
    expect(AssetKey("a/b").path).toEqual(["a/b"]);
    expect(AssetKey(["a", "b"]).path).toEqual(["a", "b"]);
    expect(AssetKey(AssetKey("a"))).toEqual({ path: ["a"] });
    expect(() => AssetKey([])).toThrow("at least one segment");
  });

  test("comes back from its escaped string", () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(fromEscapedString(toEscapedString({ path })).path).toEqual(path);
      }),
    );
  });

  test("comes back from its stored string", () => {
    fc.assert(
      fc.property(paths, (path) => {
        expect(fromStoredString(toStoredString({ path })).path).toEqual(path);
      }),
    );
  });

  test("has an identity of its own", () => {
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        expect(keyId({ path: one }) === keyId({ path: other })).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test.each([
    [["a", "b"], "a__b"],
    [["a-b", "c"], "a_b__c"],
  ])("names the step of %j %s", (path, name) => expect(stepNameOf({ path })).toBe(name));
});
