import { describe, expect, test } from "vitest";
import type { AssetDeclaration } from "./declaration.ts";
import { identityOf } from "./identity.ts";
import { UNKNOWN } from "./unknown.ts";

type Options = AssetDeclaration["options"];

function identity(options: Options, fallbackName?: string, nameRequired = true) {
  return identityOf({
    options,
    nameRequired,
    parameters: { kind: "none" },
    resourceKeys: new Set(),
    ...(fallbackName === undefined ? {} : { fallbackName }),
  });
}

describe("the key of a declaration", () => {
  test.each<[Options, string | undefined, readonly string[] | typeof UNKNOWN]>([
    [{}, "fn", ["fn"]],
    [{ name: "a" }, "fn", ["a"]],
    [{ name: "" }, "fn", ["fn"]],
    [{ name: "a", keyPrefix: "p" }, "fn", ["p", "a"]],
    [{ name: "a", keyPrefix: ["p", "", "q"] }, "fn", ["p", "q", "a"]],
    [{ keyPrefix: ["one", "two"] }, "fn", ["one", "two", "fn"]],
    [{ key: "k" }, "fn", ["k"]],
    [{ key: ["p", "k"] }, "fn", ["p", "k"]],
    [{ key: { path: ["p", "k"] } }, "fn", ["p", "k"]],
    [{ key: ["", "k"], name: "", keyPrefix: [] }, "fn", ["k"]],
    [{ name: "a-b" }, undefined, ["a-b"]],
    [{ name: "123" }, undefined, ["123"]],
    [{ name: "context", keyPrefix: "a" }, undefined, ["a", "context"]],
    [{ name: "import" }, undefined, ["import"]],
    [{ name: "__proto__" }, undefined, ["__proto__"]],
    [{ name: "constructor" }, undefined, ["constructor"]],
    [{ name: "x".repeat(512) }, undefined, ["x".repeat(512)]],
    [{ keyPrefix: ["p".repeat(255), ""], name: "x".repeat(256) }, undefined, ["p".repeat(255), "x".repeat(256)]],
    [{ key: ["console", "com10", "con_"] }, undefined, ["console", "com10", "con_"]],
    [{ name: UNKNOWN }, "fn", UNKNOWN],
    [{ key: UNKNOWN }, "fn", UNKNOWN],
    [{ key: UNKNOWN, name: "a" }, "fn", UNKNOWN],
    [{ key: ["a", UNKNOWN] }, "fn", UNKNOWN],
    [{ key: { path: ["a", UNKNOWN] } }, "fn", UNKNOWN],
    [{ keyPrefix: UNKNOWN, name: "a" }, "fn", UNKNOWN],
    [{ keyPrefix: UNKNOWN, name: "context" }, "fn", UNKNOWN],
    [{ keyPrefix: ["a", UNKNOWN], name: "a" }, "fn", UNKNOWN],
  ])("%o with the function %s", (options, fallbackName, expected) => {
    const { key, findings } = identity(options, fallbackName);
    expect(findings).toEqual([]);
    expect(typeof key === "object" ? key.path : key).toEqual(expected);
  });

  test("is pending while the loader may still fill in the name", () => {
    expect(identity({}, undefined, false)).toEqual({ key: UNKNOWN, findings: [] });
  });
});

