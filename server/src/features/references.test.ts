import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Location } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports =
  'import { asset, assetCheck, AssetCheckSpec, AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, multiAsset } from "headwater";\n';
const up = `import { asset } from "headwater";
export const rawOrders = asset({ name: "raw_orders" }, () => 1);
export const plain = asset(() => 1);
export const deep = asset({ key: ["shop", "deep"] }, () => 1);
`;
const other = `import { asset } from "headwater";
export const other = asset({ deps: ["raw_orders", ["shop", "deep"]] }, ({ plain }) => plain);
`;

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/up.ts": up, "src/other.ts": other, "src/edited.ts": "export {};\n" });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

interface Found {
  /** The text at hand, with the places in it marked. */
  readonly here: string;
  /** The places in other files, with what stands there. */
  readonly elsewhere: readonly string[];
}

/** Asks at the cursor; marks in the text are taken out before. */
async function find(marked: string, includeDeclaration = false): Promise<Found | null> {
  const { text, offset } = withoutCursor(marked.replace(/[«»]/g, ""));
  const document = editor.open("src/edited.ts", imports + text);
  const found: Location[] | null = await editor.connection.sendRequest("textDocument/references", {
    textDocument: { uri: document.uri },
    position: document.positionAt(imports.length + offset),
    context: { includeDeclaration },
  });
  editor.close("src/edited.ts");
  if (found === null) return null;
  const own = found.filter(({ uri }) => uri === document.uri);
  const edits = own.map(({ range }) => ({ range, newText: `«${document.getText(range)}»` }));
  const texts: Record<string, string> = { "up.ts": up, "other.ts": other };
  return {
    here: TextDocument.applyEdits(document, edits).slice(imports.length),
    elsewhere: found.flatMap(({ uri, range }) => {
      const file = uri.slice(uri.lastIndexOf("/") + 1);
      const source = TextDocument.create(uri, "typescript", 1, texts[file] ?? "");
      return uri === document.uri ? [] : [`${file} ${range.start.line}: ${source.getText(range)}`];
    }),
  };
}

