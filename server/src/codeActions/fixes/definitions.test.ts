import { expect, test } from "vitest";
import type { CodeAction } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { startEditor } from "../../testing/editor.ts";

const manifest = '{ "name": "shop", "dependencies": { "headwater": "*" }, "headwater": { "entry": "./src/definitions.ts" } }';
const listed = 'export const listed = asset({ name: "listed" }, () => 1);\n';
const left = 'export const left = asset({ name: "left" }, () => 1);\n';

/** The files of a project whose entry leaves something out in one of them; the fix, and the entry as it is then. */
const rows: readonly (readonly [
  title: string,
  entry: string,
  assets: string | undefined,
  fix: string | undefined,
  after: string,
])[] = [
  [
    "an asset of another file, whose import is there",
    'import { Definitions } from "headwater";\nimport { listed } from "./assets.ts";\nexport default Definitions({ assets: [listed] });\n',
    listed + left,
    "List left in the definitions of src/definitions.ts",
    'import { Definitions } from "headwater";\nimport { listed, left } from "./assets.ts";\nexport default Definitions({ assets: [listed, left] });\n',
  ],
  [
    "of a file that is imported as a whole",
    'import { Definitions } from "headwater";\nimport * as all from "./assets.ts";\nexport default Definitions({ assets: [all.listed] });\n',
    listed + left,
    "List left in the definitions of src/definitions.ts",
    'import { Definitions } from "headwater";\nimport * as all from "./assets.ts";\nexport default Definitions({ assets: [all.listed, all.left] });\n',
  ],
  [
    "of a file that is imported through another",
    'import { Definitions } from "headwater";\nimport { listed } from "./barrel.ts";\nexport default Definitions({ assets: [listed] });\n',
    listed + left,
    "List left in the definitions of src/definitions.ts",
    'import { Definitions } from "headwater";\nimport { listed } from "./barrel.ts";\nimport { left } from "./assets.ts";\nexport default Definitions({ assets: [listed, left] });\n',
  ],
  [
    "of the entry itself",
    `import { asset, Definitions as All } from "headwater";\n${left}export default All({ assets: [] });\n`,
    undefined,
    "List left in the definitions",
    `import { asset, Definitions as All } from "headwater";\n${left}export default All({ assets: [left] });\n`,
  ],
  [
    "a check",
    'import { Definitions } from "headwater";\nimport { listed } from "./assets.ts";\nexport default Definitions({ assets: [listed], assetChecks: [] });\n',
    `${listed}export const left = assetCheck({ asset: listed, name: "c" }, () => true);\n`,
    "List left in the definitions of src/definitions.ts",
    'import { Definitions } from "headwater";\nimport { listed, left } from "./assets.ts";\nexport default Definitions({ assets: [listed], assetChecks: [left] });\n',
  ],
  [
    "a list that is not written out there",
    'import { Definitions } from "headwater";\nimport { listed } from "./assets.ts";\nconst assets = [listed];\nexport default Definitions({ assets });\n',
    listed + left,
    undefined,
    "",
  ],
];

test.each(rows)("what is never loaded is listed: %s", async (_, entry, assets, fix, after) => {
  const head = 'import { asset, assetCheck } from "headwater";\n';
  const file = assets === undefined ? "src/definitions.ts" : "src/assets.ts";
  const text = assets === undefined ? entry : head + assets;
  const editor = await startEditor({
    "package.json": manifest,
    "src/barrel.ts": 'export * from "./assets.ts";\n',
    "src/definitions.ts": entry,
    [file]: text,
  });
  try {
    await editor.until(() => editor.told());
    const document = editor.open(file, text);
    const diagnostics = await editor.until(() => {
      const found = editor.diagnostics(file).filter(({ code }) => code === "never-loaded");
      return found.length > 0 && found;
    });
    const actions: CodeAction[] = await editor.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: document.uri },
      range: diagnostics[0]?.range,
      context: { diagnostics, only: ["quickfix"] },
    });
    expect(actions.map(({ title }) => title)).toEqual(fix === undefined ? [] : [fix]);
    if (fix === undefined) return;
    const uri = editor.folder.uri("src/definitions.ts");
    const edits = actions[0]?.edit?.changes ?? {};
    expect(Object.keys(edits)).toEqual([uri]);
    expect(TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, entry), edits[uri] ?? [])).toBe(after);
  } finally {
    editor.dispose();
  }
});
