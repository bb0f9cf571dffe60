import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InlayHint, InlayHintLabelPart, MarkupContent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, type EditorOptions, startEditor } from "../testing/editor.ts";

const imports =
  'import { asset, assetCheck, AssetIn, AssetKey, AssetOut, AssetSpec, externalAsset, multiAsset, withKeyPrefix } from "headwater";\n';
const shop = `import { asset } from "headwater";
export const RAW = "raw_orders";
export const rawOrders = asset({ name: RAW }, () => 1);
export const orders = asset({ key: ["shop", "orders"], groupName: "shop" }, () => 1);
`;
const files = { "src/shop.ts": shop, "src/edited.ts": "export {};\n" };

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(files, { capabilities: { workspace: { inlayHint: { refreshSupport: true } } } });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

const labelOf = ({ label }: InlayHint) => (typeof label === "string" ? label : label.map(({ value }) => value).join(""));

/** The hints of a text, in a part of it. */
async function hintsOf(document: TextDocument, from = 0, to = document.getText().length, by = editor): Promise<InlayHint[]> {
  const range = { start: document.positionAt(from), end: document.positionAt(to) };
  return by.connection.sendRequest("textDocument/inlayHint", { textDocument: { uri: document.uri }, range });
}

/** Takes hints out of a text, asks for those that the server gives and puts them in. */
async function hinted(marked: string): Promise<string> {
  const document = editor.open("src/edited.ts", imports + marked.replace(/«[^»]*»/g, ""));
  const hints = await hintsOf(document);
  editor.close("src/edited.ts");
  const edits = hints.map((hint) => ({ range: { start: hint.position, end: hint.position }, newText: `«${labelOf(hint)}»` }));
  return TextDocument.applyEdits(document, edits).slice(imports.length);
}

const rows: readonly (readonly [title: string, marked: string])[] = [
  ["a prefix before a name", 'export const a = asset({ name: "a"«→ shop/a», keyPrefix: "shop" }, () => 1);'],
  ["a prefix before a constant", 'export const a«→ shop/a» = asset({ keyPrefix: ["shop"] }, () => 1);'],
  ["a prefix before a function's name", 'export default asset({ keyPrefix: "shop" }, function a«→ shop/a»() {});'],
  ["a constant that says the name", 'const NAME = "a";\nexport const b = asset({ name: NAME«→ a» }, () => 1);'],
  ["a template", 'const of = "a";\nexport const b = asset({ name: `raw_$' + "{of}`«→ raw_a» }, () => 1);"],
  ["a name under which it is exported", "const a«→ b» = asset({}, () => 1);\nexport { a as b };"],
  ["a call that makes several", 'export const all = ["a", "b"].map((name) => asset({ name«→ a, b» }, () => 1));'],
  [
    "a call that makes many",
    'export const all = ["a", "b", "c", "d", "e"].map((name) => asset({ name«→ a, b, c and 2 more» }, () => 1));',
  ],
  [
    "a helper that makes a name of its argument",
    "const made = (of: string) => asset({ name: `raw_$" + '{of}` }, () => 1);\nexport const one«→ raw_one» = made("one");',
  ],
  ["assets under a prefix", 'const a = asset({ name: "a" }, () => 1);\nexport const [b«→ shop/a»] = withKeyPrefix("shop", [a]);'],
  [
    "an output under another key",
    'export const m = multiAsset({ outs: { a«→ shop/a»: AssetOut({ keyPrefix: "shop" }), b: AssetOut() } }, () => 1);',
  ],
  [
    "a dependency that means another of its group",
    'export const a = asset({ groupName: "shop", deps: ["orders"«→ shop/orders»] }, () => 1);',
  ],
  [
    "an input that means another of its group",
    'export const a = asset({ groupName: "shop" }, ({ orders«← shop/orders» }) => 1);',
  ],
  ["an input under another name", 'export const a = asset({ ins: { raw: "raw_orders" } }, ({ raw«← raw_orders» }) => raw);'],
  [
    "an input from a reference",
    'import { rawOrders } from "./shop.ts";\nexport const a = asset({ ins: { raw: rawOrders } }, ({ raw«← raw_orders»: mine }) => mine);',
  ],
  [
    "a constant that is a key",
    'import { RAW } from "./shop.ts";\nexport const a = asset({ deps: [RAW«→ raw_orders»] }, () => 1);',
  ],
  [
    "a reference under another name",
    'import { rawOrders as source } from "./shop.ts";\nexport const a = asset({ deps: [source«→ raw_orders»] }, () => 1);',
  ],
  [
    "a check's inputs",
    'export const c = assetCheck({ asset: "raw_orders", name: "c", additionalIns: { o: AssetKey(["shop", "orders"]) } }, ({ o«← shop/orders» }) => true);',
  ],
  // All that says the key already.
  ["no name", 'export const a = asset({ name: "a" }, () => 1);\nexport const b = asset(() => 1);'],
  [
    "no key",
    "export const a = asset({ key: ['shop', 'a'] }, () => 1);\nexport const b = asset({ key: AssetKey(\"b\") }, () => 1);",
  ],
  ["no dependency", 'export const a = asset({ deps: ["raw_orders", ["shop", "orders"], AssetKey("raw_orders")] }, () => 1);'],
  ["no input", "export const a = asset(({ raw_orders }) => 1);"],
  ["no reference", 'import { rawOrders } from "./shop.ts";\nexport const a = asset({ deps: [rawOrders] }, () => 1);'],
  [
    "no reference in a namespace",
    'import * as shop from "./shop.ts";\nexport const a = asset({ deps: [shop.orders] }, () => 1);',
  ],
  ["no helper's argument", "const made = (name: string) => asset({ name }, () => 1);\nexport const one = made('one');"],
  ["nothing for unknown keys", 'export const a = asset({ deps: ["nobody"] }, ({ nothing }) => 1);'],
  [
    "nothing elsewhere",
    'const asset2 = (o: object) => o;\nexport const a = asset2({ name: "a", keyPrefix: "b" });\n// asset({ name: "a", keyPrefix: "b" })',
  ],
  ["nothing for a key that cannot be known", "export const a = asset({ name: String(Math.random()), keyPrefix: 'b' }, () => 1);"],
];

