import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentLink } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor } from "../testing/editor.ts";

const imports = 'import { asset, assetCheck, AssetDep, AssetSelection } from "headwater";\n';
const up = `import { asset } from "headwater";
export const raw = asset({ name: "raw_orders" }, () => 1);
export const deep = asset({ key: ["shop", "deep"] }, () => 1);
`;

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/up.ts": up, "src/edited.ts": imports });
  await editor.until(() => editor.told());
});
afterAll(() => editor.dispose());

/** A text with its links between marks, and the lines that they lead to. */
const rows: readonly (readonly [title: string, marked: string, lines: readonly number[]])[] = [
  ["a dependency", 'export const a = asset({ deps: ["«raw_orders»"] }, () => 1);', [2]],
  ["a longer key", 'export const a = asset({ deps: [«["shop", "deep"]»] }, () => 1);', [3]],
  ["inside a call", 'export const a = asset({ deps: [AssetDep("«raw_orders»")] }, () => 1);', [2]],
  ["ins, not the input", 'export const a = asset({ ins: { rows: "«raw_orders»" } }, ({ rows }) => rows);', [2]],
  ["a checked asset", 'export const c = assetCheck({ asset: "«raw_orders»", name: "c" }, () => true);', [2]],
  ["a selection", 'export const s = AssetSelection.fromString("key:«raw_orders»+ or key:«shop/deep»");', [2, 3]],
  ["an asset that nobody declares", 'export const a = asset({ deps: ["nobody"] }, () => 1);', []],
  ["a constant", 'import { raw } from "./up.ts";\nexport const a = asset({ deps: [raw] }, () => 1);', []],
  ["the own key", 'export const a = asset({ key: "own" }, () => 1);', []],
  ["a pattern", 'export const s = AssetSelection.fromString("key:raw_*");', []],
  ["another text", 'export const a = asset({ description: "raw_orders" }, () => 1);', []],
];

describe("links", () => {
  for (const [title, marked, lines] of rows) {
    it(title, async () => {
      const document = editor.open("src/edited.ts", imports + marked.replaceAll(/[«»]/g, ""));
      const links: DocumentLink[] = await editor.connection.sendRequest("textDocument/documentLink", {
        textDocument: { uri: document.uri },
      });
      editor.close("src/edited.ts");
      const edits = links.map(({ range }) => ({ range, newText: `«${document.getText(range)}»` }));
      expect(TextDocument.applyEdits(document, edits)).toBe(imports + marked);
      const up = editor.folder.uri("src/up.ts");
      const targets = links.map(({ target = "" }) => [target.slice(0, up.length), Number(/#L(\d+)/.exec(target)?.[1])]);
      expect(targets).toEqual(lines.map((line) => [up, line]));
    });
  }
});
