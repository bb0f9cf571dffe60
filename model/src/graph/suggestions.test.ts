import { describe, expect, test } from "vitest";
import { keySuggester, suggestKeys } from "./suggestions.ts";

const key = (text: string) => ({ path: text.split("/") });

describe("suggestions for a mistyped key", () => {
  test.each<[string[], string[], string[]]>([
    [["asst1"], ["asset1", "other"], ["asset1"]],
    [["asst1"], ["assets1", "asst", "asset1", "asset2"], ["asset1", "assets1", "asst"]],
    [["my_prefix", "asst1"], ["my_prefix/asset1", "asset1"], ["my_prefix/asset1"]],
    [["my", "prfix", "asset1"], ["my/prefix/asset1"], ["my/prefix/asset1"]],
    [["my", "prfix", "asset4"], ["my/prefix/asset1"], []],
    [["my", "asset1"], ["my/prefix/asset1"], ["my/prefix/asset1"]],
    [["my", "prefix", "asset1"], ["my/asset1"], ["my/asset1"]],
    [["asset1"], ["a/b/c/asset1"], ["a/b/c/asset1"]],
    [["my/prefix/asset1"], ["my/prefix/asset1"], ["my/prefix/asset1"]],
    [["not_close_to_asset1"], ["asset1"], []],
    [["__proto_"], ["__proto__"], ["__proto__"]],
    [[""], ["a"], []],
    // In the order of the stored strings, in which a quote comes before a letter and a comma before a blank.
    [["x"], ["b/x", "a/x", "a/b/x"], ["a/b/x", "a/x", "b/x"]],
  ])("%j among %j", (wrong, known, expected) => {
    expect(suggestKeys({ path: wrong }, known.map(key)).map(({ path }) => path.join("/"))).toEqual(expected);
  });

  test("are ten at most", () => {
    const known = Array.from({ length: 100 }, (_, index) => key(`p${index}/x`));
    expect(suggestKeys(key("x"), known).length).toBe(10);
  });

  test("end early, however many keys are alike or unlike", () => {
    const alike = Array.from({ length: 20_000 }, (_, index) => key(`stage_orders_${index}`));
    const unlike = Array.from({ length: 20_000 }, (_, index) => key(`${"abcdefghij"[index % 10]}${index}`.repeat(3)));
    const suggest = keySuggester([...alike, ...unlike]);
    for (let at = 0; at < 100; at++) suggest(key(`stage_ordrs_${at}`));
    for (let at = 0; at < 100; at++) expect(suggest(key(`WWWW_${at}_VVVV`))).toEqual([]);
  });
});
