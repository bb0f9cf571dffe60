import { describe, expect, it } from "vitest";
import { analyzeWith } from "../analyze.ts";
import { memoryFiles } from "../project/projectFiles.ts";
import { createFactStore } from "./factStore.ts";
import { typeScriptLanguage } from "./typescript/load.ts";

// Each row breaks the file `a.ts`, of which an analysis has seen the good text before. `b.ts` depends on all of its assets
// and on one that does not exist.
const ours = 'import { asset } from "headwater";\n';
const first = 'export const one = asset({ name: "one", deps: ["oen"] }, () => {\n  return 1;\n});\n';
const second = 'export const two = asset({ name: "two", deps: ["twoo"] }, () => {\n  return `2`;\n});\n';
const third = 'export const three = asset({ name: "three", deps: ["thre"] }, () => {\n  return 3;\n});\n';
const good = ours + first + second + third;
const dependent = `${ours}export const all = asset({ deps: ["one", "two", "three", "nobody"] }, () => 0);\n`;

const rows: readonly (readonly [
  title: string,
  text: string,
  /** Texts that findings in the broken file stand at, syntax errors left out. */
  findings: readonly string[],
  assets?: readonly string[],
])[] = [
  ["the import", good.replace('"headwater";', '"headwat'), ['"oen"', '"twoo"', '"thre"']],
  ["a name", good.replace('name: "two"', 'name: "two'), ['"oen"', '"thre"']],
  ["a bracket too few", good.replace("deps: [", "deps: "), ['"twoo"', '"thre"']],
  ["a body that does not end", good.replace("return 1;\n});", "return 1;\n"), ['"twoo"', '"thre"']],
  ["a text that does not end", good.replace("return 1;", "return `1;"), ['"twoo"', '"thre"']],
  ["a remark that does not end", good.replace("return 1;", "/* 1;"), ['"twoo"', '"thre"']],
  ["a bracket too many", good.replace("asset({ name", "asset( } { name"), ['"twoo"', '"thre"']],
  ["an export too many", good.replace("{ name", "export const { name"), ['"twoo"', '"thre"']],
  ["the last one", good.replace("return 3;\n});", "return 3;\n"), ['"oen"', '"twoo"']],
  ["two places", good.replace("return 1;", "return (1;").replace("return 3;", "return (3;"), ['"twoo"']],
  ["a new one behind", `${good}export const four = asset({ name: "four", deps: ["`, ['"oen"', '"twoo"', '"thre"'], ["four"]],
  [
    "a new one before",
    `${ours}export const four = asset({ name: "four", deps: ["\n${first}${second}${third}`,
    ['"oen"', '"twoo"', '"thre"'],
    ["four"],
  ],
  [
    "one that is renamed before it counts",
    `${good.replace("one", "uno").replace('"one"', '"uno"')}}`,
    ['"oen"', '"twoo"', '"thre"'],
    ["uno"],
  ],
];

describe("a file whose syntax is broken keeps what was known of it", () => {
  for (const [title, text, expected, added = []] of rows) {
    it(title, async () => {
      const language = await typeScriptLanguage();
      const store = createFactStore({ keepLastGood: true });
      const analyse = (now: string) =>
        analyzeWith(language, memoryFiles({ "a.ts": now, "b.ts": dependent, "package.json": "{}" }), { store });
      const before = analyse(good);
      const { assets, diagnostics, complete } = analyse(text);
      const ids = assets.map(({ id }) => id);
      const kept = added.includes("uno") ? ["two", "three"] : ["one", "two", "three"];
      expect(new Set(ids)).toEqual(new Set([...kept, ...added, "all"]));
      expect(complete).toBe(true);
      const own = diagnostics.filter(({ file, code }) => file === "a.ts" && code !== "syntax-error");
      expect(own.map(({ range }) => text.slice(range.startOffset, range.endOffset))).toEqual(expected);
      const accused = diagnostics.filter(({ file }) => file === "b.ts").map(({ message }) => message);
      const truly = before.diagnostics.filter(({ file }) => file === "b.ts").map(({ message }) => message);
      expect(accused.length).toBe(truly.length + (added.includes("uno") ? 1 : 0));
      // What is mended is as good as new once the syntax is right.
      expect(analyse(good)).toEqual({ ...before, files: expect.anything() });
    });
  }

  it("not where it was never right, and not in a store that keeps nothing", async () => {
    const language = await typeScriptLanguage();
    for (const store of [createFactStore({ keepLastGood: true }), createFactStore()]) {
      const files = (now: string) => memoryFiles({ "a.ts": now, "b.ts": dependent });
      if (store.imports(good, "a.ts").length === 0) continue;
      expect(analyzeWith(language, files(good.replace('name: "one"', 'name: "one')), { store }).complete).toBe(false);
    }
    const store = createFactStore();
    analyzeWith(language, memoryFiles({ "a.ts": good }), { store });
    expect(analyzeWith(language, memoryFiles({ "a.ts": `${good}(` }), { store }).complete).toBe(false);
  });
});
