import { expect, test } from "vitest";
import { openAnalysis } from "../analyze.ts";
import { typeScriptLanguage } from "../facts/typescript/load.ts";
import { memoryFiles } from "../project/projectFiles.ts";
import { createAssetIndex } from "./assetIndex.ts";

const imports = 'import { asset } from "headwater";\n';
const named = (...names: readonly string[]) =>
  imports + names.map((name, at) => `export const a${at} = asset({ name: "${name}" }, () => 1);\n`).join("");

/** Files as they are changed one after the other, with the place of each key in the end: `file offset`. */
const rows: readonly (readonly [
  title: string,
  edits: readonly Readonly<Record<string, string>>[],
  places: Readonly<Record<string, readonly string[]>>,
  collisions: readonly string[],
])[] = [
  ["a key that comes", [{ "a.ts": named("one", "two") }], { one: ["a.ts 0"], two: ["a.ts 1"] }, []],
  ["a key that goes", [{ "a.ts": named("other") }], { one: [], other: ["a.ts 0"] }, []],
  ["a key that moves", [{ "a.ts": imports }, { "b.ts": named("two", "one") }], { one: ["b.ts 1"], two: ["b.ts 0"] }, []],
  ["a key that two have", [{ "b.ts": named("one") }], { one: ["a.ts 0", "b.ts 0"] }, ["one"]],
  ["a key that two had", [{ "b.ts": named("one") }, { "a.ts": imports }], { one: ["b.ts 0"] }, []],
  ["a key that one file has twice", [{ "a.ts": named("one", "one") }], { one: ["a.ts 0", "a.ts 1"] }, ["one"]],
];

for (const [title, edits, places, collisions] of rows) {
  // Between edits something may have been asked for, or nothing.
  for (const asks of [true, false]) {
    test(`${title}${asks ? ", asked for before" : ""}`, async () => {
      const language = await typeScriptLanguage();
      const texts: Record<string, string> = {
        "package.json": '{ "dependencies": { "headwater": "*" } }',
        "a.ts": named("one"),
        "b.ts": imports,
      };
      const before = memoryFiles(texts);
      const live = openAnalysis(language, { ...before, read: (file) => texts[file] });
      const index = createAssetIndex();
      index.follow(live.analysis, "everything");
      for (const edit of edits) {
        if (asks) expect(index.all("nobody")).toEqual([]);
        Object.assign(texts, edit);
        expect(live.update(new Set(Object.keys(edit)))).toBe(true);
        index.follow(live.analysis, live.analysis.changes.files);
      }
      for (const [key, expected] of Object.entries(places)) {
        const found = index.all(key);
        expect(found.map(({ file, bindingName }) => `${file} ${bindingName?.slice(1)}`)).toEqual(expected);
        expect(index.get(key)?.spec).toBe(live.analysis.graph.nodes.get(key)?.spec);
      }
      expect([...index.collisions()]).toEqual(collisions);
    });
  }
}
