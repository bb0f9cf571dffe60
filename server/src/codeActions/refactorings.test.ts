import { analyzeProject, memoryFiles, type ProjectAnalysis } from "@headwater/analysis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { cursor, type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const others = {
  "src/shop/raw.ts": `import { asset, externalAsset, multiAsset, AssetOut } from "headwater";
export const rawOrders = asset({ name: "raw_orders" }, () => 1);
export const deep = asset({ key: ["shop", "deep"], groupName: "shop" }, () => 1);
export default asset({ name: "by_default" }, () => 1);
export const several = multiAsset({ outs: { one: AssetOut(), two: AssetOut() } }, () => ({ one: 1, two: 2 }));
const hidden = asset({ name: "hidden" }, () => 1);
export { hidden as shown };
export const list = [asset({ name: "listed" }, () => 1)];
`,
  "src/cyclic.ts": 'import { asset } from "headwater";\nimport "./barrel.ts";\nexport const cyclic = asset(() => 1);\n',
  "src/barrel.ts": 'export * from "./edited.ts";\n',
  "src/twice.ts":
    'import { asset } from "headwater";\nexport const a = asset({ name: "twice" }, () => 1);\nexport const b = asset({ name: "thrice" }, () => 1);\n',
};
const ours = 'import { asset, assetCheck, AssetDep, AssetIn, AssetKey, externalAsset } from "headwater";\n';
const raw = './shop/raw.ts"';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ ...others, "src/edited.ts": "export {};\n" });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

/** What is offered at the cursor, as a title and the text as it is then. */
async function offered(marked: string, only = ["refactor"]): Promise<Readonly<Record<string, string>>> {
  const { text, offset } = withoutCursor(marked);
  const document = editor.open("src/edited.ts", text);
  const position = document.positionAt(offset);
  const actions: CodeAction[] = await editor.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: document.uri },
    range: { start: position, end: position },
    context: { diagnostics: [], only },
  });
  editor.close("src/edited.ts");
  const applied = ({ edit }: CodeAction) => TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);
  return Object.fromEntries(actions.map((action) => [action.title, applied(action)]));
}

const analysisOf = (text: string) => analyzeProject(memoryFiles({ ...others, "src/edited.ts": text }));
const edges = ({ graph }: ProjectAnalysis) =>
  [...graph.nodes.values()].flatMap(({ id, upstream }) => [id, ...upstream.map((each) => `${each} -> ${id}`)]).sort();
const checks = ({ graph }: ProjectAnalysis) => [...graph.checks.keys()].sort();
const codes = ({ diagnostics }: ProjectAnalysis) => diagnostics.map(({ code }) => code).sort();

const toReference = "Convert to an object reference";
const toText = "Convert to a key's text";

