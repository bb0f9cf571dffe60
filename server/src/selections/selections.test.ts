// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hover, Location, MarkupContent, PrepareRenameResult, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports = 'import { asset, AssetSelection, defineJob } from "headwater";\n';
const files = {
  "src/up.ts": `import { asset, externalAsset } from "headwater";
export const raw_orders = asset({ groupName: "sales" }, () => 1);
export const deep = asset({ key: ["shop", "deep"], groupName: "sales" }, () => 1);
export const plain = asset({ key: "plain", deps: ["raw_orders"] }, () => 1);
export const file = externalAsset({ key: "file" });
`,
  "src/jobs.ts": `import { AssetSelection, defineJob } from "headwater";
export const nightly = defineJob({ name: "nightly", selection: "key:shop/deep+ or key:raw_orders" });
export const short = defineJob({ name: "short", selection: "plain+, shop/deep" });
export const escaped = AssetSelection.fromString("key:\\"plain\\" and not key:shop/*");
`,
  "src/edited.ts": "export {};\n",
};

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(files);
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

/** Opens a text with a cursor and asks something there. */
async function ask<R>(method: string, marked: string, more: object = {}): Promise<{ answer: R; document: TextDocument }> {
  const { text, offset } = withoutCursor(imports + marked);
  const document = editor.open("src/edited.ts", text);
  try {
    const params = { textDocument: { uri: document.uri }, position: document.positionAt(offset), ...more };
    return { answer: await editor.connection.sendRequest(method, params), document };
  } finally {
    editor.close("src/edited.ts");
  }
}

const from = (text: string) => `export const s = AssetSelection.fromString(${text});`;
const job = (text: string) => `export const j = defineJob({ name: "daily", selection: ${text} });`;

describe("the hover in a selection", () => {
  const rows: readonly (readonly [title: string, marked: string, first: string | undefined, below?: string])[] = [
    ["a group", from('"group:sa‸les"'), "**selection** · selects 2 assets", "[raw\\_orders]("],
    ["a key, with its card", from('"key:raw_ord‸ers+"'), "**selection** · selects 2 assets", "**raw\\_orders** · asset"],
    ["a key of the short form", from('"raw_ord‸ers"'), "**selection** · selects 1 asset", "**raw\\_orders** · asset"],
    ["what is behind a key", from('"key:raw_orders+ an‸d not key:plain"'), "**selection** · selects 1 asset"],
    ["an external asset is selected", from('"is:ext‸ernal"'), "**selection** · selects 1 asset", "file"],
    ["and a job does not compute it", job('"*‸"'), "**job** `daily` · computes 3 assets"],
    ["nothing", from('"kind:no‸ne"'), "**selection** · selects 0 assets"],
    ["what is not known here", from('"status:fa‸iled"'), "**selection** · "],
    ["a constant that is given", `const text = "group:sal‸es";\n${from("text")}`, "**selection** · selects 2 assets"],
    ["a wrong text", from('"group:‸"'), undefined],
    ["a text that is put together", 'const g = "sa‸les";\nexport const s = AssetSelection.fromString(`group:${g}`);', undefined],
    ["a text elsewhere", 'export const s = "group:sa‸les";', undefined],
    ["the name of a job", 'export const j = defineJob({ name: "raw_ord‸ers", selection: "*" });', undefined],
    ["another function's option", 'export const j = other({ selection: "key:raw_ord‸ers" });', undefined],
  ];
  for (const [title, marked, first, below = ""] of rows) {
    it(title, async () => {
      const { answer } = await ask<Hover | null>("textDocument/hover", marked);
      const value = answer === null ? undefined : (answer.contents as MarkupContent).value;
      if (first === undefined) return expect(value).toBeUndefined();
      expect(value?.startsWith(first)).toBe(true);
      expect(value).toContain(below);
    });
  }
});

describe("the definition of a selected key", () => {
  const rows: readonly (readonly [title: string, marked: string, line: number | undefined])[] = [
    ["a key", from('"key:raw_ord‸ers+"'), 1],
    ["in quotes", from("'key:\"shop/de‸ep\"'"), 2],
    ["with escapes before it", from('"key:\\"plain\\" or key:raw_or‸ders"'), 1],
    ["of the short form", job('"plain, sh‸op/deep"'), 2],
    ["a key that nobody has", from('"key:nob‸ody"'), undefined],
    ["a pattern", from('"key:raw_‸*"'), undefined],
    ["a group", from('"group:raw_ord‸ers"'), undefined],
    ["an attribute", from('"ke‸y:raw_orders"'), undefined],
  ];
  for (const [title, marked, line] of rows) {
    it(title, async () => {
      const { answer } = await ask<Location[] | null>("textDocument/definition", marked);
      expect(answer?.map(({ uri, range }) => [uri, range.start.line])).toEqual(
        line === undefined ? undefined : [[editor.folder.uri("src/up.ts"), line]],
      );
    });
  }

  it("is what its lineage begins with", async () => {
    const { answer } = await ask<{ name: string }[] | null>("textDocument/prepareTypeHierarchy", from('"key:raw_ord‸ers+"'));
    expect(answer?.map(({ name }) => name)).toEqual(["raw_orders"]);
  });
});

