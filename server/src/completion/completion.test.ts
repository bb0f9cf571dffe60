// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates and snippets.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem, CompletionList } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports =
  'import { asset, assetCheck, AssetSelection, AssetSpec, defineJob, Definitions, externalAsset, materialize, multiAsset } from "headwater";\n';
const files = {
  "src/up.ts": `import { asset, Definitions, externalAsset } from "headwater";
export const raw_orders = asset({ groupName: "sales", kinds: ["duckdb", "sql"], tags: { env: "prod", pii: "" }, owners: ["team:data"] }, () => 1);
export const deep = asset({ key: ["shop", "deep"], groupName: "sales", kinds: ["sql"], tags: { env: "test" }, owners: ["a@b.c"], pool: "slow" }, () => 1);
export const dashed = externalAsset({ key: "a-b" });
export default Definitions({ assets: [], resources: { db: 1, mail: 2 } });
`,
  "src/edited.ts": "export {};\n",
  "other.ts": "export {};\n",
};

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(files, {
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  });
  await editor.until(() => editor.told());
});
afterAll(() => editor.dispose());

async function complete(
  marked: string,
  head = imports,
): Promise<{ items: readonly CompletionItem[] | undefined; document: TextDocument }> {
  const { text, offset } = withoutCursor(head + marked);
  const document = editor.open("src/edited.ts", text);
  const result: CompletionList | null = await editor.connection.sendRequest("textDocument/completion", {
    textDocument: { uri: document.uri },
    position: document.positionAt(offset),
  });
  editor.close("src/edited.ts");
  return { items: result?.items, document };
}

/** The text after a suggestion is taken. */
async function take(marked: string, label: string, head = imports): Promise<string> {
  const { items, document } = await complete(marked, head);
  const item = items?.find((each) => each.label === label);
  if (item?.textEdit === undefined || !("range" in item.textEdit))
    throw new Error(`There is no ${label} among ${items?.map((each) => each.label)}.`);
  return TextDocument.applyEdits(document, [item.textEdit, ...(item.additionalTextEdits ?? [])]).replace(head, "");
}

type Row = readonly [title: string, marked: string, labels: readonly string[] | undefined];

function check(rows: readonly Row[]): void {
  for (const [title, marked, labels] of rows) {
    it(title, async () => {
      const { items } = await complete(marked);
      expect(items?.map(({ label }) => label)).toEqual(labels);
    });
  }
}

const from = (text: string) => `export const s = AssetSelection.fromString(${text});`;
const attributes = ["key:", "group:", "kind:", "tag:", "owner:", "is:", "partitions:", "sinks(", "roots("];
const keys = ["a-b", "raw_orders", "shop/deep"];
const withKey = keys.map((key) => `key:${key}`);

