import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SymbolInformation, SymbolKind } from "vscode-languageserver";
import { type Editor, manifest, startEditor } from "../testing/editor.ts";

const text = `import { asset, externalAsset } from "headwater";
export const orders = asset({ groupName: "shop" }, () => 1);
export const rawOrders = asset({ name: "raw_orders", groupName: "ingestion", kinds: ["duckdb"] }, () => 1);
export const deep = asset({ key: ["Shop", "Reordered"] }, () => 1);
export const outside = externalAsset({ key: "outside", kinds: ["s3"] });
`;
const many = `import { asset } from "headwater";
export const list = Array.from({ length: 1 }, () => 1);
${Array.from({ length: 300 }, (_, at) => `export const zz${at} = asset(() => 1);`).join("\n")}
`;

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/a.ts": text, "src/many.ts": many });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

const search = (query: unknown): Promise<SymbolInformation[]> => editor.connection.sendRequest("workspace/symbol", { query });

describe("symbols of the workspace", () => {
  const rows: readonly (readonly [query: string, expected: readonly string[]])[] = [
    ["orders", ["orders", "raw_orders"]],
    ["ORDER", ["orders", "raw_orders", "Shop/Reordered"]],
    ["shop", ["Shop/Reordered", "orders"]],
    ["duck", ["raw_orders"]],
    ["rwrd", ["raw_orders"]],
    ["ingestion raw", ["raw_orders"]],
    ["ingestion shop", []],
    ["zz299", ["zz299"]],
    ["nothing like it", []],
  ];
  for (const [query, expected] of rows) {
    it(query, async () => expect((await search(query)).map(({ name }) => name)).toEqual(expected));
  }

  it("say what and where they are", async () => {
    const range = (line: number, start: number, end: number) => ({
      start: { line, character: start },
      end: { line, character: end },
    });
    const uri = editor.folder.uri("src/a.ts");
    expect(await search("raw_orders")).toEqual([
      { name: "raw_orders", kind: SymbolKind.Object, containerName: "ingestion", location: { uri, range: range(2, 39, 51) } },
    ]);
    expect((await search("outside")).map(({ kind }) => kind)).toEqual([SymbolKind.Interface]);
  });

  for (const query of ["", "  ", "z"]) {
    it(`are 256 at most: ${JSON.stringify(query)}`, async () => expect((await search(query)).length).toBe(256));
  }
  it("are in the order of their keys where many begin with the query", async () => {
    const found = (await search("zz")).map(({ name }) => name);
    expect([found.length, ...found.slice(0, 4)]).toEqual([256, "zz0", "zz1", "zz10", "zz100"]);
  });

  it("are found once where projects stand inside each other", async () => {
    const inner = 'import { asset } from "headwater";\nexport const inner = asset(() => 1);\n';
    const other = await startEditor({ "src/a.ts": text, "packages/b/package.json": manifest, "packages/b/b.ts": inner });
    await other.until(() => other.graphs().length > 1);
    const found: SymbolInformation[] = await other.connection.sendRequest("workspace/symbol", { query: "" });
    expect(found.map(({ name }) => name).sort()).toEqual(["Shop/Reordered", "inner", "orders", "outside", "raw_orders"]);
    other.dispose();
  });

  for (const query of [undefined, 5, null]) it(`are none for ${query}`, async () => expect(await search(query)).toEqual([]));
});