describe("references in selections", () => {
  const jobs = files["src/jobs.ts"];
  const rows: readonly (readonly [title: string, marked: string, here: readonly string[], inJobs: readonly string[]])[] = [
    ["of a selected key", from('"key:raw_ord‸ers or not key:raw_orders"'), ["raw_orders", "raw_orders"], ["raw_orders"]],
    [
      "of a dependency",
      `export const a = asset({ deps: ["pla‸in"] }, () => 1);\n${from('"plain"')}`,
      ["plain", "plain"],
      ["plain", "plain"],
    ],
    ["of several segments", from('"shop/de‸ep"'), ["shop/deep"], ["shop/deep", "shop/deep"]],
    [
      "of a declaration",
      'export const own = asset({ name: "ow‸n" }, () => 1);\nexport const j = defineJob({ selection: "own+" });',
      ["own"],
      [],
    ],
    [
      "of a text that is put together",
      `export const a = asset({ deps: ["pla‸in"] }, () => 1);\nconst x = "plain";\nexport const s = AssetSelection.fromString(\`key:\${x}\`);`,
      ["plain", "`key:${x}`"],
      ["plain", "plain"],
    ],
  ];
  for (const [title, marked, here, inJobs] of rows) {
    it(title, async () => {
      const { answer, document } = await ask<Location[]>("textDocument/references", marked, {
        context: { includeDeclaration: false },
      });
      const other = TextDocument.create("", "typescript", 1, jobs);
      const found = (uri: string, source: TextDocument) =>
        answer.filter((each) => each.uri === uri).map(({ range }) => source.getText(range));
      expect([found(document.uri, document), found(editor.folder.uri("src/jobs.ts"), other)]).toEqual([here, inJobs]);
    });
  }
});

describe("the rename of a key that selections name", () => {
  const places: readonly (readonly [title: string, marked: string, found: string | null])[] = [
    ["a key", from('"key:raw_ord‸ers"'), "raw_orders"],
    ["the last segment", from('"key:shop/de‸ep"'), "deep"],
    ["not its other segments", from('"key:sh‸op/deep"'), null],
    ["a pattern", from('"key:raw‸_*"'), null],
    ["an attribute", from('"ke‸y:raw_orders"'), null],
    ["a group", from('"group:sa‸les"'), null],
  ];
  for (const [title, marked, found] of places) {
    it(title, async () => {
      const { answer, document } = await ask<PrepareRenameResult | null>("textDocument/prepareRename", marked);
      if (answer === null || !("range" in answer)) return expect(answer).toBe(found);
      expect([document.getText(answer.range), answer.placeholder]).toEqual([found, found]);
    });
  }

  /** The line of a job's file, or the text at hand, as it is after a rename; without what stays as it is. */
  async function rename(marked: string, newName: string): Promise<Record<string, string>> {
    const { answer, document } = await ask<WorkspaceEdit>("textDocument/rename", marked, { newName });
    const before: Record<string, string> = { ...files, "src/edited.ts": document.getText() };
    const after = Object.entries(answer.changes ?? {}).map(([uri, edits]: [string, TextEdit[]]) => {
      const file = Object.keys(before).find((each) => editor.folder.uri(each) === uri) as string;
      const lines = (before[file] as string).split("\n");
      const edited = TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, before[file] as string), edits);
      return [file, edited.split("\n").filter((line, at) => line !== lines[at])];
    });
    return Object.fromEntries(after);
  }

  it("changes what names it", async () => {
    expect(await rename(from('"key:shop/de‸ep"'), "low")).toEqual({
      "src/up.ts": ['export const deep = asset({ key: ["shop", "low"], groupName: "sales" }, () => 1);'],
      "src/jobs.ts": [
        'export const nightly = defineJob({ name: "nightly", selection: "key:shop/low+ or key:raw_orders" });',
        'export const short = defineJob({ name: "short", selection: "plain+, shop/low" });',
      ],
      "src/edited.ts": [from('"key:shop/low"')],
    });
  });

  it("puts in quotes what needs them", async () => {
    expect(
      await rename(
        'export const a = asset({ key: "one" }, () => 1);\nexport const t = AssetSelection.fromString("key:on‸e");\nexport const u = AssetSelection.fromString(\'key:one+\');\nexport const v = AssetSelection.fromString("one, plain");',
        "a-b",
      ),
    ).toEqual({
      "src/edited.ts": [
        'export const a = asset({ key: "a-b" }, () => 1);',
        'export const t = AssetSelection.fromString("key:\\"a-b\\"");',
        "export const u = AssetSelection.fromString('key:\"a-b\"+');",
        'export const v = AssetSelection.fromString("a-b, plain");',
      ],
    });
  });

  it("keeps escapes", async () => {
    expect((await rename('export const a = asset({ deps: ["pla‸in"] }, () => 1);', "simple"))["src/jobs.ts"]).toEqual([
      'export const short = defineJob({ name: "short", selection: "simple+, shop/deep" });',
      'export const escaped = AssetSelection.fromString("key:\\"simple\\" and not key:shop/*");',
    ]);
  });

  it("is refused where a selection is put together", async () => {
    const marked =
      'export const o = asset({ key: "on‸e" }, () => 1);\nconst x = "one";\nexport const s = AssetSelection.fromString(`key:${x}`);';
    await expect(rename(marked, "two")).rejects.toThrow("put together");
  });
});