/** The same dependency as a text and as a reference, each with the cursor in it. */
const forms: readonly (readonly [title: string, text: string, reference: string])[] = [
  [
    "deps",
    `${ours}export const a = asset({ deps: ["raw‸_orders"] }, () => 1);`,
    `${ours}import { rawOrders } from "${raw};\nexport const a = asset({ deps: [raw‸Orders] }, () => 1);`,
  ],
  [
    "ins",
    `${ours}export const a = asset({ ins: { raw: "raw‸_orders" } }, ({ raw }) => raw);`,
    `${ours}import { rawOrders } from "${raw};\nexport const a = asset({ ins: { raw: raw‸Orders } }, ({ raw }) => raw);`,
  ],
  [
    "AssetIn and AssetDep",
    `${ours}export const a = asset({ deps: [AssetDep("raw‸_orders")] }, () => 1);`,
    `${ours}import { rawOrders } from "${raw};\nexport const a = asset({ deps: [AssetDep(raw‸Orders)] }, () => 1);`,
  ],
  [
    "a longer key",
    `${ours}export const a = asset({ deps: [["shop", "de‸ep"]] }, () => 1);`,
    `${ours}import { deep } from "${raw};\nexport const a = asset({ deps: [de‸ep] }, () => 1);`,
  ],
  [
    "a checked asset",
    `${ours}export const c = assetCheck({ asset: "raw‸_orders", name: "c" }, () => true);`,
    `${ours}import { rawOrders } from "${raw};\nexport const c = assetCheck({ asset: raw‸Orders, name: "c" }, () => true);`,
  ],
  [
    "an asset that the file declares above",
    `${ours}export const up = asset({ name: "up_key" }, () => 1);\nexport const a = asset({ deps: ["up‸_key"] }, () => 1);`,
    `${ours}export const up = asset({ name: "up_key" }, () => 1);\nexport const a = asset({ deps: [u‸p] }, () => 1);`,
  ],
  [
    "an asset of which another is imported",
    `${ours}import { deep } from "${raw};\nexport const a = asset({ deps: [deep, "raw‸_orders"] }, () => 1);`,
    `${ours}import { deep, rawOrders } from "${raw};\nexport const a = asset({ deps: [deep, raw‸Orders] }, () => 1);`,
  ],
  [
    "quotes and semicolons as they are",
    `import { asset } from 'headwater'\nexport const a = asset({ deps: ['raw‸_orders'] }, () => 1)`,
    `import { asset } from 'headwater'\nimport { rawOrders } from './shop/raw.ts'\nexport const a = asset({ deps: [raw‸Orders] }, () => 1)`,
  ],
  [
    "imports without extensions",
    `${ours}import {} from "./twice";\nexport const a = asset({ deps: ["raw‸_orders"] }, () => 1);`,
    `${ours}import {} from "./twice";\nimport { rawOrders } from "./shop/raw";\nexport const a = asset({ deps: [raw‸Orders] }, () => 1);`,
  ],
  [
    "imports with the extension of what is compiled",
    `${ours}import {} from "./twice.js";\nexport const a = asset({ deps: ["raw‸_orders"] }, () => 1);`,
    `${ours}import {} from "./twice.js";\nimport { rawOrders } from "./shop/raw.js";\nexport const a = asset({ deps: [raw‸Orders] }, () => 1);`,
  ],
  [
    "a name that is taken",
    `${ours}const rawOrders = 1;\nexport const a = asset({ deps: ["raw‸_orders"] }, () => rawOrders);`,
    `${ours}import { rawOrders as rawOrders2 } from "${raw};\nconst rawOrders = 1;\nexport const a = asset({ deps: [raw‸Orders2] }, () => rawOrders);`,
  ],
];
/** Conversions that do not lead back to the same text. */
const oneWay: readonly (readonly [title: string, marked: string, action: string, expected: string])[] = [
  [
    "a text that means another of its group",
    `${ours}export const a = asset({ groupName: "shop", deps: ["de‸ep"] }, () => 1);`,
    toReference,
    `${ours}import { deep } from "${raw};\nexport const a = asset({ groupName: "shop", deps: [deep] }, () => 1);`,
  ],
  [
    "a namespace that is imported",
    `${ours}import * as shop from "${raw};\nexport const a = asset({ deps: [shop.deep, "raw‸_orders"] }, () => 1);`,
    toReference,
    `${ours}import * as shop from "${raw};\nexport const a = asset({ deps: [shop.deep, shop.rawOrders] }, () => 1);`,
  ],
  [
    "a key that is called one",
    `${ours}export const a = asset({ deps: [Asset‸Key("raw_orders")] }, () => 1);`,
    toReference,
    `${ours}import { rawOrders } from "${raw};\nexport const a = asset({ deps: [rawOrders] }, () => 1);`,
  ],
  [
    "an export under another name",
    `${ours}export const a = asset({ deps: ["hid‸den"] }, () => 1);`,
    toReference,
    `${ours}import { shown as hidden } from "${raw};\nexport const a = asset({ deps: [hidden] }, () => 1);`,
  ],
  [
    "a reference whose import is used elsewhere",
    `${ours}import { rawOrders } from "${raw};\nexport const a = asset({ deps: [raw‸Orders] }, () => rawOrders);`,
    toText,
    `${ours}import { rawOrders } from "${raw};\nexport const a = asset({ deps: ["raw_orders"] }, () => rawOrders);`,
  ],
];

