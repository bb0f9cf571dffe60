import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionList } from "vscode-languageserver";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports = 'import { asset } from "headwater";\n';
const declare = (name: string, group: string) => `export const ${name} = asset({ groupName: "${group}" }, () => 1);\n`;
/** More than are ever given at once. */
const many = Array.from({ length: 300 }, (_, at) => declare(`far_${at}_table`, "far")).join("");

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({
    "far/many.ts": imports + many,
    "src/near.ts": imports + declare("near_table", "far") + declare("tall_building", "other"),
    "src/grouped.ts": imports + declare("group_table", "own"),
    "src/edited.ts": imports,
  });
  await editor.until(() => editor.told());
});
afterAll(() => editor.dispose());

describe("keys among many", () => {
  const rows: readonly (readonly [typed: string, first: readonly string[], count: number])[] = [
    ["", ["group_table", "inFile_table", "near_table", "tall_building", "far_0_table"], 200],
    // Keys that begin with it come before those in which a later word does.
    ["ta", ["group_table", "inFile_table", "tall_building", "near_table", "far_0_table"], 200],
    ["near", ["near_table"], 1],
    ["far_299", ["far_299_table"], 1],
    ["FAR_299", ["far_299_table"], 1],
    // Letters that stand apart.
    ["nrtb", ["near_table"], 1],
    ["xyz", [], 0],
  ];
  for (const [typed, first, count] of rows) {
    it(`"${typed}"`, async () => {
      const marked = `${imports}${declare("inFile_table", "other")}export const a = asset({ groupName: "own", deps: ["${typed}‸"] }, () => 1);`;
      const { text, offset } = withoutCursor(marked);
      const document = editor.open("src/edited.ts", text);
      const result: CompletionList = await editor.connection.sendRequest("textDocument/completion", {
        textDocument: { uri: document.uri },
        position: document.positionAt(offset),
      });
      editor.close("src/edited.ts");
      const labels = result.items.map(({ label }) => label);
      expect(labels.slice(0, first.length)).toEqual(first);
      expect(labels.length).toBe(count);
      expect(result.isIncomplete).toBe(true);
    });
  }
});
