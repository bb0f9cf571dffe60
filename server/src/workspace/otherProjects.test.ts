import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CompletionList,
  Hover,
  Location,
  MarkupContent,
  TextEdit,
  TypeHierarchyItem,
  WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const a = `import { asset } from "headwater";
export const raw = asset({ name: "raw_orders", groupName: "sales", kinds: ["duckdb"] }, () => 1);
export const clean = asset({ deps: ["raw_orders"] }, () => 1);
`;
const other = `import { asset } from "headwater";
export const other = asset({ deps: ["raw_orders"] }, () => 1);
`;
const imports = 'import { asset, defineJob } from "headwater";\n';
const manifestOf = (name: string) => `{ "name": "@shop/${name}", "dependencies": { "headwater": "*" } }`;
const files = {
  "package.json": "{}",
  "a/package.json": manifestOf("a"),
  "a/src/a.ts": a,
  "b/package.json": manifestOf("b"),
  "b/src/other.ts": other,
  "b/src/edited.ts": "export {};\n",
};

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(files);
  await editor.until(() => editor.told());
});
afterAll(() => editor.dispose());

async function ask<R>(method: string, marked: string, more: object = {}, file = "b/src/edited.ts"): Promise<R> {
  const { text, offset } = withoutCursor(marked);
  const document = editor.open(file, text);
  try {
    const params = { textDocument: { uri: document.uri }, position: document.positionAt(offset), ...more };
    return await editor.connection.sendRequest(method, params);
  } finally {
    editor.close(file);
  }
}

const inB = (deps: string) => `${imports}export const here = asset({ deps: [${deps}] }, () => 1);\n`;
const inA = a.replace("raw_orders", "raw_‸orders");
const fileOf = (uri: string) => Object.keys(files).find((file) => editor.folder.uri(file) === uri);

describe("an asset of another project of the workspace", () => {
  it("is external: a dependency on it is no fault", () => {
    const found = editor.diagnostics("b/src/other.ts").map(({ code, severity, message, relatedInformation }) => ({
      code,
      severity,
      message,
      related: relatedInformation?.map(({ location }) => fileOf(location.uri)),
    }));
    expect(found).toEqual([
      {
        code: "unknown-dependency",
        severity: 3,
        message: '"raw_orders" is an asset of @shop/a. Here it is taken to be external.',
        related: ["a/src/a.ts"],
      },
    ]);
  });

  it("is shown so in the graph, with its place", () => {
    const graph = editor.graphs().find(({ name }) => name === "@shop/b");
    const node = graph?.nodes.find(({ id }) => id === "raw_orders");
    expect(node).toMatchObject({ kind: "external", groupName: "sales", kinds: ["duckdb"] });
    expect(fileOf(node?.source?.uri ?? "")).toBe("a/src/a.ts");
  });

  it("is still missed where its value is needed", async () => {
    editor.open("b/src/edited.ts", `${imports}export const x = asset(({ raw_orders }) => raw_orders);\n`);
    const [found] = await editor.until(() => {
      const all = editor.diagnostics("b/src/edited.ts");
      return all.length > 0 && all;
    });
    editor.close("b/src/edited.ts");
    expect(found).toMatchObject({ code: "unknown-input", severity: 1 });
    expect(found?.relatedInformation?.map(({ message }) => message)).toEqual(["It is an asset of @shop/a."]);
  });

  it("is where its definition leads", async () => {
    const found = await ask<Location[]>("textDocument/definition", inB('"raw_‸orders"'));
    expect(found.map(({ uri, range }) => [fileOf(uri), range.start.line])).toEqual([["a/src/a.ts", 1]]);
  });

  it("has its card", async () => {
    const found = await ask<Hover>("textDocument/hover", inB('"raw_‸orders"'));
    const { value } = found.contents as MarkupContent;
    expect(value).toContain("**raw\\_orders** · asset · group `sales` · `duckdb`");
    expect(value).toContain("An asset of \\@shop/a, external here\\.");
  });

  it("is completed behind those of the project", async () => {
    const found = await ask<CompletionList>("textDocument/completion", inB('"‸"'));
    expect(found.items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      "other: default",
      "clean: @shop/a",
      "raw_orders: @shop/a",
    ]);
  });

  for (const [title, marked, file] of [
    ["from where it is declared", inA, "a/src/a.ts"],
    ["from where it is named", inB('"raw_‸orders"'), "b/src/edited.ts"],
  ] as const) {
    it(`has references in all projects, ${title}`, async () => {
      const found = await ask<Location[]>("textDocument/references", marked, { context: { includeDeclaration: true } }, file);
      const places = found.map(({ uri, range }) => `${fileOf(uri)} ${range.start.line}`);
      const own = file === "b/src/edited.ts" ? ["b/src/edited.ts 1"] : [];
      expect(places.sort()).toEqual(["a/src/a.ts 1", "a/src/a.ts 2", "b/src/other.ts 1", ...own].sort());
    });

    it(`is renamed in all projects, ${title}`, async () => {
      const edit = await ask<WorkspaceEdit>("textDocument/rename", marked, { newName: "orders" }, file);
      const changed = Object.entries(edit.changes ?? {}).map(([uri, edits]: [string, TextEdit[]]) => {
        const before =
          ({ "a/src/a.ts": a, "b/src/other.ts": other } as Record<string, string>)[fileOf(uri) ?? ""] ?? inB('"raw_orders"');
        return [fileOf(uri), TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, before), edits).includes("raw_")];
      });
      const own = file === "b/src/edited.ts" ? [["b/src/edited.ts", false]] : [];
      expect(changed.sort()).toEqual([["a/src/a.ts", false], ["b/src/other.ts", false], ...own].sort());
    });
  }

  it("is not renamed to what another project has", async () => {
    const edit = ask("textDocument/rename", inA, { newName: "other" }, "a/src/a.ts");
    await expect(edit).rejects.toThrow("@shop/b");
  });

  it("has its lineage in all projects", async () => {
    const [item] = await ask<TypeHierarchyItem[]>("textDocument/prepareTypeHierarchy", inB('"raw_‸orders"'));
    expect(fileOf(item?.uri ?? "")).toBe("a/src/a.ts");
    const below: TypeHierarchyItem[] = await editor.connection.sendRequest("typeHierarchy/subtypes", { item });
    expect(below.map(({ name }) => name)).toEqual(["clean", "other"]);
  });

  it("is followed while it is edited", async () => {
    const warnings = () => editor.diagnostics("b/src/other.ts").filter(({ severity }) => severity === 2);
    editor.open("a/src/a.ts", a.replace('"raw_orders", groupName', '"gone", groupName'));
    await editor.until(() => warnings().length === 1);
    await editor.until(() =>
      editor
        .graphs()
        .some(({ name, nodes }) => name === "@shop/b" && nodes.some(({ id, kind }) => id === "raw_orders" && kind === "stub")),
    );
    editor.close("a/src/a.ts");
    await editor.until(() => warnings().length === 0);
  });
});