describe("completion in selections", () => {
  check([
    ["the beginning", from('"‸"'), [...attributes, "not", "*", ...withKey]],
    ["of a job", "export const j = defineJob({ name: 'j', selection: '‸' });", [...attributes, "not", "*", ...withKey]],
    ["of materialize()", 'void materialize([], { select: "group:‸" });', ["sales", "default", "<null>"]],
    ["while the code is broken", 'export const j = defineJob({ name: "j", selection: "group:‸', ["sales", "default", "<null>"]],
    ["in a constant", `const text = "kind:‸";\n${from("text")}`, ["sql", "duckdb", "<null>"]],
    ["a begun word", from('"gro‸"'), [...attributes, "not", "*", ...withKey]],
    ["behind a plus", from('"+‸"'), [...attributes, ...withKey]],
    ["behind not", from('"not ‸"'), [...attributes, "not", "*", ...withKey]],
    ["behind an operator", from('"key:raw_orders+ and ‸"'), [...attributes, "not", "*", ...withKey]],
    ["behind an operand", from('"key:raw_orders ‸"'), ["and", "or"]],
    ["keys", from('"key:‸"'), keys],
    ["keys of the short form", from('"raw_orders, ‸"'), keys],
    ["with a plus", from('"raw_orders+ 2+‸"'), keys],
    ["groups", from('"group:‸"'), ["sales", "default", "<null>"]],
    ["owners", from('"owner:‸"'), ["a@b.c", "team:data", "<null>"]],
    ["tags", from('"tag:‸"'), ["env", "pii", "<null>"]],
    ["values of a tag", from('"tag:env=‸"'), ["prod", "test"]],
    ["is", from('"is:‸"'), ["external", "materializable"]],
    ["partitions", from('"partitions:‸"'), ["none", "static", "dynamic", "time", "multipartitions"]],
    ["in another text", 'export const s = "group:‸";', undefined],
    ["in a template with a part", "export const s = AssetSelection.fromString(`group:‸$" + "{x}`);", undefined],
    ["in another function", 'export const s = other({ selection: "group:‸" });', undefined],
    ["the name of a job", 'export const j = defineJob({ name: "‸" });', undefined],
  ]);

  const insertions: readonly (readonly [title: string, text: string, label: string, expected: string])[] = [
    ["an attribute", '"gro‸ or x"', "group:", '"group: or x"'],
    ["a value", '"group:sa‸"', "sales", '"group:sales"'],
    ["instead of the word", '"group:sa‸x"', "sales", '"group:sales"'],
    ["what needs quotes", '"owner:‸"', "team:data", '"owner:\\"team:data\\""'],
    ["in other quotes", "'owner:‸'", "team:data", "'owner:\"team:data\"'"],
    ["in a begun quote", "'owner:\"te‸'", "team:data", "'owner:\"team:data\"'"],
    ["in a closed one", "'owner:\"te‸am\" and kind:sql'", "team:data", "'owner:\"team:data\" and kind:sql'"],
    ["a key with its attribute", '"raw‸"', "key:raw_orders", '"key:raw_orders"'],
    ["a key that needs quotes", "`key:‸`", "a-b", '`key:"a-b"`'],
    ["a key of the short form", '"raw_orders, sh‸"', "shop/deep", '"raw_orders, shop/deep"'],
    ["behind escapes", '"key:\\"a-b\\" or key:ra‸"', "raw_orders", '"key:\\"a-b\\" or key:raw_orders"'],
    ["what is not set", '"group:‸"', "<null>", '"group:<null>"'],
  ];
  for (const [title, text, label, expected] of insertions) {
    it(`writes ${title}`, async () => expect(await take(from(text), label)).toBe(from(expected)));
  }
});

describe("completion of inputs", () => {
  check([
    ["of an asset", "export const a = asset({ groupName: 'sales' }, ({ ‸ }) => 1);", ["db", "mail", "raw_orders", "a-b"]],
    ["of one without options", "export const a = asset(async ({ ‸ }) => 1);", ["db", "mail", "a-b", "raw_orders"]],
    ["a begun name", "export const a = asset({}, async ({ ra‸ }) => 1);", ["db", "mail", "a-b", "raw_orders"]],
    ["of a function", "export const a = asset({}, function compute({ ‸ }) {});", ["db", "mail", "a-b", "raw_orders"]],
    ["without those that are taken", 'export const a = asset({}, ({ db, ‸, raw_orders: rows, "a-b": b }) => 1);', ["mail"]],
    ["before the context", "export const a = asset({}, ({ ‸ }, context) => 1);", ["db", "mail", "a-b", "raw_orders"]],
    [
      "of ins",
      'export const a = asset({ ins: { rows: "raw_orders" } }, ({ ‸ }) => 1);',
      ["rows", "db", "mail", "a-b", "raw_orders"],
    ],
    [
      "of needed resources",
      'export const a = asset({ requiredResourceKeys: ["mail"] }, ({ ‸ }) => 1);',
      ["mail", "db", "a-b", "raw_orders"],
    ],
    [
      "of a check",
      'export const c = assetCheck({ asset: "raw_orders", additionalIns: { other: "a-b" } }, ({ ‸ }) => true);',
      ["raw_orders", "other", "db", "mail"],
    ],
    ["while the code is broken", "export const a = asset({}, async ({ ‸", ["db", "mail", "a-b", "raw_orders"]],
    ["not the value of a property", "export const a = asset({}, ({ db: ‸ }) => 1);", undefined],
    ["not a default", "export const a = asset({}, ({ db = ‸ }) => 1);", undefined],
    ["not what a function gives", "export const a = asset({}, () => ({ ‸ }));", undefined],
    ["not another call in a function", "export const a = asset({}, () => other({ ‸ }));", undefined],
    ["not the second parameter", "export const a = asset({}, ({ db }, { ‸ }) => 1);", undefined],
    ["not the options", "export const a = asset({ ‸ }, () => 1);", undefined],
    ["not another function", "export const a = other({}, ({ ‸ }) => 1);", undefined],
    ["not a comment", "export const a = asset({}, ({ // ‸\n }) => 1);", undefined],
  ]);

  it("gives what is no name a place", async () => {
    expect(await take("export const a = asset({}, ({ a‸ }) => 1);", "a-b")).toBe(
      'export const a = asset({}, ({ "a-b":  }) => 1);',
    );
    expect(await take("export const a = asset({}, ({ ra‸w }) => 1);", "raw_orders")).toBe(
      "export const a = asset({}, ({ raw_orders }) => 1);",
    );
  });
});

