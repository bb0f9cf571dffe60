import { analyzeProject, memoryFiles } from "@headwater/analysis";
import type { FindingCode } from "@headwater/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor } from "../testing/editor.ts";

const others = {
  "raw.ts": `import { asset } from "headwater";
export const raw_customers = asset(() => 1);
export const deep = asset({ keyPrefix: ["shop"] }, () => 1);
`,
};
const imports =
  'import { asset, assetCheck, AssetCheckSpec, AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, AssetSelection, AutomationCondition, DailyPartitionsDefinition, defineJob, Definitions, externalAsset, multiAsset } from "headwater";\n';

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ ...others, "edited.ts": imports });
});
afterAll(() => editor.dispose());

/** The finding of a text, and all that is offered for it: the title, and the text as it is then. */
type Row = readonly [title: string, code: FindingCode, text: string, fixes: Readonly<Record<string, string>>];

const todo = '() => {\n  throw new Error("This asset is not computed yet.");\n}';

const rows: readonly Row[] = [
  [
    "a misspelt key in a selection",
    "unknown-selected-asset",
    'export const j = defineJob({ name: "j", selection: "key:raw_custmers+" });',
    { "Change to raw_customers": 'export const j = defineJob({ name: "j", selection: "key:raw_customers+" });' },
  ],
  [
    "a misspelt group in a selection",
    "empty-selection",
    'export const x = asset({ groupName: "a/b-c" }, () => 1);\nexport const s = AssetSelection.fromString("group:\\"a/b-d\\"");',
    {
      'Change to group:"a/b-c"':
        'export const x = asset({ groupName: "a/b-c" }, () => 1);\nexport const s = AssetSelection.fromString("group:\\"a/b-c\\"");',
    },
  ],
  [
    "a misspelt dependency",
    "unknown-dependency",
    'export const a = asset({ deps: ["raw_custmers"] }, () => 1);',
    {
      'Change to "raw_customers"': 'export const a = asset({ deps: ["raw_customers"] }, () => 1);',
      'Create the asset "raw_custmers"': `export const a = asset({ deps: ["raw_custmers"] }, () => 1);\n\nexport const raw_custmers = asset(${todo});`,
      'Declare "raw_custmers" as an external asset': `export const a = asset({ deps: ["raw_custmers"] }, () => 1);\n\nexport const raw_custmers = externalAsset({ key: "raw_custmers" });`,
    },
  ],
  [
    "a dependency of several segments, between other declarations",
    "unknown-dependency",
    'export const a = asset({ deps: [["x y", "b-c"]] }, () => 1); // why\nexport const z = 1;\n',
    {
      'Declare ["x y", "b-c"] as an external asset': `export const a = asset({ deps: [["x y", "b-c"]] }, () => 1); // why\n\nexport const b_c = externalAsset({ key: ["x y", "b-c"] });\nexport const z = 1;\n`,
    },
  ],
  [
    "an input of no asset",
    "unknown-input",
    "export const a = asset(({ nothing }) => nothing);\n",
    {
      'Create the asset "nothing"': `export const a = asset(({ nothing }) => nothing);\n\nexport const nothing = asset(${todo});\n`,
      'Declare "nothing" as an external asset':
        'export const a = asset(({ nothing }) => nothing);\n\nexport const nothing = externalAsset({ key: "nothing" });\n',
    },
  ],
  [
    "a check of no asset",
    "unknown-dependency",
    'export const c = assetCheck({ asset: "raw_custmers" }, () => true);',
    {
      'Change to "raw_customers"': 'export const c = assetCheck({ asset: "raw_customers" }, () => true);',
      'Create the asset "raw_custmers"': `export const c = assetCheck({ asset: "raw_custmers" }, () => true);\n\nexport const raw_custmers = asset(${todo});`,
      'Declare "raw_custmers" as an external asset':
        'export const c = assetCheck({ asset: "raw_custmers" }, () => true);\n\nexport const raw_custmers = externalAsset({ key: "raw_custmers" });',
    },
  ],
  [
    "one key twice, written out",
    "key-collision",
    'export const a = asset({ name: "raw_customers" }, () => 1);',
    { 'Rename to "raw_customers_2"': 'export const a = asset({ name: "raw_customers_2" }, () => 1);' },
  ],
  [
    "one key twice, by its constant",
    "key-collision",
    "export const raw_customers = asset(() => 1);",
    { 'Rename to "raw_customers_2"': 'export const raw_customers = asset({ name: "raw_customers_2" }, () => 1);' },
  ],
  [
    "one key twice, with a prefix",
    "key-collision",
    'export const x = asset({ key: ["shop", "deep"] }, () => 1);',
    { 'Rename to "shop/deep_2"': 'export const x = asset({ key: ["shop", "deep_2"] }, () => 1);' },
  ],
  [
    "a name with a blank",
    "invalid-name",
    "export const x = asset({ name: 'a b' }, () => 1);",
    { 'Change to "a_b"': "export const x = asset({ name: 'a_b' }, () => 1);" },
  ],
  [
    "a key with a blank",
    "invalid-name",
    'export const x = asset({ key: ["p q", "a b"] }, () => 1);',
    { 'Change to ["p_q", "a_b"]': 'export const x = asset({ key: ["p_q", "a_b"] }, () => 1);' },
  ],
  [
    "a key with slashes",
    "slash-in-key-part",
    'export const x = asset({ key: "p/q" }, () => 1);',
    { 'Change to ["p", "q"]': 'export const x = asset({ key: ["p", "q"] }, () => 1);' },
  ],
  [
    "a group with a blank",
    "invalid-group-name",
    'export const x = asset({ groupName: "a b/c" }, () => 1);',
    { 'Change to "a_b/c"': 'export const x = asset({ groupName: "a_b/c" }, () => 1);' },
  ],
  [
    "key and name",
    "key-with-name",
    'export const x = asset({ key: ["a"], name: "b", keyPrefix: "c", deps: [] }, () => 1);',
    {
      "Remove name and keyPrefix": 'export const x = asset({ key: ["a"], deps: [] }, () => 1);',
      "Remove key": 'export const x = asset({ name: "b", keyPrefix: "c", deps: [] }, () => 1);',
    },
  ],
  [
    "keyPrefix before key, on lines",
    "key-with-name",
    'export const x = asset({\n  keyPrefix: "c",\n  key: "a",\n}, () => 1);',
    {
      "Remove keyPrefix": 'export const x = asset({\n  key: "a",\n}, () => 1);',
      "Remove key": 'export const x = asset({\n  keyPrefix: "c",\n}, () => 1);',
    },
  ],
  [
    "an input with key and prefix",
    "input-key-with-prefix",
    'export const x = asset({ ins: { r: AssetIn({ key: "raw_customers", keyPrefix: "shop" }) } }, ({ r }) => r);',
    {
      "Remove keyPrefix": 'export const x = asset({ ins: { r: AssetIn({ key: "raw_customers" }) } }, ({ r }) => r);',
    },
  ],
  [
    "an input that is in deps too",
    "input-in-ins-and-deps",
    'export const x = asset({ deps: ["raw_customers", ["shop", "deep"]] }, ({ raw_customers }) => raw_customers);',
    {
      'Remove "raw_customers" from deps':
        'export const x = asset({ deps: [["shop", "deep"]] }, ({ raw_customers }) => raw_customers);',
    },
  ],
  [
    "an input that alone is in deps",
    "input-in-ins-and-deps",
    'export const x = asset({ groupName: "g", deps: ["raw_customers"] }, ({ raw_customers }) => raw_customers);',
    { 'Remove "raw_customers" from deps': 'export const x = asset({ groupName: "g" }, ({ raw_customers }) => raw_customers);' },
  ],
  [
    "a dependency that is there twice",
    "duplicate-dependency",
    'export const x = asset({ deps: ["raw_customers", AssetDep("raw_customers", { metadata: { a: 1 } })] }, () => 1);',
    {
      'Remove AssetDep("raw_customers", { metadata: { a: 1 } }) from deps':
        'export const x = asset({ deps: ["raw_customers"] }, () => 1);',
    },
  ],
  [
    "an input that the function does not take",
    "input-without-parameter",
    'export const x = asset({ ins: { raw: "raw_customers", deep: ["shop", "deep"] } }, ({ deep }) => deep);',
    {
      "Take raw as a parameter":
        'export const x = asset({ ins: { raw: "raw_customers", deep: ["shop", "deep"] } }, ({ raw, deep }) => deep);',
      "Move raw to deps":
        'export const x = asset({ deps: ["raw_customers"], ins: { deep: ["shop", "deep"] } }, ({ deep }) => deep);',
    },
  ],
  [
    "an input of a function without parameters",
    "input-without-parameter",
    'export const x = asset({ ins: { raw: "raw_customers" } }, async () => 1);',
    {
      "Take raw as a parameter": 'export const x = asset({ ins: { raw: "raw_customers" } }, async ({ raw }) => 1);',
      "Move raw to deps": 'export const x = asset({ deps: ["raw_customers"] }, async () => 1);',
    },
  ],
  [
    "an input that joins other dependencies",
    "input-without-parameter",
    'export const x = asset({ ins: { raw: "raw_customers" }, deps: [["shop", "deep"]] }, function x() { return 1; });',
    {
      "Take raw as a parameter":
        'export const x = asset({ ins: { raw: "raw_customers" }, deps: [["shop", "deep"]] }, function x({ raw }) { return 1; });',
      "Move raw to deps": 'export const x = asset({ deps: [["shop", "deep"], "raw_customers"] }, function x() { return 1; });',
    },
  ],
  [
    "a resource that nobody gives",
    "unknown-resource",
    'export const x = asset({ requiredResourceKeys: ["dbb"] }, ({ dbb }) => dbb);\nexport default Definitions({ resources: { db: 1 } });',
    {
      'Change to "db"':
        'export const x = asset({ requiredResourceKeys: ["db"] }, ({ db: dbb }) => dbb);\nexport default Definitions({ resources: { db: 1 } });',
    },
  ],
  [
    "an I/O manager that nobody gives",
    "unknown-resource",
    'export const x = asset({ ioManagerKey: "file" }, () => 1);\nexport default Definitions({ ioManagers: { files: 1 } });',
    {
      'Change to "files"':
        'export const x = asset({ ioManagerKey: "files" }, () => 1);\nexport default Definitions({ ioManagers: { files: 1 } });',
    },
  ],
  [
    "an asset that nothing mentions",
    "never-loaded",
    "const x = asset(() => 1);",
    { "Export x": "export const x = asset(() => 1);" },
  ],
  [
    "an option of another name before",
    "unknown-option",
    'export const x = asset({ computeKind: "sql" }, () => 1);',
    {
      "Change to kinds": 'export const x = asset({ kinds: ["sql"] }, () => 1);',
      "Remove computeKind": "export const x = asset({}, () => 1);",
    },
  ],
  [
    "a pool in a tag",
    "deprecated-option",
    'export const x = asset({ opTags: { "dagster/concurrency_key": "db" } }, () => 1);',
    { 'Change to pool: "db"': 'export const x = asset({ pool: "db" }, () => 1);' },
  ],
  [
    "a pool in a tag among others",
    "deprecated-option",
    'export const x = asset({ opTags: { "dagster/concurrency_key": "db", other: 1 } }, () => 1);',
    { 'Change to pool: "db"': 'export const x = asset({ pool: "db", opTags: { other: 1 } }, () => 1);' },
  ],
  [
    "an option that does not exist",
    "unknown-option",
    'export const x = asset({ groupNam: "g", zzz: 1 }, () => 1);',
    {
      "Change to groupName": 'export const x = asset({ groupName: "g", zzz: 1 }, () => 1);',
      "Remove groupNam": "export const x = asset({ zzz: 1 }, () => 1);",
      "Remove zzz": 'export const x = asset({ groupNam: "g" }, () => 1);',
    },
  ],
];

