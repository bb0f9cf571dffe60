// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { describe, expect, it } from "vitest";
import { scanImports } from "./importScan.ts";
import { lineStartsOf, positionAt } from "./span.ts";
import { loadExactLanguage, typeScriptLanguage } from "./typescript/load.ts";

const facts = async (text: string, path = "a.ts") => (await typeScriptLanguage()).extract(path, text);

describe("facts of a file", () => {
  it("imports without types", async () => {
    const { imports } = await facts(`import a, { b as c, type T, default as d } from "x"; import * as ns from 'y'; import "z";
      import type U from "u"; import { type V } from "v"; const { w } = require("w"); import q = require("q");`);
    expect(
      imports.map(({ specifier, names }) => [specifier, names.map(({ local, imported }) => `${imported}:${local}`)]),
    ).toEqual([
      ["x", ["default:a", "b:c", "default:d"]],
      ["y", ["*:ns"]],
      ["z", []],
      ["w", []],
      ["q", ["*:q"]],
    ]);
  });

  it("exports of every form", async () => {
    const { exports } = await facts(`export const a = 1, { b, c: [d] } = x; export function f() {} export enum E {}
      export { a as g, type T }; export { h as i } from "m"; export * from "n"; export * as o from "p"; export default a;
      export type U = 1; export interface I {} export declare const no: 1; export class K {}`);
    expect(exports.map((fact) => (fact.kind === "all" ? "*" : fact.name))).toEqual([
      "a",
      "b",
      "d",
      "f",
      "E",
      "g",
      "i",
      "*",
      "o",
      "default",
      "K",
    ]);
  });

  it("nothing of a syntax tree", async () => {
    const all = await facts("export const a = asset({ name: `x${1}` }, async ({ b = 1, ...c }) => { while (true) {} });");
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  it("the same for the same text", async () => {
    expect(await facts("export const a = 1;")).toEqual(await facts("export const a = 1;", "elsewhere/b.ts"));
  });

  it("at most ten syntax errors, with places", async () => {
    const { syntaxErrors } = await facts("const = ;\n".repeat(50));
    expect(syntaxErrors.length).toBe(10);
    expect(syntaxErrors[0]?.span).toEqual({ start: 6, end: 7 });
  });

  it("JSX where the extension says so", async () => {
    expect((await facts("export const a = <b/>;", "a.tsx")).syntaxErrors).toEqual([]);
    expect((await facts("export const a = <b/>;", "a.ts")).syntaxErrors).not.toEqual([]);
    expect((await facts("export const a = <b/>;", "a.js")).syntaxErrors).toEqual([]);
  });

  it("names that are assigned or changed", async () => {
    const { mutations } =
      await facts(`let a = 1; const l = [], o = {}, m = () => {}; a++; [a, b.c] = []; l.push(1); o.x = 1; delete o.y;
      Object.assign(o, {}); function f(p) { l.push(2); l.push(p); } for (a of []) { o.z = m(); } other.push(1); m(l, f); m(o.x);`);
    expect(mutations.map(({ name, change, mentions }) => [name, change.kind, ...mentions])).toEqual([
      ["a", "assigned"],
      ["a", "assigned"],
      ["l", "added"],
      ["o", "set"],
      ["o", "changed"],
      ["o", "changed"],
      ["l", "grown"],
      ["l", "grown", "*"],
      ["a", "assigned"],
      ["o", "changed", "a", "m"],
      ["l", "grown", "m", "f"],
      ["f", "grown", "m", "l"],
    ]);
  });
});

describe("a text that is too deep for the compiler", () => {
  it("leaves nothing behind for the next one", async () => {
    const exact = await loadExactLanguage();
    const next = "export const a = b.map((x, y) => { return x; });";
    const alone = exact.extract("next.ts", next);
    const deep = exact.extract("deep.ts", `export const a = b.map((x, y) + ${"(".repeat(200_000)}`);
    expect(deep.syntaxErrors).toMatchObject([{ message: expect.stringContaining("This file cannot be read") }]);
    expect(exact.extract("next.ts", next)).toEqual(alone);
  });
});

describe("imports found without parsing", () => {
  for (const [text, expected] of [
    ['import { a } from "x";', ["x"]],
    ["import{a}from'x'", ["x"]],
    ['import "x"', ["x"]],
    ['export * from "x"', ["x"]],
    ['const x = require("x"); await import("y")', ["x", "y"]],
    ['import {\n  a,\n  b,\n} from\n  "x"', ["x"]],
    ["nothing here", []],
  ] as const) {
    it(JSON.stringify(text), () => expect(scanImports(text)).toEqual(expected));
  }
});

describe("positions", () => {
  const text = "a\r\nbc\rd\ne";
  for (const [offset, line, character] of [
    [0, 0, 0],
    [3, 1, 0],
    [4, 1, 1],
    [6, 2, 0],
    [8, 3, 0],
    [9, 3, 1],
  ] as const) {
    it(`offset ${offset}`, () => expect(positionAt(lineStartsOf(text), offset)).toEqual({ line, character }));
  }
});
