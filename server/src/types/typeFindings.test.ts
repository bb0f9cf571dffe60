import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Editor, startEditor } from "../testing/editor.ts";

const tsconfig =
  '{ "compilerOptions": { "strict": true, "module": "NodeNext", "customConditions": ["@headwater/source"], "allowImportingTsExtensions": true, "noEmit": true } }';
const head = 'import { asset } from "headwater";\n';
const rowText = "export interface Row { id: number }\n";
const upText = `${head}import type { Row } from "./row.ts";\nexport const up = asset((): Row[] => []);\n`;
const downText = `${head}export const down = asset(({ up }: { up: string[] }) => up);\n`;
const message = 'The input "up" takes string[], but the asset "up" gives Row[].';
const files = { "tsconfig.json": tsconfig, "src/row.ts": rowText, "src/up.ts": upText, "src/down.ts": downText };

let editor: Editor;
beforeEach(async () => {
  editor = await startEditor(files, { typesThread: { entry: join(import.meta.dirname, "typesThread.ts") } });
  mkdirSync(join(editor.folder.path, "node_modules"));
  symlinkSync(join(import.meta.dirname, "../../../runtime"), join(editor.folder.path, "node_modules/headwater"), "junction");
});
afterEach(() => editor.dispose());

const messages = (file: string) => editor.diagnostics(file).map((each) => each.message);
const isTold = () => messages("src/down.ts").includes(message);

describe("types are compared where an end is open", () => {
  test("the downstream: it is told with both types and where the upstream is", async () => {
    editor.open("src/down.ts", downText);
    await editor.until(isTold);
    const [found] = editor.diagnostics("src/down.ts");
    expect(found).toMatchObject({
      code: "type-mismatch",
      severity: 1,
      range: { start: { line: 1, character: 29 }, end: { line: 1, character: 31 } },
      relatedInformation: [{ message: '"up" gives Row[].', location: { uri: editor.folder.uri("src/up.ts") } }],
    });
  });

  test("the upstream: it is told in the file of the downstream, and no more once it is closed", async () => {
    editor.open("src/up.ts", upText);
    await editor.until(isTold);
    editor.close("src/up.ts");
    await editor.until(() => messages("src/down.ts").length === 0);
  });

  test("an unsaved text counts, also of what the two files import", async () => {
    editor.open("src/down.ts", downText);
    await editor.until(isTold);
    editor.change("src/down.ts", downText.replace("string[]", "{ id: number }[]"));
    await editor.until(() => messages("src/down.ts").length === 0);
    editor.open("src/row.ts", rowText);
    editor.change("src/row.ts", rowText.replace("number", "string"));
    await editor.until(() =>
      messages("src/down.ts").includes('The input "up" takes { id: number; }[], but the asset "up" gives Row[].'),
    );
  });

  test("while the text is broken it stays where it was", async () => {
    editor.open("src/down.ts", downText);
    await editor.until(isTold);
    editor.change("src/down.ts", `${downText}\nexport const other = asset(`);
    editor.change("src/down.ts", `\n${downText}\nexport const other = asset(`);
    await editor.until(() => editor.diagnostics("src/down.ts").some(({ range }) => range.start.line === 2) && isTold());
  });
});
