import { describe, expect, it } from "vitest";
import { memoryFiles, type ProjectFiles } from "../project/projectFiles.ts";
import { createLinkedPackages } from "./linkedPackages.ts";
import { filesMeant, pathsMeaning } from "./meantPaths.ts";
import { createPathAliases } from "./pathAliases.ts";
import { joinPaths, relativeTo } from "./paths.ts";
import { createModuleResolver } from "./resolveModule.ts";

const resolverOf = (files: ProjectFiles) =>
  createModuleResolver(files.exists, createPathAliases(files, JSON.parse), createLinkedPackages(files, JSON.parse));

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
  const resolve = resolverOf(files);
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
      const find = resolverOf(project);
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
        () => [],
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

describe("packages of the workspace", () => {
  const manifests = {
    bare: {},
    main: { main: "./lib/main.js", types: "./lib/main.d.ts" },
    source: { exports: "./src/index.ts" },
    built: { exports: { ".": { types: "./dist/index.d.ts", import: "./dist/index.mjs" }, "./deep/*": "./dist/deep/*.js" } },
    configured: { exports: { import: "./out/esm/index.js" } },
    compiled: { exports: "./index.js" },
    installed: { exports: "./src/index.ts" },
  };
  const at = (name: string) => `../../packages/${name}`;
  const texts = {
    "package.json": '{ "name": "@shop/own", "exports": { "./part": "./dist/part.js" } }',
    "src/part.ts": "",
    ...Object.fromEntries(
      Object.entries(manifests).map(([name, fields]) => [`${at(name)}/package.json`, JSON.stringify(fields)]),
    ),
    [`${at("configured")}/tsconfig.json`]: '{ "compilerOptions": { "outDir": "out/esm", "rootDir": "code" } }',
    [`${at("bare")}/index.ts`]: "",
    [`${at("bare")}/other/index.ts`]: "",
    [`${at("main")}/src/main.tsx`]: "",
    [`${at("main")}/lib/main.d.ts`]: "",
    [`${at("source")}/src/index.ts`]: "",
    [`${at("built")}/src/index.ts`]: "",
    [`${at("built")}/dist/index.mjs`]: "",
    [`${at("built")}/src/deep/one.ts`]: "",
    [`${at("configured")}/code/index.ts`]: "",
    [`${at("compiled")}/index.js`]: "",
    "node_modules/installed/src/index.ts": "",
    "../../node_modules/.pnpm/stored/index.ts": "",
  };
  const names = Object.keys(manifests).filter((name) => name !== "installed");
  const links = {
    ...Object.fromEntries(names.map((name) => [`../../node_modules/@shop/${name}`, at(name)])),
    "node_modules/stored": "../../node_modules/.pnpm/stored",
    "../../packages/source/node_modules/inner": at("built"),
  };
  const resolve = resolverOf(memoryFiles(texts, "/shop/apps/own", links));

  it.each([
    ["@shop/bare", `${at("bare")}/index.ts`],
    ["@shop/bare/other", `${at("bare")}/other/index.ts`],
    ["@shop/main", `${at("main")}/src/main.tsx`],
    ["@shop/source", `${at("source")}/src/index.ts`],
    ["@shop/built", `${at("built")}/src/index.ts`],
    ["@shop/built/deep/one", `${at("built")}/src/deep/one.ts`],
    ["@shop/built/hidden", undefined],
    ["@shop/configured", `${at("configured")}/code/index.ts`],
    ["@shop/compiled", `${at("compiled")}/index.js`],
    ["@shop/own/part", "src/part.ts"],
    ["@shop/own", undefined],
    ["installed", undefined],
    ["stored", undefined],
    ["inner", undefined],
  ])("%s", (specifier, path) => {
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    const expected = path === undefined ? { kind: "package", name } : { kind: "file", path };
    expect(resolve("src/deep/from.ts", specifier)).toEqual(expected);
  });

  it("are waited for where their sources are not there yet", () => {
    const waited = resolve.waitsFor("src/from.ts", "@shop/built/deep/other");
    expect(waited).toContain(`${at("built")}/src/deep/other.ts`);
    expect(resolve.waitsFor("src/from.ts", "@shop/source")).toEqual([]);
    expect(resolve.waitsFor("src/from.ts", "installed")).toEqual([]);
  });

  it("are looked for from where the import stands", () => {
    const found = { kind: "file", path: `${at("built")}/src/index.ts` };
    expect(resolve(`${at("source")}/src/index.ts`, "inner")).toEqual(found);
    expect(resolve(`${at("source")}/src/index.ts`, "@shop/built")).toEqual(found);
  });
});