/** What the best fix makes of a text. */
const preferred: readonly (readonly [title: string, code: FindingCode, before: string, after: string])[] = [
  ["in the quotes that are there", "unknown-dependency", "deps: ['raw_custmers']", "deps: ['raw_customers']"],
  ["AssetDep", "unknown-dependency", 'deps: [AssetDep("raw_custmers")]', 'deps: [AssetDep("raw_customers")]'],
  ["a longer key", "unknown-dependency", 'deps: [["shp", "deep"]]', 'deps: [["shop", "deep"]]'],
  ["a text with a slash", "unknown-dependency", 'deps: ["shop/deep"]', 'deps: [["shop", "deep"]]'],
  ["ins", "unknown-input", 'ins: { r: "raw_custmers" }', 'ins: { r: "raw_customers" }'],
  ["an option", "unknown-option", 'groupNam: "x"', 'groupName: "x"'],
  [
    "a time zone",
    "unknown-timezone",
    'partitionsDef: DailyPartitionsDefinition({ startDate: "2026-01-01", timezone: "berlin" })',
    'partitionsDef: DailyPartitionsDefinition({ startDate: "2026-01-01", timezone: "Europe/Berlin" })',
  ],
  [
    "a name of a schedule",
    "invalid-cron",
    'automationCondition: AutomationCondition.onCron("@dayly")',
    'automationCondition: AutomationCondition.onCron("@daily")',
  ],
  [
    "a cron text with seconds",
    "invalid-cron",
    'automationCondition: AutomationCondition.onCron("0 0 6 * * MON")',
    'automationCondition: AutomationCondition.onCron("0 6 * * MON")',
  ],
];
const inputs: readonly (readonly [title: string, before: string, after: string])[] = [
  ["an input keeps the name that the body uses", "{ raw_custmers }", "{ raw_customers: raw_custmers }"],
  ["a renamed input too", "{ raw_custmers: raw }", "{ raw_customers: raw }"],
];

