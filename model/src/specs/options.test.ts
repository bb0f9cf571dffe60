import { describe, expect, test } from "vitest";
import { assetOptions, checkOptionKinds, describe as describeValue, givenOptions } from "./options.ts";
import { UNKNOWN } from "./unknown.ts";

describe("the options of asset()", () => {
  test.each(Object.keys(assetOptions))("%s may be unknown", (option) => {
    expect(checkOptionKinds({ [option]: UNKNOWN })).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["name", "a"],
    ["deps", []],
    ["kinds", ["a", UNKNOWN]],
    ["ins", {}],
    ["tags", Object.create(null)],
    ["outputRequired", false],
    ["opTags", { a: [] }],
    // The rules of a key say what is wrong with these three.
    ["key", 7],
    ["keyPrefix", 7],
    ["deps", [7]],
  ])("%s may be %o", (option, value) => expect(checkOptionKinds({ [option]: value })).toEqual([]));

  test.each<[string, unknown, (string | number)[], string]>([
    ["name", 7, ["name"], "name takes text, not 7."],
    ["description", ["a"], ["description"], "description takes text, not a list."],
    ["pool", Symbol("a"), ["pool"], "pool takes text, not a symbol."],
    ["deps", "a", ["deps"], 'deps takes a list of assets, keys or AssetDep(…), not the text "a".'],
    ["kinds", new Set(["a"]), ["kinds"], "kinds takes a list of texts, not a Set."],
    ["owners", ["a", 7], ["owners", 1], "owners takes a list of texts, but item 2 is 7."],
    ["requiredResourceKeys", Array(1), ["requiredResourceKeys", 0], "but item 1 is undefined."],
    ["tags", new Map(), ["tags"], "tags takes an object of texts, not a Map."],
    ["metadata", [], ["metadata"], "metadata takes an object, not a list."],
    ["ins", "a", ["ins"], 'not the text "a".'],
    ["retryPolicy", () => 1, ["retryPolicy"], "retryPolicy takes RetryPolicy({ … }), not a function."],
    ["outputRequired", "no", ["outputRequired"], 'outputRequired takes true or false, not the text "no".'],
  ])("%s is not %o", (option, value, path, message) => {
    const findings = checkOptionKinds({ [option]: value });
    expect(findings).toMatchObject([{ code: "invalid-option", path }]);
    expect(findings[0]?.message).toContain(message);
  });

  test.each<[string, string, string[] | undefined]>([
    ["groupname", 'asset() has no option "groupname". Did you mean groupName?', ["groupName"]],
    ["group_name", 'asset() has no option "group_name". Did you mean groupName?', ["groupName"]],
    ["computeKind", 'asset() has no option "computeKind". It is called kinds now.', ["kinds"]],
    [
      "auto_materialize_policy",
      'asset() has no option "auto_materialize_policy". It is called automationCondition now.',
      ["automationCondition"],
    ],
    ["resource_defs", 'asset() has no option "resource_defs". Give it by name in Definitions({ resources }).', undefined],
    ["nothingLikeIt", 'asset() has no option "nothingLikeIt". Remove it.', undefined],
    ["__proto__", 'asset() has no option "__proto__". Remove it.', undefined],
    ["constructor", 'asset() has no option "constructor". Remove it.', undefined],
    ["", 'asset() has no option "". Remove it.', undefined],
  ])("%j is none of them", (option, message, suggestions) => {
    const [only] = checkOptionKinds(Object.fromEntries([[option, 1]]));
    expect([only?.code, only?.path, only?.message, only?.suggestions]).toEqual([
      "unknown-option",
      [option],
      message,
      suggestions,
    ]);
  });
});

describe("given options", () => {
  test("are without undefined and null", () => {
    expect(givenOptions({ name: "a", key: undefined, owners: null, pool: "" }, false)).toEqual({ name: "a", pool: "" });
  });

  test("are unknown where some may not be listed", () => {
    const given = givenOptions({ name: "a", key: undefined }, true);
    expect([given.name, given.key, given.deps, given.pool]).toEqual(["a", undefined, UNKNOWN, UNKNOWN]);
  });
});

test.each<[unknown, string]>([
  [null, "null"],
  [undefined, "undefined"],
  [1n, "1"],
  [{}, "an object"],
  [Object.create(null), "an object"],
  ["a\n", 'the text "a\\n"'],
])("%o is called %s", (value, expected) => expect(describeValue(value)).toBe(expected));
