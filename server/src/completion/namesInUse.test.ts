import { createAssetIndex, memoryFiles, openAnalysis, typeScriptLanguage } from "@headwater/analysis";
import { expect, test } from "vitest";
import { createNamesInUse, type NamesInUse } from "./namesInUse.ts";

const imports = 'import { asset } from "headwater";\n';
const first = `${imports}export const one = asset({ groupName: "g", kinds: ["k"], tags: { env: "prod" }, owners: ["team:a"] }, () => 1);\n`;

/** All that is known, as texts. */
function known(names: NamesInUse): Record<string, unknown> {
  return {
    keys: [...names.keys().all()],
    g: [...(names.keysOfGroup("g")?.all() ?? [])],
    h: [...(names.keysOfGroup("h")?.all() ?? [])],
    src: [...(names.keysOfFolder("src")?.all() ?? [])],
    labels: (["group", "kind", "owner", "tag", "ioManager", "pool"] as const).map((label) => names.names(label)),
    env: names.valuesOfTag("env"),
  };
}

/** Files as they are changed one after the other, and the keys in the end. */
const rows: readonly (readonly [title: string, edits: readonly Readonly<Record<string, string>>[], keys: readonly string[]])[] = [
  ["nothing", [], ["one"]],
  ["another group", [{ "src/a.ts": first.replace('"g"', '"h"') }], ["one"]],
  ["other labels", [{ "src/a.ts": first.replace('"k"', '"k", "l"').replace("prod", "test") }], ["one"]],
  ["an asset that comes", [{ "src/b.ts": `${imports}export const two = asset({ groupName: "g" }, () => 1);\n` }], ["one", "two"]],
  ["an asset that goes", [{ "src/a.ts": imports }], []],
  ["an asset that moves", [{ "src/a.ts": imports }, { "c.ts": first }], ["one"]],
  [
    "an asset that others name alone",
    [{ "src/b.ts": `${imports}export const two = asset({ deps: ["zero"] }, () => 1);\n` }],
    ["one", "two"],
  ],
];

for (const [title, edits, keys] of rows) {
  // Between edits something may have been asked for, or nothing.
  for (const asks of [true, false]) {
    test(`${title}${asks ? ", asked for before" : ""}`, async () => {
      const language = await typeScriptLanguage();
      const texts: Record<string, string> = {
        "package.json": '{ "dependencies": { "headwater": "*" } }',
        "src/a.ts": first,
        "src/b.ts": imports,
        "c.ts": imports,
      };
      const live = openAnalysis(language, { ...memoryFiles(texts), read: (file) => texts[file] });
      const index = createAssetIndex();
      const followed = createNamesInUse((id) => index.get(id)?.file);
      index.follow(live.analysis, "everything");
      followed.follow(live.analysis, "everything");
      for (const edit of edits) {
        if (asks) known(followed);
        Object.assign(texts, edit);
        expect(live.update(new Set(Object.keys(edit)))).toBe(true);
        index.follow(live.analysis, live.analysis.changes.files);
        followed.follow(live.analysis, live.analysis.changes.nodes);
      }
      const anew = createNamesInUse((id) => index.get(id)?.file);
      anew.follow(live.analysis, "everything");
      expect(known(followed)).toEqual(known(anew));
      expect([...followed.keys().all()]).toEqual(keys);
    });
  }
}