describe("a hint of the key for", () => {
  for (const [title, marked] of rows) it(title, async () => expect(await hinted(marked)).toBe(marked));

  it("the lines that are asked for", async () => {
    const text = `${imports}export const a = asset({ keyPrefix: "s" }, () => 1);\nexport const b = asset({ keyPrefix: "s" }, () => 1);\n`;
    const document = editor.open("src/edited.ts", text);
    const second = text.indexOf("export const b");
    expect((await hintsOf(document, second)).map(labelOf)).toEqual(["→ s/b"]);
    expect((await hintsOf(document, 0, second - 1)).map(labelOf)).toEqual(["→ s/a"]);
    editor.close("src/edited.ts");
  });

  it("more is told when somebody points at it", async () => {
    const document = editor.open(
      "src/edited.ts",
      `${imports}import { RAW } from "./shop.ts";\nexport const a = asset({ deps: [RAW] }, () => 1);`,
    );
    const [hint] = await hintsOf(document);
    const resolved: InlayHint = await editor.connection.sendRequest("inlayHint/resolve", hint);
    const [part] = resolved.label as [InlayHintLabelPart];
    expect((part.tooltip as MarkupContent).value.split("\n")[0]).toBe("**raw\\_orders** · asset · group `default`");
    expect(part.location).toEqual({
      uri: editor.folder.uri("src/shop.ts"),
      range: { start: { line: 2, character: 39 }, end: { line: 2, character: 42 } },
    });
    for (const data of [undefined, null, 1, {}, { project: "", key: "" }, { project: editor.graphs()[0]?.uri, key: "nobody" }]) {
      const strange = { ...hint, data };
      expect(await editor.connection.sendRequest("inlayHint/resolve", strange)).toEqual(JSON.parse(JSON.stringify(strange)));
    }
    editor.close("src/edited.ts");
  });
});

describe("hints that are not wanted", () => {
  const text = `${imports}export const a = asset({ keyPrefix: "s" }, () => 1);`;
  const labels = async (wanted: boolean | undefined, then: (editor: Editor) => Promise<void>) => {
    const options: EditorOptions = wanted === undefined ? {} : { initializationOptions: { inlayHints: wanted } };
    const other = await startEditor(files, options);
    await other.until(() => other.graphs().length > 0);
    await then(other);
    const found = (await hintsOf(other.open("src/edited.ts", text), 0, text.length, other)).map(labelOf);
    other.dispose();
    return found;
  };
  const change = (settings: unknown) => (other: Editor) =>
    other.connection.sendNotification("workspace/didChangeConfiguration", { settings });
  const rows: readonly (readonly [
    title: string,
    wanted: boolean | undefined,
    then: (editor: Editor) => Promise<void>,
    labels: readonly string[],
  ])[] = [
    ["from the start", false, async () => {}, []],
    ["any more", true, change({ headwater: { inlayHints: false } }), []],
    ["at first", false, change({ headwater: { inlayHints: true } }), ["→ s/a"]],
    ["is not what this says", undefined, change({ headwater: { inlayHints: "no" } }), ["→ s/a"]],
    ["is not what that says", undefined, change(null), ["→ s/a"]],
  ];
  for (const [title, wanted, then, expected] of rows) it(title, async () => expect(await labels(wanted, then)).toEqual(expected));
});