describe("a wrong key", () => {
  test.each<[Options, string, readonly string[], (readonly string[])?]>([
    [{ key: "k", name: "a" }, "key-with-name", ["key"]],
    [{ key: "k", keyPrefix: "a" }, "key-with-name", ["key"]],
    [{ key: "k", name: "a", keyPrefix: "b" }, "key-with-name", ["key"]],
    [{}, "missing-name", []],
    [{ keyPrefix: "a" }, "missing-name", []],
    [{ key: 7 }, "invalid-key", ["key"]],
    [{ key: {} }, "invalid-key", ["key"]],
    [{ key: [] }, "invalid-key", ["key"]],
    [{ key: "" }, "invalid-key", ["key"]],
    [{ key: ["", ""] }, "invalid-key", ["key"]],
    [{ key: ["a", 7] }, "invalid-key", ["key"]],
    [{ key: Array(1) }, "invalid-key", ["key"]],
    [{ key: { path: [] } }, "invalid-key", ["key"]],
    [{ name: "a", keyPrefix: 7 }, "invalid-key", ["keyPrefix"]],
    [{ name: "a", keyPrefix: ["a", null] }, "invalid-key", ["keyPrefix"]],
    [{ key: "foo/bar" }, "slash-in-key-part", ["key"], ['["foo","bar"]']],
    [{ key: ["foo/bar", "baz"] }, "slash-in-key-part", ["key"], ['["foo","bar"]']],
    [{ key: "/" }, "slash-in-key-part", ["key"]],
    [{ name: "foo/bar" }, "slash-in-key-part", ["name"]],
    [{ name: "a", keyPrefix: "foo/bar" }, "slash-in-key-part", ["keyPrefix"], ['["foo","bar"]']],
    [{ name: "context" }, "reserved-name", ["name"]],
    [{ key: "input-arg-dict" }, "reserved-name", ["key"]],
    [{ keyPrefix: "arg", name: "x y" }, "invalid-name", ["name"], ["x_y"]],
    [{ keyPrefix: "a.b", name: "x" }, "invalid-name", ["keyPrefix"], ["a_b"]],
    [{ keyPrefix: UNKNOWN, name: "x y" }, "invalid-name", ["name"], ["x_y"]],
    [{ key: ["s3.bucket", "my file"] }, "invalid-name", ["key"], ['["s3_bucket","my_file"]']],
    [{ name: "größe" }, "invalid-name", ["name"], ["gr_e"]],
    [{ name: "日本" }, "invalid-name", ["name"]],
    [{ name: "\ud800" }, "invalid-name", ["name"]],
    [{ name: "x".repeat(513) }, "key-too-long", ["name"]],
    [{ name: "/".repeat(100_000) }, "key-too-long", ["name"]],
    [{ name: UNKNOWN, key: "x".repeat(513) }, "key-too-long", ["key"]],
    [{ key: ["x".repeat(256), "x".repeat(256)] }, "key-too-long", ["key"]],
    [{ key: Array(257).fill("x") }, "key-too-long", ["key"]],
    [{ name: "x".repeat(256), keyPrefix: "p".repeat(256) }, "key-too-long", ["keyPrefix"]],
    [{ name: "con" }, "unsafe-key", ["name"], ["con_"]],
    [{ name: "AUX", keyPrefix: "a" }, "unsafe-key", ["name"], ["AUX_"]],
    [{ name: "a", keyPrefix: ["a", "Com1"] }, "unsafe-key", ["keyPrefix"], ['["a","Com1_"]']],
    [{ key: ["lpt9", "nul"] }, "unsafe-key", ["key"], ['["lpt9_","nul_"]']],
    [{ keyPrefix: UNKNOWN, name: "prn" }, "unsafe-key", ["name"], ["prn_"]],
  ])("%o", (options, code, path, suggestions) => {
    const { findings } = identity(options);
    expect(findings.map((finding) => [finding.code, finding.path, finding.suggestions])).toEqual([[code, path, suggestions]]);
  });

  test.each(["..", ".", "a\0b", "\0", "C:\\a", "a\\b", "a\nb", " ", "~", "con.txt"])(
    "%j, which could leave a folder or not be stored",
    (segment) => {
      for (const options of [{ name: segment }, { key: segment }, { key: ["a", segment] }, { name: "a", keyPrefix: segment }]) {
        expect(identity(options).findings.map(({ code }) => code)).toEqual(["invalid-name"]);
      }
    },
  );

  test.each(["/", "/etc/passwd", "../a", "a/", "/a"])("%j, which is a path", (segment) => {
    for (const options of [{ name: segment }, { key: segment }, { key: ["a", segment] }, { name: "a", keyPrefix: segment }]) {
      expect(identity(options).findings.map(({ code }) => code)).toEqual(["slash-in-key-part"]);
    }
  });

  test("gives every reason at once", () => {
    const { findings } = identity({ key: ["a/b", "c/d"], name: "x", keyPrefix: 7 });
    expect(findings.map(({ code }) => code)).toEqual(["invalid-key", "key-with-name", "slash-in-key-part", "slash-in-key-part"]);
  });
});
