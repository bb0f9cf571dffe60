import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from "vscode-languageserver";
import { type Editor, startEditor } from "../testing/editor.ts";

const imports =
  'import { asset, assetCheck, AssetCheckResult, AssetCheckSpec, AssetOut, AssetSpec, externalAsset, multiAsset, multiAssetCheck } from "headwater";\n';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(
    { "src/edited.ts": "export {};\n" },
    { capabilities: { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } } },
  );
  await editor.until(() => editor.told());
});
afterAll(() => editor.dispose());

const nameOf = (kind: SymbolKind) => Object.entries(SymbolKind).find(([, value]) => value === kind)?.[0];

async function outline(text: string): Promise<string[]> {
  const document = editor.open("src/edited.ts", imports + text);
  const symbols: DocumentSymbol[] = await editor.connection.sendRequest("textDocument/documentSymbol", {
    textDocument: { uri: document.uri },
  });
  editor.close("src/edited.ts");
  const write = (symbol: DocumentSymbol, depth: string): string[] => {
    const { name, detail, kind, range, selectionRange, children = [] } = symbol;
    const offsets = [range.start, selectionRange.start, selectionRange.end, range.end].map((each) => document.offsetAt(each));
    expect([...offsets].sort((one, another) => one - another)).toEqual(offsets);
    const whole = document.getText(range).replace(/\s+/g, " ");
    const short = whole.length > 24 ? `${whole.slice(0, 12)}…${whole.slice(-6)}` : whole;
    const line = `${depth}${name} (${detail}) ${nameOf(kind)} [${short}] «${document.getText(selectionRange)}»`;
    return [line, ...children.flatMap((child) => write(child, `${depth}  `))];
  };
  return symbols.flatMap((symbol) => write(symbol, ""));
}

describe("the outline", () => {
  const rows: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
    [
      "assets by their keys, in the order of the text",
      'export const a = asset({ key: ["shop", "deep"], groupName: "g" }, () => 1);\nexport const b = asset(() => 1);',
      [
        'shop/deep (g · asset) Object [asset({ key:… => 1)] «["shop", "deep"]»',
        "b (default · asset) Object [b = asset(() => 1)] «b»",
      ],
    ],
    [
      "external ones",
      'externalAsset({});\nexport const e = externalAsset({ key: "x" });',
      ['x (default · external asset) Interface [externalAsse…"x" })] «"x"»'],
    ],
    [
      "what one function computes",
      "export const m = multiAsset({ outs: { o: AssetOut(), p: AssetOut() } }, () => 1);",
      [
        "m (2 assets) Function [multiAsset({… => 1)] «multiAsset»",
        "  o (default · asset) Object [o: AssetOut()] «o»",
        "  p (default · asset) Object [p: AssetOut()] «p»",
      ],
    ],
    [
      "checks in the call of their asset",
      'export const a = asset({ checkSpecs: [AssetCheckSpec({ name: "filled", asset: "a", blocking: true })] }, () => 1);',
      ["a (default · asset) Object [a = asset({ … => 1)] «a»", '  filled (blocking check of a) Boolean ["filled"] «"filled"»'],
    ],
    [
      "checks apart from their asset",
      'export const a = asset(() => 1);\nexport const c = assetCheck({ asset: a, name: "filled" }, () => true);',
      ["a (default · asset) Object [a = asset(() => 1)] «a»", 'filled (check of a) Boolean [assetCheck({… true)] «"filled"»'],
    ],
    [
      "each asset of a loop",
      'export const list = ["x", "y"].map((name) => asset({ name }, () => 1));',
      [
        "x (default · asset) Object [asset({ name }, () => 1)] «name»",
        "y (default · asset) Object [asset({ name }, () => 1)] «name»",
      ],
    ],
    ["nothing of others", "export const a = 1;\nexport function f() {}", []],
  ];
  for (const [title, text, expected] of rows) it(title, async () => expect(await outline(text)).toEqual(expected));

  it("is flat for clients that know no trees", async () => {
    const text = `${imports}export const m = multiAsset({ outs: { o: AssetOut() } }, () => 1);`;
    const other = await startEditor({ "a.ts": text });
    const { uri } = other.open("a.ts", text);
    const symbols: SymbolInformation[] = await other.connection.sendRequest("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    expect(symbols.map(({ name, containerName, location }) => [name, containerName, location.uri])).toEqual([
      ["m", undefined, uri],
      ["o", "m", uri],
    ]);
    other.dispose();
  });

  it("is left to TypeScript where the client wants that", async () => {
    const other = await startEditor({}, { initializationOptions: { documentSymbols: false } });
    expect(other.initialized.capabilities.documentSymbolProvider).toBeUndefined();
    expect(other.initialized.capabilities.workspaceSymbolProvider).toBe(true);
    other.dispose();
  });
});
