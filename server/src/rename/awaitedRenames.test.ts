import { languageServerMessages } from "@headwater/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const header = 'import { asset } from "headwater";\n';
const files = {
  "src/up.ts": `${header}export const raw = asset({ key: ["shop", "raw"] }, () => 1);\nexport const own = asset({ name: "own" }, () => 2);\n`,
  "src/down.ts": `${header}export const down = asset({ deps: [["shop", "ra‸w"], "own"] }, () => 3);\n`,
};

let editor: Editor;
let told: object[];
beforeEach(async () => {
  editor = await startEditor({ ...files, "src/down.ts": withoutCursor(files["src/down.ts"]).text });
  told = [];
  editor.connection.onNotification(languageServerMessages.renamed.method, (params: unknown) => {
    told.push(languageServerMessages.renamed.params.parse(params));
  });
  await editor.until(() => editor.graphs().length > 0);
});
afterEach(() => editor.dispose());

/** Asks for a rename of the key at the cursor, and gives the new texts without writing them. */
async function askForRename(newName: string): Promise<Record<string, string>> {
  const { text, offset } = withoutCursor(files["src/down.ts"]);
  const document = editor.open("src/down.ts", text);
  const params = { textDocument: { uri: document.uri }, position: document.positionAt(offset), newName };
  const answer: WorkspaceEdit = await editor.connection.sendRequest("textDocument/rename", params);
  editor.close("src/down.ts");
  return Object.fromEntries(
    Object.entries(answer.changes ?? {}).map(([uri, edits]: [string, TextEdit[]]) => {
      const file = uri.endsWith("up.ts") ? "src/up.ts" : "src/down.ts";
      const before = TextDocument.create(uri, "typescript", 1, file === "src/up.ts" ? files[file] : text);
      return [file, TextDocument.applyEdits(before, edits)];
    }),
  );
}

/** Opens the texts in the editor, and waits until the server has told of a key in its graph. */
async function make(texts: Record<string, string>, key: string): Promise<void> {
  for (const [file, text] of Object.entries(texts)) editor.open(file, text);
  await editor.until(() => editor.graphs()[0]?.nodes.some(({ id, kind }) => id === key && kind !== "stub"));
}

it("a rename is told when it was made, once", async () => {
  const texts = await askForRename("orders");
  expect(told).toEqual([]);
  await make(texts, "shop/orders");
  await vi.waitFor(() => expect(told).not.toEqual([]), 20_000);
  expect(told).toEqual([{ uri: editor.graphs()[0]?.uri, from: "shop/raw", to: "shop/orders" }]);
  editor.change("src/up.ts", `${texts["src/up.ts"]}export const more = asset({ name: "more" }, () => 3);\n`);
  await editor.until(() => editor.graphs()[0]?.nodes.some(({ id }) => id === "more"));
  // What is told after the graph has come by the time that a request is answered.
  await editor.connection.sendRequest("workspace/symbol", { query: "" });
  expect(told).toHaveLength(1);
});

it("of one that was dropped for another, only the other is told", async () => {
  await askForRename("dropped");
  await make(await askForRename("kept"), "shop/kept");
  await vi.waitFor(() => expect(told).not.toEqual([]), 20_000);
  expect(told).toMatchObject([{ from: "shop/raw", to: "shop/kept" }]);
});

it("one that was not made is not told, whatever else is changed", async () => {
  await askForRename("dropped");
  await make({ "src/up.ts": files["src/up.ts"].replace('"own"', '"other"') }, "other");
  await editor.connection.sendRequest("workspace/symbol", { query: "" });
  expect(told).toEqual([]);
});
