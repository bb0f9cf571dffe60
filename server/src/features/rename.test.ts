// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PrepareRenameResult, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports =
  'import { asset, assetCheck, AssetDep, AssetIn, AssetKey, externalAsset, multiAsset, AssetOut } from "headwater";\n';
const files = {
  "src/up.ts": `import { asset } from "headwater";
export const rawOrders = asset({ name: "raw_orders" }, () => 1);
export const plain = asset(() => 1);
export const deep = asset({ key: ["shop", "deep"] }, () => 1);
`,
  "src/barrel.ts": 'export * from "./up.ts";\nexport { plain as renamed } from "./up.ts";\n',
  "src/down.ts": `import { asset, assetCheck, AssetDep } from "headwater";
import { plain, rawOrders } from "./barrel.ts";
export const down = asset({ deps: ["raw_orders", AssetDep("plain"), ["shop", "deep"], rawOrders] }, ({ raw_orders: rows }) => [rows, plain]);
export const check = assetCheck({ asset: "raw_orders", name: "raw_orders" }, ({ raw_orders }) => raw_orders === 1);
export const takes = asset({ ins: { plain } }, ({ plain }) => { const raw_orders = "raw_orders"; return [plain, raw_orders]; });
`,
  "src/edited.ts": "export {};\n",
};

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(files);
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

async function ask<R>(method: string, marked: string, more: object = {}): Promise<{ answer: R; text: string }> {
  const { text, offset } = withoutCursor(imports + marked);
  const document = editor.open("src/edited.ts", text);
  try {
    const params = { textDocument: { uri: document.uri }, position: document.positionAt(offset), ...more };
    return { answer: await editor.connection.sendRequest(method, params), text };
  } finally {
    editor.close("src/edited.ts");
  }
}

/** What each changed file is after a rename, without the files that stay as they are. */
async function rename(marked: string, newName: string): Promise<Record<string, string>> {
  const { answer, text } = await ask<WorkspaceEdit>("textDocument/rename", marked, { newName });
  const before: Record<string, string> = { ...files, "src/edited.ts": text };
  const after = Object.entries(answer.changes ?? {}).map(([uri, edits]: [string, TextEdit[]]) => {
    const file = Object.keys(before).find((each) => editor.folder.uri(each) === uri) as string;
    const document = TextDocument.create(uri, "typescript", 1, before[file] as string);
    return [file, TextDocument.applyEdits(document, edits).replace(imports, "")];
  });
  return Object.fromEntries(after);
}

describe("the place that is renamed", () => {
  const rows: readonly (readonly [title: string, marked: string, found: string | null])[] = [
    ["a dependency", 'export const a = asset({ deps: ["raw_‸orders"] }, () => 1);', "raw_orders"],
    ["the last segment of a key", 'export const a = asset({ deps: [["shop", "de‸ep"]] }, () => 1);', "deep"],
    ["not its other segments", 'export const a = asset({ deps: [["sh‸op", "deep"]] }, () => 1);', null],
    ["a name", 'export const a = asset({ name: "o‸wn" }, () => 1);', "own"],
    ["a key by AssetKey", 'export const a = asset({ key: AssetKey(["p", "o‸wn"]) }, () => 1);', "own"],
    ["a constant that gives the name", "export const ow‸n = asset(() => 1);", "own"],
    ["a constant beside a name", 'export const ow‸n = asset({ name: "other" }, () => 1);', null],
    ["an input", "export const a = asset(({ raw_or‸ders }) => raw_orders);", "raw_orders"],
    ["a checked asset", 'export const a = assetCheck({ asset: "raw_ord‸ers", name: "c" }, () => true);', "raw_orders"],
    ["an external asset", 'export const a = externalAsset({ key: "fi‸le" });', "file"],
    ["one of several", "export const a = multiAsset({ outs: { on‸e: AssetOut(), two: AssetOut() } }, () => ({}));", null],
    ["a key that nobody has", 'export const a = asset({ deps: ["nob‸ody"] }, () => 1);', null],
    ["the function that is called", "export const a = as‸set(() => 1);", null],
    ["an option", 'export const a = asset({ na‸me: "own" }, () => 1);', null],
    ["a group", 'export const a = asset({ name: "own", groupName: "raw_ord‸ers" }, () => 1);', null],
    ["a text elsewhere", 'const text = "raw_ord‸ers"; export const a = asset(() => text);', null],
    ["a comment", '// raw_ord‸ers\nexport const a = asset({ deps: ["raw_orders"] }, () => 1);', null],
    ["a local of the function", "export const a = asset(({ raw_orders }) => { const ro‸ws = raw_orders; return rows; });", null],
    ["the use of an input", "export const a = asset(({ raw_orders }) => raw_ord‸ers);", null],
    ["an import", 'import { pl‸ain } from "./up.ts"; export const a = asset({ deps: [plain] }, () => 1);', null],
    ["a type", "interface Ro‸w {} export const a = asset((): Row => ({}));", null],
  ];
  for (const [title, marked, found] of rows) {
    it(title, async () => {
      const { answer, text } = await ask<PrepareRenameResult | null>("textDocument/prepareRename", marked);
      if (answer === null || !("range" in answer)) return expect(answer).toBe(found);
      const document = TextDocument.create("file:///a.ts", "typescript", 1, text);
      expect([document.getText(answer.range), answer.placeholder]).toEqual([found, found]);
    });
  }
});