describe("a dependency can be converted", () => {
  const convert = async (marked: string, action: string, expected: string) => {
    const found = await offered(marked, ["refactor.rewrite"]);
    expect(found).toEqual({ [action]: expected });
    const [before, after] = [await analysisOf(marked.replace(cursor, "")), await analysisOf(expected)];
    expect(edges(after)).toEqual(edges(before));
    expect(checks(after)).toEqual(checks(before));
    expect(codes(after).filter((code) => !codes(before).includes(code))).toEqual([]);
  };
  for (const [title, text, reference] of forms) {
    it(`${title}: to a reference`, () => convert(text, toReference, reference.replace(cursor, "")));
    it(`${title}: to a text`, () => convert(reference, toText, text.replace(cursor, "")));
  }
  for (const [title, marked, action, expected] of oneWay) it(title, () => convert(marked, action, expected));
});

describe("a dependency cannot be converted", () => {
  const rows: readonly (readonly [title: string, marked: string])[] = [
    [
      "to what is declared below",
      `${ours}export const a = asset({ deps: ["be‸low"] }, () => 1);\nexport const below = asset(() => 1);`,
    ],
    ["to itself", `${ours}export const a = asset({ deps: ["a‸"] }, () => 1);`],
    ["to an asset whose file loads this one", `${ours}export const a = asset({ deps: ["cyc‸lic"] }, () => 1);`],
    ["to an asset without a constant", `${ours}export const a = asset({ deps: ["by‸_default"] }, () => 1);`],
    ["to an asset in a list", `${ours}export const a = asset({ deps: ["lis‸ted"] }, () => 1);`],
    ["to one of several", `${ours}export const a = asset({ deps: ["o‸ne"] }, () => 1);`],
    ["to what nobody declares", `${ours}export const a = asset({ deps: ["no‸body"] }, () => 1);`],
    [
      "to a name that a parameter has",
      `${ours}export const all = [1].map((rawOrders) => asset({ name: "a", deps: ["raw‸_orders"] }, () => rawOrders));`,
    ],
    ["where it is an input's name", `${ours}export const a = asset(({ raw‸_orders }) => 1);`],
    ["elsewhere", `${ours}const other = { deps: ["raw‸_orders"] };`],
    ["in a comment", `${ours}// asset({ deps: ["raw‸_orders"] })`],
    ["in a body", `${ours}export const a = asset({ name: "a" }, () => "raw‸_orders");`],
    ["where a constant is the key", `${ours}const KEY = "raw_orders";\nexport const a = asset({ deps: [K‸EY] }, () => 1);`],
  ];
  for (const [title, marked] of rows) {
    it(title, async () => expect(Object.keys(await offered(marked))).not.toContain(toReference));
  }
});

describe("a name can be added", () => {
  const action = "Add the name explicitly";
  const rows: readonly (readonly [title: string, marked: string, expected: string])[] = [
    ["to a function alone", "export const ow‸n = asset(() => 1);", 'export const own = asset({ name: "own" }, () => 1);'],
    ["to no options", "export const own = as‸set({}, () => 1);", 'export const own = asset({ name: "own" }, () => 1);'],
    [
      "to options, of a key with a prefix",
      'export const ow‸n = asset({ keyPrefix: "p" }, () => 1);',
      'export const own = asset({ name: "own", keyPrefix: "p" }, () => 1);',
    ],
    [
      "that a function has",
      "export const x = asset(async function ow‸n() {});",
      'export const x = asset({ name: "own" }, async function own() {});',
    ],
    ["to an external asset", "export const ow‸n = externalAsset({});", 'export const own = externalAsset({ name: "own" });'],
  ];
  for (const [title, marked, expected] of rows) {
    it(title, async () => {
      const found = await offered(ours + marked, ["refactor.rewrite"]);
      expect(found).toEqual({ [action]: ours + expected });
      const [before, after] = [await analysisOf(ours + marked.replace(cursor, "")), await analysisOf(ours + expected)];
      expect(edges(after)).toEqual(edges(before));
      expect(codes(after)).toEqual(codes(before));
    });
  }
  const never: readonly (readonly [title: string, marked: string])[] = [
    ["where there is one", 'export const ow‸n = asset({ name: "own" }, () => 1);'],
    ["where there is a key", 'export const ow‸n = asset({ key: "own" }, () => 1);'],
    ["to options that are a constant", "const options = {};\nexport const ow‸n = asset(options, () => 1);"],
    ["where options are spread", "const options = {};\nexport const ow‸n = asset({ ...options }, () => 1);"],
    ["to a helper's call", "const made = () => asset({}, () => 1);\nexport const ow‸n = made();"],
    ["to a dependency", "export const up = asset(() => 1);\nexport const own = asset({ name: 'own', deps: [u‸p] }, () => 1);"],
    ["to another function", "const other = (f: unknown) => f;\nexport const ow‸n = other(() => 1);"],
  ];
  for (const [title, marked] of never) {
    it(`not ${title}`, async () => expect(Object.keys(await offered(ours + marked))).not.toContain(action));
  }
});