describe("completion of what assets share", () => {
  check([
    ["groups", 'export const a = asset({ groupName: "‸" }, () => 1);', ["default", "sales"]],
    ["without the one that is being written", 'export const a = asset({ groupName: "sal‸" }, () => 1);', ["sales", "default"]],
    [
      "of one of several",
      'export const m = multiAsset({ specs: [AssetSpec({ key: "a", groupName: "‸" })] }, () => 1);',
      ["default", "sales"],
    ],
    ["kinds", 'export const a = asset({ kinds: ["duckdb", "‸"] }, () => 1);', ["duckdb", "sql"]],
    ["owners", 'export const a = externalAsset({ key: "x", owners: ["‸"] });', ["a@b.c", "team:data"]],
    ["resources", 'export const a = asset({ requiredResourceKeys: ["‸"] }, () => 1);', ["db", "mail"]],
    ["pools", 'export const a = asset({ pool: "‸" }, () => 1);', ["slow"]],
    ["I/O managers", 'export const a = asset({ ioManagerKey: "‸" }, () => 1);', ["ioManager"]],
    ["names of tags", "export const a = asset({ tags: { ‸ } }, () => 1);", ["env", "pii"]],
    ["in quotes", 'export const a = asset({ tags: { "‸": "" } }, () => 1);', ["env", "pii"]],
    ["values of a tag", 'export const a = asset({ tags: { env: "‸" } }, () => 1);', ["prod", "test"]],
    ["groups of a selection", 'export const s = AssetSelection.groups("sales", "‸");', ["sales", "default"]],
    ["tags of a selection", 'export const s = AssetSelection.tag("‸", "prod");', ["env", "pii"]],
    ["another option", 'export const a = asset({ description: "‸" }, () => 1);', undefined],
    ["the options of another function", 'export const a = other({ groupName: "‸" });', undefined],
  ]);

  it("is written as it needs to be", async () => {
    expect(await take("export const a = asset({ tags: { e‸ } }, () => 1);", "env")).toBe(
      "export const a = asset({ tags: { env:  } }, () => 1);",
    );
    expect(await take("export const a = asset({ kinds: ['d‸'] }, () => 1);", "duckdb")).toBe(
      "export const a = asset({ kinds: ['duckdb'] }, () => 1);",
    );
  });
});

describe("completion of declarations", () => {
  check([
    ["at the beginning of a line", "as‸", ["asset", "assetCheck"]],
    ["behind export", "export mul‸", ["multiAsset"]],
    ["not inside a line", "const a = as‸", undefined],
    ["not of one letter", "a‸", undefined],
    ["not of another word", "class‸", undefined],
    ["not in a comment", "// as‸", undefined],
  ]);

  it("imports what it calls", async () => {
    expect(await take("asset‸", "asset", 'import { readFileSync } from "node:fs";\n')).toBe(
      'import { asset } from "headwater";\nexport const ${1:name} = asset({ groupName: "${2:default}" }, async (${3}) => {\n\t$0\n});',
    );
    expect(await take("export ext‸", "externalAsset")).toBe('export const ${1:name} = externalAsset({ key: "${1:name}" });$0');
  });
});
