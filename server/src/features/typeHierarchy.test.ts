import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TypeHierarchyItem } from "vscode-languageserver";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports = 'import { asset, assetCheck, AssetOut, externalAsset, multiAsset } from "headwater";\n';
const shop = `${imports}export const outside = externalAsset({ key: "outside", groupName: "given" });
export const raw = asset({ deps: [outside, "nobody"], kinds: ["duckdb"] }, () => 1);
export const clean = asset(({ raw }) => raw);
export const report = asset({ deps: ["clean", raw] }, () => 1);
`;

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/shop.ts": shop, "src/edited.ts": "export {};\n" });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

async function prepare(marked: string): Promise<TypeHierarchyItem[] | null> {
  const { text, offset } = withoutCursor(marked);
  const document = editor.open("src/edited.ts", imports + text);
  const position = document.positionAt(imports.length + offset);
  const items: TypeHierarchyItem[] | null = await editor.connection.sendRequest("textDocument/prepareTypeHierarchy", {
    textDocument: { uri: document.uri },
    position,
  });
  editor.close("src/edited.ts");
  return items;
}

const names = (items: readonly TypeHierarchyItem[] | null) => items?.map(({ name, detail }) => `${name} (${detail})`) ?? null;
const raw = "raw (default · duckdb · asset)";

describe("lineage starts", () => {
  const rows: readonly (readonly [title: string, marked: string, expected: readonly string[] | null])[] = [
    ["at a key", 'export const a = asset({ name: "o‸wn", groupName: "g" }, () => 1);', ["own (g · asset)"]],
    ["at the constant that names it", "export const o‸wn = asset(() => 1);", ["own (default · asset)"]],
    ["at a constant that does not", 'export const a‸b = asset({ name: "own" }, () => 1);', ["own (default · asset)"]],
    ["at the call", "export const own = ass‸et(() => 1);", ["own (default · asset)"]],
    ["at a text", 'export const own = asset({ deps: ["ra‸w"] }, () => 1);', [raw]],
    ["at an input", "export const own = asset(({ ra‸w }) => 1);", [raw]],
    ["at a reference", 'import { raw } from "./shop.ts";\nexport const own = asset({ deps: [ra‸w] }, () => 1);', [raw]],
    ["at a checked asset", 'export const c = assetCheck({ asset: "ra‸w" }, () => true);', [raw]],
    ["at an external one", 'export const own = asset({ deps: ["out‸side"] }, () => 1);', ["outside (given · external asset)"]],
    ["at a key nobody has", 'export const own = asset({ deps: ["some‸body"] }, () => 1);', ["somebody (not declared here)"]],
    [
      "at several",
      "export const m = multi‸Asset({ outs: { o: AssetOut(), p: AssetOut() } }, () => 1);",
      ["o (default · asset)", "p (default · asset)"],
    ],
    ["not at an option", 'export const own = asset({ gr‸oupName: "g" }, () => 1);', null],
    ["not in a body", 'export const own = asset(() => "ra‸w");', null],
    ["not at another name", "const ra‸w = 1;", null],
  ];
  for (const [title, marked, expected] of rows) it(title, async () => expect(names(await prepare(marked))).toEqual(expected));
});

describe("lineage leads", () => {
  const start = 'export const own = asset({ deps: ["ra‸w"] }, () => 1);';
  const follow = (item: TypeHierarchyItem | undefined, way: "supertypes" | "subtypes"): Promise<TypeHierarchyItem[] | null> =>
    editor.connection.sendRequest(`typeHierarchy/${way}`, { item });

  it("upstream, to what is external or not declared too", async () => {
    const [item] = (await prepare(start)) ?? [];
    const upstream = await follow(item, "supertypes");
    expect(names(upstream)).toEqual(["outside (given · external asset)", "nobody (not declared here)"]);
    expect(await follow(upstream?.[0], "supertypes")).toEqual([]);
    const nobody = upstream?.[1];
    const line = shop.split("\n")[nobody?.selectionRange.start.line ?? 0];
    expect(line?.slice(nobody?.selectionRange.start.character, nobody?.selectionRange.end.character)).toBe("nobody");
    expect(names(await follow(nobody, "subtypes"))).toEqual([raw]);
  });

  it("downstream, step by step", async () => {
    const [item] = (await prepare(start)) ?? [];
    const downstream = await follow(item, "subtypes");
    expect(names(downstream)).toEqual(["clean (default · asset)", "report (default · asset)"]);
    expect(downstream?.[0]?.uri).toBe(editor.folder.uri("src/shop.ts"));
    expect(names(await follow(downstream?.[0], "subtypes"))).toEqual(["report (default · asset)"]);
    expect(names(await follow(downstream?.[1], "supertypes"))).toEqual(["clean (default · asset)", raw]);
  });

  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const odd: readonly (readonly [title: string, data: unknown])[] = [
    ["nothing", undefined],
    ["another project", { project: "file:///nowhere", key: "raw" }],
    ["no key", { project: "file:///nowhere" }],
    ["numbers", { project: 1, key: 2 }],
  ];
  for (const [title, data] of odd) {
    it(`nowhere from an item with ${title}`, async () => {
      const item = { name: "raw", kind: 5, uri: "file:///x.ts", range, selectionRange: range, data } as TypeHierarchyItem;
      expect(await follow(item, "supertypes")).toBeNull();
      expect(await follow(item, "subtypes")).toBeNull();
    });
  }
});
