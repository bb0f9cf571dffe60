import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { analyzeTexts } from "./index.ts";

const ours = 'import { asset, assetCheck, AssetSelection, externalAsset } from "headwater";\n';
const helper = `${ours}export const table = (name: string, upstream: readonly string[] = []) =>
  asset({ name, kinds: ["duckdb"], deps: [...upstream] }, () => 1);
export const helperOwn = asset(() => 1);
`;

test("assets, edges, checks and diagnostics of texts", async () => {
  const seen = await analyzeTexts({
    "src/table.ts": helper,
    "src/sales.ts": `${ours}import { table } from "./table.ts";
export const orders = table("orders");
export const file = externalAsset({ key: ["lake", "file"], description: "A file." });
export const revenue = asset({ groupName: "sales", tags: { tier: "gold" }, deps: [["lake", "file"], "unkown"] }, ({ orders }) => orders);
export const some = assetCheck({ asset: "orders" }, () => true);
`,
  });
  expect(seen.keys).toEqual(["orders", "lake/file", "revenue", "helperOwn"]);
  expect(seen.assets[0]).toEqual({
    ...{ key: "orders", path: ["orders"], kind: "materializable", groupName: "default", kinds: ["duckdb"], owners: [] },
    tags: { "dagster/kind/duckdb": "" },
    source: { file: "src/sales.ts", line: 3, column: 23, endLine: 3, endColumn: 38 },
  });
  expect(seen.assets[1]).toMatchObject({ key: "lake/file", kind: "external", description: "A file." });
  expect(seen.assets[2]).toMatchObject({ groupName: "sales", tags: { tier: "gold" } });
  expect(seen.edges).toEqual([
    { from: "orders", to: "revenue", kind: "data", inputName: "orders" },
    { from: "lake/file", to: "revenue", kind: "order" },
    { from: "unkown", to: "revenue", kind: "order" },
  ]);
  expect(seen.checks).toEqual(["orders:some"]);
  expect(seen.diagnostics).toMatchObject([{ code: "unknown-dependency", severity: "warning", file: "src/sales.ts", line: 5 }]);
  expect([seen.complete, seen.marks]).toEqual([true, []]);
});

test.each<
  [title: string, text: string, marks: readonly (readonly [text: string, keys: readonly string[], codes: readonly string[]])[]]
>([
  ["a name", 'export const a = asset({ name: "‸own" }, () => 1);', [["", ["own"], []]]],
  ["a constant", "export const «own» = asset(() => 1);", [["own", ["own"], []]]],
  [
    "a dependency, with its quotes",
    'export const a = asset({ deps: [«"b"»] }, () => 1); export const b = asset(() => 1);',
    [['"b"', ["b"], []]],
  ],
  ["an input", "export const b = asset(() => 1); export const a = asset(({ b‸ }) => b);", [["", ["b"], []]]],
  [
    "a checked asset",
    'export const b = asset(() => 1); export const c = assetCheck({ asset: "‸b" }, () => true);',
    [["", ["b"], []]],
  ],
  [
    "a whole call",
    'export const a = «asset({ deps: ["b", "c"] }, () => 1)»;',
    [['asset({ deps: ["b", "c"] }, () => 1)', ["a", "b", "c"], ["unknown-dependency"]]],
  ],
  [
    "a key in a selection",
    'export const b = asset(() => 1); export const s = AssetSelection.fromString("key:‸b+");',
    [["", ["b"], []]],
  ],
  [
    "marks in marks, in order",
    'export const «a» = asset({ deps: «["‸x"]» }, () => 1);',
    [
      ["a", ["a"], []],
      ['["x"]', ["x"], ["unknown-dependency"]],
      ["", ["x"], ["unknown-dependency"]],
    ],
  ],
  ["what is not ours", "const ‸x = 1; export const a = asset(() => x);", [["", [], []]]],
])("what stands at a mark: %s", async (_, text, marks) => {
  const seen = await analyzeTexts(ours + text);
  expect(seen.marks.map((mark) => [mark.text, mark.keys, mark.codes])).toEqual(marks);
});

test("marks have places, from 1", async () => {
  const { marks } = await analyzeTexts(`${ours}export const a = asset({\n  name: "«own»",\n}, () => 1);\n`);
  expect(marks).toEqual([
    { file: "src/assets.ts", line: 3, column: 10, endLine: 3, endColumn: 13, text: "own", keys: ["own"], codes: [] },
  ]);
});

test.each([
  ["a « b", /^src\/assets\.ts has a « without a » behind it\.$/],
  ["a » b", /^src\/assets\.ts has a » without a « before it\.$/],
])("a mark that is not closed is refused: %s", async (text, message) => {
  await expect(analyzeTexts(text)).rejects.toThrow(message);
});

test("what only running the code can tell is said to be unknown", async () => {
  const seen = await analyzeTexts(`${ours}export const a = asset({ name: String(Math.random()) }, () => 1);`);
  expect([seen.keys, seen.complete, seen.diagnostics.map(({ code }) => code)]).toEqual([[], false, ["unknown-key"]]);
});

const folder = mkdtempSync(join(tmpdir(), "headwater-testing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("texts import the files of a folder, of which nothing else counts", async () => {
  for (const [file, text] of Object.entries({
    "package.json": '{ "dependencies": { "headwater": "*" } }',
    "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    "src/table.ts": helper,
    "src/barrel.ts": 'export * from "./table.ts";\n',
    "src/orders.ts": `${ours}export const orders = asset(() => 1);\n`,
  })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const text = `${ours}import { table } from "@/barrel.ts";\nexport const orders = table("«orders»");\nexport const b = table("b", ["orders"]);\n`;
  const seen = await analyzeTexts({ "src/sales.ts": text }, { folder });
  expect(seen.keys).toEqual(["orders", "b"]);
  expect(seen.edges).toEqual([{ from: "orders", to: "b", kind: "order" }]);
  expect([seen.diagnostics, seen.marks[0]?.keys]).toEqual([[], ["orders"]]);
  expect((await analyzeTexts({ "src/sales.ts": text })).keys).toEqual([]);
});