const codesIn = async (text: string) => {
  const { diagnostics } = await analyzeProject(memoryFiles({ ...others, "edited.ts": text }));
  return diagnostics.map(({ code }) => code).sort();
};

async function actionsFor(
  text: string,
  code: FindingCode,
  only = ["quickfix"],
): Promise<{ document: TextDocument; actions: CodeAction[] }> {
  const document = editor.open("edited.ts", text);
  await editor.until(() => editor.diagnostics("edited.ts").some((each) => each.code === code));
  const diagnostics = editor.diagnostics("edited.ts").filter((each) => each.code === code);
  const actions: CodeAction[] = await editor.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: document.uri },
    range: diagnostics[0]?.range,
    context: { diagnostics, only },
  });
  editor.close("edited.ts");
  await editor.until(() => editor.diagnostics("edited.ts").length === 0);
  return { document, actions };
}

const applied = (document: TextDocument, { edit }: CodeAction) =>
  TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);

describe("quick fixes", () => {
  for (const [title, code, text, fixes] of rows) {
    it(`${code}: ${title}`, async () => {
      const { document, actions } = await actionsFor(imports + text, code);
      expect(actions.map((action) => action.title)).toEqual(Object.keys(fixes));
      const before = await codesIn(document.getText());
      for (const action of actions) {
        const after = applied(document, action);
        const expected = fixes[action.title];
        if (expected !== "") expect(after).toBe(imports + expected);
        // It mends one finding and makes no other.
        const left = [...before];
        for (const each of await codesIn(after)) {
          expect(left, `${action.title}: ${after}`).toContain(each);
          left.splice(left.indexOf(each), 1);
        }
        expect(left, action.title).toContain(code);
      }
    });
  }

  const best = async (code: FindingCode, before: string, after: string) => {
    const { document, actions } = await actionsFor(imports + before, code);
    expect(actions.map(({ isPreferred }) => isPreferred === true)).toEqual(actions.map((_, at) => at === 0));
    expect(applied(document, actions[0] as CodeAction)).toBe(imports + after);
  };
  for (const [title, code, before, after] of preferred) {
    const text = (options: string) =>
      `export const own = asset({ ${options} }, ${code === "unknown-input" ? "({ r }) => r" : "() => 1"});`;
    it(`the best one: ${title}`, () => best(code, text(before), text(after)));
  }
  for (const [title, before, after] of inputs) {
    const text = (pattern: string) => `export const own = asset((${pattern}) => 1);`;
    it(`the best one: ${title}`, () => best("unknown-input", text(before), text(after)));
  }

  it("import what they need", async () => {
    const text = 'import { asset as made } from "headwater";\nexport const a = made(({ nothing }) => nothing);\n';
    const { document, actions } = await actionsFor(text, "unknown-input");
    expect(actions.map((action) => applied(document, action).split("\n")[0])).toEqual([
      'import { asset as made } from "headwater";',
      'import { asset as made, externalAsset } from "headwater";',
    ]);
    expect(applied(document, actions[0] as CodeAction)).toContain("export const nothing = made(");
  });

  it("all that is certain at once", async () => {
    const text = `${imports}export const x = asset({ key: "a", name: "b" }, () => 1);
export const z = asset({ deps: ["raw_customers"] }, ({ raw_customers }) => 1);
export const y = asset({ deps: ["nobody", AssetDep("nobody", { metadata: { a: 1 } })] }, () => 1);\n`;
    const { document, actions } = await actionsFor(text, "key-with-name", ["source.fixAll"]);
    expect(actions.map(({ kind }) => kind)).toEqual(["source.fixAll.headwater"]);
    expect(applied(document, actions[0] as CodeAction)).toBe(
      text.replace(', name: "b"', "").replace(' deps: ["raw_customers"] ', ""),
    );
  });
});