describe("a check can be generated", () => {
  const body = '() => {\n  throw new Error("This check is not written yet.");\n}';
  const rows: readonly (readonly [title: string, marked: string, expected: string])[] = [
    [
      "below the asset",
      `${ours}export const o‸wn = asset({ name: "own_key" }, () => 1);\n\nexport const after = 1;\n`,
      `${ours}export const own = asset({ name: "own_key" }, () => 1);\n\nexport const ownCheck = assetCheck({ asset: own, name: "own_key_check" }, ${body});\n\nexport const after = 1;\n`,
    ],
    [
      "of an asset that is no constant",
      `${ours}export default asset({ key: ["a", "b‸-c"] }, () => 1);`,
      `${ours}export default asset({ key: ["a", "b-c"] }, () => 1);\n\nexport const b_cCheck = assetCheck({ asset: ["a", "b-c"], name: "b_c_check" }, ${body});`,
    ],
    [
      "beside others",
      `${ours}export const o‸wn = asset(() => 1);\nexport const ownCheck = assetCheck({ asset: own, name: "own_check" }, () => true);`,
      `${ours}export const own = asset(() => 1);\n\nexport const ownCheck2 = assetCheck({ asset: own, name: "own_check_2" }, ${body});\nexport const ownCheck = assetCheck({ asset: own, name: "own_check" }, () => true);`,
    ],
    [
      "with what it needs",
      `import { asset as made } from "headwater";\nexport const o‸wn = made(() => 1);`,
      `import { asset as made, assetCheck } from "headwater";\nexport const own = made(() => 1);\n\nexport const ownCheck = assetCheck({ asset: own, name: "own_check" }, ${body});`,
    ],
    [
      "through a namespace",
      `import * as headwater from "headwater";\nexport const o‸wn = headwater.asset({ name: "own" }, () => 1);`,
      `import * as headwater from "headwater";\nexport const own = headwater.asset({ name: "own" }, () => 1);\n\nexport const ownCheck = headwater.assetCheck({ asset: own, name: "own_check" }, ${body});`,
    ],
  ];
  for (const [title, marked, expected] of rows) {
    it(title, async () => {
      const found = await offered(marked);
      expect(
        Object.entries(found).flatMap(([action, text]) => (action.startsWith("Generate a check for") ? [text] : [])),
      ).toEqual([expected]);
      const [before, after] = [await analysisOf(marked.replace(cursor, "")), await analysisOf(expected)];
      expect(checks(after)).toHaveLength(checks(before).length + 1);
      expect(edges(after)).toEqual(edges(before));
      expect(codes(after)).toEqual(codes(before));
    });
  }
  const never: readonly (readonly [title: string, marked: string])[] = [
    ["at a dependency", `${ours}export const a = asset({ name: "a", deps: ["raw‸_orders"] }, () => 1);`],
    ["elsewhere", `${ours}const ow‸n = 1;`],
    ["of what has syntax errors", `${ours}export const o‸wn = asset(() => 1;`],
  ];
  for (const [title, marked] of never) {
    it(`not ${title}`, async () =>
      expect(Object.keys(await offered(marked)).filter((action) => action.startsWith("Generate"))).toEqual([]));
  }
});

it("nothing is offered where quick fixes alone are asked for", async () => {
  expect(await offered(`${ours}export const o‸wn = asset(() => 1);`, ["quickfix"])).toEqual({});
});
