import { describe, expect, test } from "vitest";
import { checksOf } from "./checks.ts";
import { UNKNOWN } from "./unknown.ts";

const own = { path: ["p", "own"] };

describe("the checks of an asset", () => {
  test.each<[unknown, unknown[]]>([
    [undefined, []],
    [UNKNOWN, []],
    [[UNKNOWN, { name: UNKNOWN }], []],
    [[{ name: "a" }], [{ name: "a", blocking: false, additionalDeps: [] }]],
    [
      [{ name: "a", asset: { path: ["p", "own"] }, description: "d", blocking: true, additionalDeps: ["x", ["y", "z"]] }],
      [{ name: "a", description: "d", blocking: true, additionalDeps: [{ path: ["x"] }, { path: ["y", "z"] }] }],
    ],
    [[{ name: "a", asset: UNKNOWN, additionalDeps: [UNKNOWN] }], [{ name: "a", blocking: false, additionalDeps: [] }]],
    [[{ name: "a", asset: null, description: null, additionalDeps: null, blocking: null }], [{ name: "a" }]],
  ])("%o", (specs, expected) => {
    const { checks, findings } = checksOf(specs, [own]);
    expect(findings).toEqual([]);
    expect(checks).toMatchObject(expected);
    expect(checks.length).toBe(expected.length);
  });

  test.each<[unknown[], string, (string | number)[]]>([
    [["a"], "invalid-check", [0]],
    [[null], "invalid-check", [0]],
    [Array(1), "invalid-check", [0]],
    [[{}], "invalid-check", [0, "name"]],
    [[{ name: "a b" }], "invalid-check", [0, "name"]],
    [[{ name: "" }], "invalid-check", [0, "name"]],
    [[{ name: "a" }, { name: "b" }, { name: "a" }], "duplicate-check", [2]],
    [[{ name: "__proto__" }, { name: "__proto__" }], "duplicate-check", [1]],
    [[{ name: "a", other: 1 }], "unknown-option", [0, "other"]],
    [[{ name: "a", asset: "own" }], "invalid-check", [0, "asset"]],
    [[{ name: "a", asset: 7 }], "invalid-key", [0, "asset"]],
    [[{ name: "a", additionalDeps: ["x", ["p", "own"]] }], "invalid-check", [0, "additionalDeps", 1]],
    [[{ name: "a", additionalDeps: [7] }], "invalid-key", [0, "additionalDeps", 0]],
    [[{ name: "a", additionalDeps: "x" }], "invalid-check", [0, "additionalDeps"]],
    [[{ name: "a", blocking: "yes" }], "invalid-check", [0, "blocking"]],
    [[{ name: "a", description: 7 }], "invalid-check", [0, "description"]],
  ])("%o is wrong", (specs, code, path) => {
    const { findings } = checksOf(specs, [own]);
    expect(findings.map((finding) => [finding.code, finding.path])).toEqual([[code, ["checkSpecs", ...path]]]);
  });

  test("are about anything while the key is not known", () => {
    expect(checksOf([{ name: "a", asset: "other", additionalDeps: ["third"] }, { name: "b" }], undefined).findings).toEqual([]);
  });
});
