import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compareExtractors, nothingCompared } from "../../testing/compareExtractors.ts";
import { createMutator, randomFrom, type Source } from "../../testing/mutateSources.ts";
import { loadExactLanguage } from "../typescript/load.ts";
import { extractFast } from "./extractFast.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const sources: readonly Source[] = ["model", "analysis", "runtime", "cli", "server", "webview", "examples", "test"].flatMap(
  (folder) => sourcesIn(join(root, folder)),
);

function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : sourcesIn(path);
    return /\.tsx?$/.test(entry.name) ? [{ path, text: readFileSync(path, "utf8") }] : [];
  });
}

describe("the fast extractor gives what the exact one gives", () => {
  it("of the sources of this project, of which it leaves next to none", async () => {
    const exact = await loadExactLanguage();
    const found = nothingCompared();
    for (const source of sources) compareExtractors(exact, source, found);
    expect(found.inputs).toBeGreaterThan(300);
    expect(found.left / found.inputs).toBeLessThan(0.01);
  });

  // `npm run fuzz` makes more of them, with another seed each time.
  const seed = 20_261_126;
  it(`of 2,000 mutations of them (seed ${seed})`, async () => {
    const exact = await loadExactLanguage();
    const mutate = createMutator(sources, randomFrom(seed));
    const found = nothingCompared();
    while (found.inputs < 2000) {
      const source = mutate();
      try {
        compareExtractors(exact, source, found);
      } catch (error) {
        throw new Error(`seed ${seed}, input ${found.inputs}: ${source.text}`, { cause: error });
      }
    }
    expect(found.compared).toBeGreaterThan(400);
  });

  it.each([
    ["parentheses", `const a = ${"(".repeat(5000)}1${")".repeat(5000)};`],
    ["types", `let a: ${"A<".repeat(5000)}B${">".repeat(5000)};`],
    ["arrow functions", `const a = ${"() => ".repeat(5000)}1;`],
    ["signs of JSDoc", `let a: ${"!".repeat(50_000)}b;`],
    ["blocks", `${"{".repeat(5000)}${"}".repeat(5000)}`],
    ["conditions", `const a = ${"a ? b : ".repeat(5000)}c;`],
    ["what may be an arrow function", `const a = ${"(a, ".repeat(60)}1${")".repeat(60)};`],
    ["what may be type arguments", `const a = ${"a < b<".repeat(2000)}c;`],
  ])("leaves %s that nest deeply to it, or reads them", async (_what, text) => {
    compareExtractors(await loadExactLanguage(), { path: "a.ts", text }, nothingCompared());
  });

  it("also where bodies of functions are asked for when other texts were read, in any order", async () => {
    const exact = await loadExactLanguage();
    const texts = [
      "export const helper = (name: string) => { const key = name + 1; const inner = () => key; return inner(); };",
      "export function other({ a = () => [1, 2].map((each) => each + 1) } = {}) { type A = 1; return { a, b() { return 2; } }; }",
    ];
    const facts = texts.map((text) => extractFast("a.ts", text));
    const bodies = (each: (typeof facts)[number]) =>
      each?.bindings.map(({ value }) => (value.kind === "function" ? value.body : undefined));
    const expected = texts.map((text) => bodies(exact.extract("a.ts", text)));
    expect(expected.flat()).not.toContain(undefined);
    expect([1, 0].map((at) => bodies(facts[at]))).toEqual([1, 0].map((at) => expected[at]));
    expect(structuredClone(facts)).toEqual(texts.map((text) => exact.extract("a.ts", text)));
  });

  it.each([
    ["a text with a syntax error", "a.ts", "const a = ;"],
    ["JSON", "a.json", "{}"],
    ["a language that it does not know", "a.vue", "const a = 1;"],
    ["escapes in names", "a.ts", "const \\u0061 = 1;"],
    ["`await` outside a module", "a.ts", "await (a);"],
    ["a private name that a class extends", "a.ts", "class A extends #b {}"],
    ["one that an interface extends", "a.ts", "interface A extends B, #c {}"],
    ["a decorated class that one extends", "a.ts", "class A extends @b class {} {}"],
  ])("leaves %s to it", (_what, path, text) => {
    expect(extractFast(path, text)).toBeUndefined();
  });
});
