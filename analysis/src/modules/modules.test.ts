import { describe, expect, it } from "vitest";
import { memoryFiles } from "../project/projectFiles.ts";
import { filesMeant, pathsMeaning } from "./meantPaths.ts";
import { createPathAliases } from "./pathAliases.ts";
import { joinPaths, relativeTo } from "./paths.ts";
import { createModuleResolver } from "./resolveModule.ts";

describe("paths", () => {
  for (const [parts, joined] of [
    [["a/b", "./c"], "a/b/c"],
    [["a/b", "../c"], "a/c"],
    [["", "./c"], "c"],
    [["a", "../../c"], "../c"],
    [["a", "/x/./y"], "/x/y"],
    [["/a", "../../b"], "/b"],
    [["C:/a", "../b"], "C:/b"],
    [["a", "."], "a"],
  ] as const) {
    it(parts.join(" + "), () => expect(joinPaths(...parts)).toBe(joined));
  }
  it("seen from a folder", () => {
    expect(relativeTo("/a/b", "/a/b/c/d.ts")).toBe("c/d.ts");
    expect(relativeTo("/a/b", "/a/x.ts")).toBe("../x.ts");
    expect(relativeTo("/a/b", "c.ts")).toBe("c.ts");
  });
});

describe("modules", () => {
  const texts = {
    "tsconfig.json": JSON.stringify({
      extends: ["./base", "./missing.json", "@tsconfig/strict"],
      compilerOptions: {
        paths: { "@/*": ["src/*"], "@/special": ["other/s.ts"], exact: ["./src/a"], "*.sql": ["src/sql/*.ts"] },
      },
    }),
    "base.json": '{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "@/*": ["nowhere/*"] } } }',
    "package.json": '{ "imports": { "#in/*": { "types": "./types/*.d.ts", "default": "./src/*.ts" }, "#pkg": "left-pad" } }',
    "src/a.ts": "",
    "src/b.tsx": "",
    "src/c.mts": "",
    "src/d.js": "",
    "src/e/index.ts": "",
    "src/style.css": "",
    "src/sql/q.ts": "",
    "src/v1.2/x.ts": "",
    "src/dotted.name.ts": "",
    "other/s.ts": "",
    "index.ts": "",
  };
  const files = memoryFiles(texts);
  const resolve = createModuleResolver(files.exists, createPathAliases(files, JSON.parse));
  for (const [specifier, expected] of [
    ["./a", "src/a.ts"],
    ["./a.ts", "src/a.ts"],
    ["./a.js", "src/a.ts"],
    ["./b.js", "src/b.tsx"],
    ["./b.jsx", "src/b.tsx"],
    ["./c.mjs", "src/c.mts"],
    ["./d.js", "src/d.js"],
    ["./d", "src/d.js"],
    ["./e", "src/e/index.ts"],
    ["./e/", "src/e/index.ts"],
    ["./v1.2/x", "src/v1.2/x.ts"],
    ["./dotted.name", "src/dotted.name.ts"],
    ["..", "index.ts"],
    ["../index.js", "index.ts"],
    ["@/a", "src/a.ts"],
    ["@/special", "other/s.ts"],
    ["exact", "src/a.ts"],
    ["q.sql", "src/sql/q.ts"],
    ["#in/a", "src/a.ts"],
  ] as const) {
    it(specifier, () => expect(resolve("src/from.ts", specifier)).toEqual({ kind: "file", path: expected }));
  }
  for (const [specifier, expected] of [
    ["./nope", { kind: "missing", specifier: "./nope", mayBeCode: true }],
    ["./style.css", { kind: "missing", specifier: "./style.css", mayBeCode: false }],
    ["#pkg", { kind: "missing", specifier: "#pkg", mayBeCode: true }],
    ["headwater", { kind: "ours", subPath: "" }],
    ["headwater/duckdb", { kind: "ours", subPath: "duckdb" }],
    ["headwater-extra", { kind: "package", name: "headwater-extra" }],
    ["@corp/lib/deep", { kind: "package", name: "@corp/lib" }],
    ["node:fs", { kind: "package", name: "node:fs" }],
  ] as const) {
    it(specifier, () => expect(resolve("src/from.ts", specifier)).toEqual(expected));
  }

  for (const [title, base, own] of [
    ["own", {}, { baseUrl: "./root", paths: { "@/*": ["in/*"] } }],
    ["inherited", { baseUrl: "./root" }, { paths: { "@/*": ["in/*"] } }],
    ["above inherited paths", { paths: { "@/*": ["in/*"] } }, { baseUrl: "root" }],
  ] as const) {
    it(`a base: ${title}`, () => {
      const project = memoryFiles({
        "tsconfig.json": JSON.stringify({ extends: "./base.json", compilerOptions: own }),
        "base.json": JSON.stringify({ compilerOptions: base }),
        "root/r.ts": "",
        "root/in/a.ts": "",
      });
      const find = createModuleResolver(project.exists, createPathAliases(project, JSON.parse));
      expect(find("a.ts", "r")).toEqual({ kind: "file", path: "root/r.ts" });
      expect(find("a.ts", "@/a")).toEqual({ kind: "file", path: "root/in/a.ts" });
    });
  }
});

describe("which files a path in an import may mean", () => {
  it.each([
    ["a.ts", ["a.ts", "a", "a.js"]],
    ["lib/index.tsx", ["lib/index.tsx", "lib/index", "lib", "lib/index.js", "lib/index.jsx"]],
    ["index.mts", ["index.mts", "index", "", "index.mjs"]],
    ["a.d.ts", ["a.d.ts", "a.d", "a", "a.d.js"]],
    ["a.json", ["a.json", "a"]],
    ["a.css", ["a.css"]],
  ])("%s is meant by %j", (file, paths) => {
    expect(pathsMeaning(file).sort()).toEqual(paths.sort());
    for (const path of paths) expect(filesMeant(path)).toContain(file);
  });

  it("and the one that is found is one of them", () => {
    const files = ["a.ts", "a.js", "a.d.ts", "a/index.ts", "index.ts", "b.jsx", "b.mjs", "c.json", "d/index.cts", "e.mts"];
    for (const there of files) {
      const resolve = createModuleResolver(
        (path) => path === there,
        () => ({ patterns: [] }),
      );
      for (const path of new Set(files.flatMap((each) => [...pathsMeaning(each), each]))) {
        const target = resolve("x.ts", `./${path}`);
        const isFound = target.kind === "file";
        expect(isFound).toBe(filesMeant(path).includes(there) && pathsMeaning(there).includes(path));
        expect(resolve.waitsFor("x.ts", `./${path}`)).toEqual(isFound ? [] : [path]);
      }
    }
  });
});