describe("a renamed key", () => {
  it("is another one in all files", async () => {
    const changed = await rename(
      'export const a = asset({ deps: ["raw_‸orders", AssetKey("raw_orders")], ins: { x: "raw_orders" } }, ({ x, raw_orders }) => "raw_orders");',
      "orders",
    );
    expect(changed).toEqual({
      "src/edited.ts":
        'export const a = asset({ deps: ["orders", AssetKey("orders")], ins: { x: "orders" } }, ({ x, raw_orders }) => "raw_orders");'.replace(
          "({ x, raw_orders })",
          "({ x, orders: raw_orders })",
        ),
      "src/up.ts": files["src/up.ts"].replace('"raw_orders"', '"orders"'),
      "src/down.ts": files["src/down.ts"]
        .replace('["raw_orders", AssetDep', '["orders", AssetDep')
        .replace("({ raw_orders: rows })", "({ orders: rows })")
        .replace('asset: "raw_orders"', 'asset: "orders"'),
    });
  });

  it("of several segments is another one in its last", async () => {
    expect(await rename('export const a = asset({ deps: [["shop", "de‸ep"]] }, () => 1);', "flat")).toEqual({
      "src/edited.ts": 'export const a = asset({ deps: [["shop", "flat"]] }, () => 1);',
      "src/up.ts": files["src/up.ts"].replace('"deep"', '"flat"'),
      "src/down.ts": files["src/down.ts"].replace('["shop", "deep"]', '["shop", "flat"]'),
    });
  });

  it("takes the constant with it that gives the name", async () => {
    expect(await rename('export const a = asset({ deps: ["pla‸in"] }, () => 1);', "simple")).toEqual({
      "src/edited.ts": 'export const a = asset({ deps: ["simple"] }, () => 1);',
      "src/up.ts": files["src/up.ts"].replace("const plain", "const simple"),
      "src/barrel.ts": files["src/barrel.ts"].replace("plain as renamed", "simple as renamed"),
      "src/down.ts": files["src/down.ts"]
        .replace("import { plain,", "import { simple,")
        .replace('AssetDep("plain")', 'AssetDep("simple")')
        .replace("[rows, plain]", "[rows, simple]")
        .replace("ins: { plain }", "ins: { plain: simple }"),
    });
  });

  it("is written out where a function gives the name", async () => {
    const changed = await rename(
      'export const a = asset({ deps: ["na‸med"] }, async function b() {});\nexport const c = asset(async function named() {});',
      "given",
    );
    expect(changed["src/edited.ts"]).toBe(
      'export const a = asset({ deps: ["given"] }, async function b() {});\nexport const c = asset({ name: "given" }, async function named() {});',
    );
  });

  const refused: readonly (readonly [title: string, marked: string, newName: string, message: RegExp])[] = [
    [
      "another asset has it",
      'export const a = asset({ deps: ["raw_‸orders"] }, () => 1);',
      "plain",
      /^There is an asset "plain" already, in src\/up.ts:3/,
    ],
    ["it is no name", 'export const a = asset({ deps: ["raw_‸orders"] }, () => 1);', "raw orders", /raw orders/],
    ["it is reserved", 'export const a = asset({ name: "o‸wn" }, () => 1);', "context", /context/],
    ["a word of the language has it", "export const ow‸n = asset(() => 1);", "class", /cannot be the name of one/],
    [
      "something else in the file has it",
      "const other = 1;\nexport const ow‸n = asset(() => other);",
      "other",
      /^The asset is called after its constant, and src\/edited.ts:2 has the name other for something else\.$/,
    ],
    [
      "a constant holds the key",
      'const key = "own";\nexport const a = asset({ deps: [key] }, () => 1);\nexport const b = asset({ name: "o‸wn" }, () => 1);',
      "new_one",
      /src\/edited.ts:3 names it by a constant that holds its key\. Write the key out there first\.$/,
    ],
    [
      "an object of constants holds the key",
      'const keys = { own: AssetKey("own") };\nexport const a = asset({ deps: [keys.own] }, () => 1);\nexport const b = asset({ name: "o‸wn" }, () => 1);',
      "new_one",
      /names it by a constant that holds its key/,
    ],
    [
      "it is declared by a constant",
      'const key = "own";\nexport const a = asset({ deps: ["o‸wn"] }, () => 1);\nexport const b = asset({ name: key }, () => 1);',
      "new_one",
      /its declaration in src\/edited.ts:4 does not write out its key/,
    ],
    [
      "an input has it",
      'export const a = asset({ ins: { zz: "plain" } }, ({ zz, raw_‸orders }) => [zz, raw_orders]);',
      "zz",
      /src\/edited.ts:2 has an input called zz already/,
    ],
    ["a constant cannot have it", "export const ow‸n = asset(() => 1);", "own-2", /cannot be the name of one/],
    [
      "a helper makes it",
      'const made = (x: string) => asset({ name: `${x}_clean` }, () => 1);\nexport const b = made("x");\nexport const a = asset({ deps: ["x_cl‸ean"] }, () => 1);',
      "y",
      /its declaration in src\/edited.ts:3 does not write out its key\. Write the key out there first\.$/,
    ],
  ];
  for (const [title, marked, newName, message] of refused) {
    it(`is refused where ${title}`, async () => {
      await expect(ask("textDocument/rename", marked, { newName })).rejects.toThrow(message);
    });
  }
});