const importUp = 'import { rawOrders } from "./up.ts";\n';
const orders = ["other.ts 1: raw_orders"];
const rows: readonly (readonly [title: string, marked: string, elsewhere: readonly string[]])[] = [
  ["deps", 'export const a = asset({ deps: ["«raw_or‸ders»"] }, () => 1);', orders],
  ["a longer key", 'export const a = asset({ deps: [«["shop", "de‸ep"]»] }, () => 1);', ['other.ts 1: ["shop", "deep"]']],
  [
    "calls around keys",
    'export const a = asset({ deps: [AssetDep("«raw_or‸ders»")] }, () => 1);\nexport const b = asset({ deps: [«AssetKey("raw_orders")»] }, () => 1);',
    orders,
  ],
  [
    "ins, with the names of inputs",
    'export const a = asset({ ins: { x: "«raw_or‸ders»", y: AssetIn({ key: "«raw_orders»" }) } }, ({ «x», «y»: z }) => x);',
    orders,
  ],
  [
    "its own key",
    'export const a = asset({ name: "ow‸n" }, () => 1);\nexport const b = asset({ deps: [«a»] }, () => 1);\nexport const c = asset(({ «own» }) => own);\nexport const d = asset({ deps: ["«own»"] }, () => 1);',
    [],
  ],
  [
    "checks",
    `${importUp}export const c = assetCheck({ asset: "«raw_or‸ders»", name: "c" }, () => true);\nexport const d = assetCheck({ asset: "plain", additionalDeps: [«rawOrders»], additionalIns: { r: "«raw_orders»" }, name: "d" }, ({ «r» }) => true);\nexport const e = assetCheck({ asset: «rawOrders», name: "e" }, ({ «raw_orders» }) => true);`,
    orders,
  ],
  [
    "what an asset is checked with",
    'export const a = asset({ checkSpecs: [AssetCheckSpec({ name: "c", asset: "a", additionalDeps: ["«raw_or‸ders»"] })] }, () => 1);',
    orders,
  ],
  [
    "descriptions of several",
    'export const m = multiAsset({ specs: [AssetSpec({ key: "s1", deps: ["raw_orders"] }), AssetSpec({ key: "s2", deps: ["«s‸1»"] })] }, () => 1);',
    [],
  ],
  [
    "outputs",
    'export const m = multiAsset({ outs: { o: AssetOut(), p: AssetOut() }, ins: { x: "«raw_orders»" }, internalAssetDeps: { o: ["«raw_or‸ders»"], p: ["«raw_orders»"] } }, ({ «x» }) => 1);',
    orders,
  ],
  [
    "one of several by the function that computes them",
    'export const m = multiAsset({ outs: { o: AssetOut(), p: AssetOut() } }, () => 1);\nexport const a = asset({ deps: [«m»] }, () => 1);\nexport const b = asset({ deps: ["«o‸»"] }, () => 1);\nexport const c = asset({ deps: ["p"] }, () => 1);',
    [],
  ],
  [
    "a constant that stands for the key",
    'const shared = "raw_orders";\nexport const a = asset({ deps: ["«raw_or‸ders»"] }, () => 1);\nexport const b = asset({ deps: [«shared»] }, () => 1);',
    orders,
  ],
  [
    "the same twice",
    `${importUp}export const a = asset({ deps: ["«raw_or‸ders»", "«raw_orders»", «rawOrders»] }, () => 1);`,
    orders,
  ],
  [
    "a template",
    'const of = "orders";\nexport const a = asset({ deps: [«`raw_$' + '{of}`», "«raw_or‸ders»"] }, () => 1);',
    orders,
  ],
  ["a key nobody has", 'export const a = asset({ deps: ["«no‸body»"] }, () => 1);', []],
  ["an input, not itself", "export const a = asset(({ pla‸in }) => plain);", ["other.ts 1: plain"]],
  [
    "a constant: only what TypeScript cannot know",
    `${importUp}export const a = asset({ deps: [raw‸Orders] }, () => 1);\nexport const b = asset({ ins: { raw: rawOrders } }, ({ «raw» }) => raw);`,
    orders,
  ],
  [
    "a constant where it is declared",
    'export const ow‸n = asset({ name: "own_key" }, () => 1);\nexport const b = asset({ deps: [own, "«own_key»"] }, () => 1);\nexport const c = asset(({ «own_key» }) => 1);',
    [],
  ],
  ["a constant that names it", "export const ow‸n = asset(() => 1);\nexport const c = asset(({ «own» }) => own);", []],
  [
    "a key, not what a helper is given",
    'const made = (name: string) => asset({ name, deps: ["plain"] }, () => 1);\nexport const one = made("on‸e");\nexport const two = asset({ deps: ["«one»"] }, () => 1);',
    [],
  ],
  [
    "a key that a helper is given",
    "const made = (from: string) => asset({ name: `$" +
      '{from}_2`, deps: [from] }, () => 1);\nexport const one = asset(() => 1);\nexport const two = made("«one»");\nexport const three = asset({ deps: ["«on‸e»"] }, () => 1);',
    [],
  ],
  [
    "a key, not options as a whole",
    'const options = { deps: ["raw_orders"] };\nexport const a = asset(options, () => 1);\nexport const b = asset({ deps: ["«raw_or‸ders»"] }, () => 1);',
    orders,
  ],
  [
    "a key, not what is spread",
    'const more = ["raw_orders"];\nexport const a = asset({ deps: [...more] }, () => 1);\nexport const b = asset({ deps: ["«raw_or‸ders»"] }, () => 1);',
    orders,
  ],
];
const silent: readonly (readonly [title: string, marked: string])[] = [
  ["the function", "export const a = ass‸et(() => 1);"],
  ["other texts", 'export const a = asset({ kinds: ["raw_or‸ders"] }, () => "raw_orders");'],
  ["the body", 'export const a = asset(() => "raw_or‸ders");'],
  ["other names", "const raw_or‸ders = 1;"],
  ["an import", 'import { raw‸Orders } from "./up.ts";'],
  ["comments", '// asset({ deps: ["raw_or‸ders"] })'],
];

describe("references", () => {
  for (const [title, marked, elsewhere] of rows) {
    it(`of ${title}`, async () => expect(await find(marked)).toEqual({ here: marked.replace("‸", ""), elsewhere }));
  }
  for (const [title, marked] of silent) it(`none for ${title}`, async () => expect(await find(marked)).toBeNull());

  const declarations: readonly (readonly [title: string, marked: string, declaration: string])[] = [
    ["the key", 'export const a = asset({ deps: ["«raw_or‸ders»"] }, () => 1);', "up.ts 1: raw_orders"],
    ["the constant that names it", "export const a = asset(({ pla‸in }) => 1);", "up.ts 2: plain"],
    ["the key, of a constant", `${importUp}export const a = asset({ deps: [raw‸Orders] }, () => 1);`, "up.ts 1: raw_orders"],
  ];
  for (const [title, marked, declaration] of declarations) {
    it(`with ${title} where the declaration is asked for`, async () => {
      const { elsewhere = [] } = (await find(marked)) ?? {};
      expect(await find(marked, true)).toEqual({ here: marked.replace("‸", ""), elsewhere: [declaration, ...elsewhere] });
    });
  }

  it("with the own key", async () => {
    const marked = 'export const a = asset({ name: "«ow‸n»" }, () => 1);';
    expect(await find(marked, true)).toEqual({ here: marked.replace("‸", ""), elsewhere: [] });
  });

  it("without the constant that names it, which is TypeScript's", async () => {
    const marked = "export const ow‸n = asset(() => 1);";
    expect(await find(marked, true)).toEqual({ here: marked.replace("‸", ""), elsewhere: [] });
  });
});
