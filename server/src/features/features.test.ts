import { lensCommands } from "@headwater/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Hover,
  Location,
  LocationLink,
  MarkupContent,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const minute = 60_000;
const now = Date.UTC(2026, 0, 10, 12);
const imports =
  'import { asset, assetCheck, AssetCheckSpec, AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, externalAsset, multiAsset, observableAsset } from "headwater";\n';
const upstream = `${imports}/** Raw. */
export const rawCustomers = asset(
  { name: "raw_customers", groupName: "ingestion", kinds: ["duckdb"], owners: ["team:data"], description: "As *exported* <b>" },
  async () => 1,
);
export const rawOrders = asset({ name: "raw_orders", groupName: "ingestion" }, async () => 1);
export const deep = asset({ key: ["shop", "deep"] }, async () => 1);
`;

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor(
    { "src/up.ts": upstream, "src/edited.ts": "export {};\n", "other/note.txt": "" },
    { now: () => now },
  );
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

/** Opens a text with a cursor and asks something there. */
async function ask<R>(method: string, marked: string, more: object = {}): Promise<{ result: R; document: TextDocument }> {
  const { text, offset } = withoutCursor(marked);
  const document = editor.open("src/edited.ts", imports + text);
  const position = document.positionAt(imports.length + offset);
  const result: R = await editor.connection.sendRequest(method, { textDocument: { uri: document.uri }, position, ...more });
  editor.close("src/edited.ts");
  return { result, document };
}

describe("completion inside dependency texts", () => {
  const all = ["raw_customers", "raw_orders", "shop/deep"];
  const own = (deps: string) => `export const own = asset({ name: "own", ${deps} }, async () => 1);`;
  const rows: readonly (readonly [title: string, marked: string, labels: readonly string[] | undefined])[] = [
    ["an empty text", own('deps: ["‸"]'), all],
    ["a half-written one", own('deps: ["raw_‸"]'), all],
    ["its beginning", own('deps: ["‸raw_"]'), all],
    ["single quotes", own("deps: ['raw‸']"), all],
    ["a template", own("deps: [`raw‸`]"), all],
    ["a template with a part", own("deps: [`raw‸$" + "{x}`]"), undefined],
    ["without a closing quote", 'export const own = asset({ name: "own", deps: ["raw_‸', all],
    ["without a closing quote, code behind", own('deps: ["raw_‸, "x"]'), all],
    ["without a closing bracket", 'export const own = asset({ name: "own", deps: ["‸"\nexport const x = 1;', all],
    ["a second element", own('deps: ["raw_orders", "‸"]'), all],
    ["AssetDep", own('deps: [AssetDep("‸")]'), all],
    ["AssetKey", own('deps: [AssetKey("‸")]'), all],
    ["ins", own('ins: { raw: "‸" }'), all],
    ["AssetIn", own('ins: { raw: AssetIn({ key: "‸" }) }'), all],
    ["a broken body above", `export const b = asset({ name: "b" }, async () => { if (\n${own('deps: ["‸"]')}`, all],
    ["a regex with a quote above", `const r = /"/;\n${own('deps: ["‸"]')}`, all],
    ["specs", 'export const m = multiAsset({ specs: [AssetSpec({ key: "own", deps: ["‸"] })] }, () => 1);', all],
    ["a check", 'export const c = assetCheck({ asset: "‸" }, () => 1);', all],
    ["additionalIns", 'export const c = assetCheck({ asset: "raw_orders", additionalIns: { x: "‸" } }, ({ x }) => x);', all],
    ["a description", own('description: "‸"'), undefined],
    ["another call's deps", 'useEffect({ deps: ["‸"] });', undefined],
    ["a comment", '// asset({ deps: ["‸"', undefined],
    ["outside of quotes", own('deps: [‸"raw"]'), undefined],
    ["behind the quotes", own('deps: ["raw"‸]'), undefined],
  ];
  for (const [title, marked, labels] of rows) {
    it(title, async () => {
      const { result } = await ask<CompletionList | null>("textDocument/completion", marked);
      const found = result?.items.map(({ label }) => label).filter((label) => label !== "b");
      expect(found?.sort()).toEqual(labels);
    });
  }

  const insertions: readonly (readonly [title: string, deps: string, label: string, expected: string])[] = [
    ["replaces the whole text", 'deps: ["raw‸_cust"]', "raw_orders", 'deps: ["raw_orders"]'],
    ["leaves what follows an open text", 'deps: ["raw‸, "x"]', "raw_orders", 'deps: ["raw_orders, "x"]'],
    ["writes a longer key as a list", 'deps: ["‸"]', "shop/deep", 'deps: [["shop", "deep"]]'],
    ["in the quotes that are there", "deps: ['‸']", "shop/deep", "deps: [['shop', 'deep']]"],
  ];
  for (const [title, deps, label, expected] of insertions) {
    it(title, async () => {
      const { result, document } = await ask<CompletionList>("textDocument/completion", own(deps));
      const item = result.items.find((each) => each.label === label) as CompletionItem;
      const edited = TextDocument.applyEdits(document, item.textEdit && "range" in item.textEdit ? [item.textEdit] : []);
      expect(edited).toBe(imports + own(expected));
    });
  }

  it("puts the own group first, with group and kinds", async () => {
    const { result } = await ask<CompletionList>(
      "textDocument/completion",
      'export const own = asset({ name: "own", groupName: "ingestion", deps: ["‸"] }, async () => 1);\nexport const a = asset({ name: "a" }, () => 1);',
    );
    const sorted = [...result.items].sort((one, other) => ((one.sortText ?? "") < (other.sortText ?? "") ? -1 : 1));
    expect(sorted.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      "raw_customers: ingestion · duckdb",
      "raw_orders: ingestion",
      "a: default",
      "shop/deep: default",
    ]);
  });
});

describe("definition", () => {
  const rows: readonly (readonly [title: string, marked: string, target: string | undefined])[] = [
    ["deps", 'export const own = asset({ name: "own", deps: ["raw_cu‸stomers"] }, () => 1);', "raw_customers"],
    ["a longer key", 'export const own = asset({ name: "own", deps: [["shop", "de‸ep"]] }, () => 1);', "shop/deep"],
    ["ins", 'export const own = asset({ name: "own", ins: { raw: "raw‸_orders" } }, ({ raw }) => raw);', "raw_orders"],
    ["AssetIn", 'export const own = asset({ ins: { raw: AssetIn({ key: "raw‸_orders" }) } }, ({ raw }) => raw);', "raw_orders"],
    ["specs", 'export const m = multiAsset({ specs: [AssetSpec({ key: "a", deps: ["raw_or‸ders"] })] }, () => 1);', "raw_orders"],
    [
      "an input of several",
      "export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut() }, internalAssetDeps: { b: ['raw_orders'] } }, ({ raw‸_orders }) => 1);",
      "raw_orders",
    ],
    ["a checked asset", 'export const c = assetCheck({ asset: "raw_cus‸tomers" }, () => 1);', "raw_customers"],
    [
      "a further input of a check",
      'export const c = assetCheck({ asset: "shop", additionalIns: { x: "raw‸_orders" } }, ({ x }) => x);',
      "raw_orders",
    ],
    ["an input by its name", "export const own = asset({ }, ({ raw_or‸ders }) => 1);", "raw_orders"],
    ["an input that ins name", 'export const own = asset({ ins: { raw: "raw_orders" } }, ({ ra‸w }) => raw);', "raw_orders"],
    [
      "a reference is TypeScript's",
      'import { rawOrders } from "./up.ts";\nexport const own = asset({ name: "own", deps: [raw‸Orders] }, () => 1);',
      undefined,
    ],
    [
      "an input from a reference, which TypeScript follows no further than to itself",
      'import { rawOrders } from "./up.ts";\nexport const own = asset({ name: "own", ins: { raw: rawOrders } }, ({ ra‸w }) => raw);',
      "raw_orders",
    ],
    [
      "a reference in ins is TypeScript's",
      'import { rawOrders } from "./up.ts";\nexport const own = asset({ name: "own", ins: { raw: raw‸Orders } }, ({ raw }) => raw);',
      undefined,
    ],
    [
      "what a helper is given as a key is none of its dependencies",
      'const made = (name: string) => asset({ name, deps: ["raw_orders"] }, () => 1);\nexport const one = made("on‸e");',
      undefined,
    ],
    ["the own name", 'export const own = asset({ name: "o‸wn" }, () => 1);', undefined],
    ["an unknown key", 'export const own = asset({ name: "own", deps: ["no‸body"] }, () => 1);', undefined],
    ["other text", 'export const own = asset({ name: "own" }, () => "raw_or‸ders");', undefined],
  ];
  for (const [title, marked, target] of rows) {
    it(title, async () => {
      const { result } = await ask<Location[] | null>("textDocument/definition", marked);
      expect(result === null ? undefined : result.map(({ uri }) => uri)).toEqual(
        target === undefined ? undefined : [editor.folder.uri("src/up.ts")],
      );
      if (target === undefined) return;
      const range = (result as Location[])[0]?.range;
      const named = range && TextDocument.create("", "", 1, upstream).getText(range);
      expect(named?.replace(/[[\]" ]/g, "").replace(",", "/")).toBe(target);
    });
  }
});

describe("hover", () => {
  const text = (result: Hover | null) => (result === null ? undefined : (result.contents as MarkupContent).value);
  const rows: readonly (readonly [title: string, marked: string, first: string | undefined])[] = [
    ["the own key", 'export const own = asset({ name: "o‸wn" }, () => 1);', "**own** · asset · group `default`"],
    ["the call", 'export const own = ass‸et({ name: "own" }, () => 1);', "**own** · asset · group `default`"],
    ["the constant that names it", "export const ow‸n = asset(() => 1);", "**own** · asset · group `default`"],
    [
      "a dependency",
      'export const own = asset({ name: "own", deps: ["raw_ord‸ers"] }, () => 1);',
      "**raw\\_orders** · asset · group `ingestion`",
    ],
    ["an input", "export const own = asset(({ raw_ord‸ers }) => 1);", "**raw\\_orders** · asset · group `ingestion`"],
    [
      "one of several",
      "export const m = multiAsset({ outs: { on‸e: AssetOut(), two: AssetOut() } }, () => 1);",
      "**one** · asset · group `default`",
    ],
    [
      "several at once",
      "export const m = multi‸Asset({ outs: { one: AssetOut(), two: AssetOut() } }, () => 1);",
      "**one** · asset · group `default`",
    ],
    [
      "a description",
      'export const m = multiAsset({ specs: [AssetSpec({ key: "o‸ne", groupName: "g" })] }, () => 1);',
      "**one** · asset · group `g`",
    ],
    ["an external one", "export const e‸xt = externalAsset({});", "**ext** · external asset · group `default`"],
    [
      "a value of a check",
      'export const c = assetCheck({ asset: "raw_orders", additionalIns: { r: "raw_customers" } }, ({ r‸ }) => r);',
      "**raw\\_customers** · asset · group `ingestion` · `duckdb`",
    ],
    ["a stub", 'export const own = asset({ name: "own", deps: ["no‸body"] }, () => 1);', "**nobody** · not declared here"],
    ["an option", 'export const own = asset({ na‸me: "own" }, () => 1);', undefined],
    ["the body", 'export const own = asset({ name: "own" }, () => 1‸);', undefined],
  ];
  for (const [title, marked, first] of rows) {
    it(title, async () => {
      const { result } = await ask<Hover | null>("textDocument/hover", marked);
      expect(text(result)?.split("\n")[0]).toBe(first);
    });
  }

  it("is a card with everything", async () => {
    const uri = editor.graphs()[0]?.uri;
    const metadata = { row_count: { type: "int", value: 151 }, note: { type: "text", value: "a|b\n<i>" } };
    await editor.connection.sendNotification("headwater/statuses", {
      uri,
      assets: [
        {
          key: "raw_customers",
          activity: "failed",
          endTime: now - 5 * minute,
          error: { message: "no *file*", name: "Error" },
          latestMaterialization: { runId: "r1", timestamp: now - 2 * 60 * minute, metadata },
          checks: [
            { name: "fresh", status: "passed", blocking: false },
            { name: "not_empty", status: "error", blocking: true, description: "0 rows" },
          ],
        },
      ],
    });
    const { result } = await ask<Hover>("textDocument/hover", 'export const own = asset({ deps: ["raw_cu‸stomers"] }, () => 1);');
    expect(text(result)).toBe(
      [
        "**raw\\_customers** · asset · group `ingestion` · `duckdb`",
        "As \\*exported\\* &lt;b\\>",
        `Downstream: [own](${editor.folder.uri("src/edited.ts")}#L2,14)`,
        `Owners: team\\:data  \nDeclared in [src/up\\.ts](${editor.folder.uri("src/up.ts")}#L4,11)`,
        "---",
        "✗ failed 5 min ago  \nno \\*file\\*  \nMaterialized 2 h ago  \n`row_count`: 151  \n`note`: a\\|b &lt;i\\>  \n✗ blocking check `not_empty` did not pass: 0 rows  \n✓ 1 check passed",
      ].join("\n\n"),
    );
    await editor.connection.sendNotification("headwater/statuses", { uri, assets: [] });
  });
});

describe("code lens", () => {
  const titles = async (text: string, keep = false) => {
    const document = editor.open("src/edited.ts", imports + text);
    const lenses: CodeLens[] = await editor.connection.sendRequest("textDocument/codeLens", {
      textDocument: { uri: document.uri },
    });
    if (!keep) editor.close("src/edited.ts");
    return lenses.map(({ range, command }) => `${range.start.line} ${command?.title}`);
  };
  const rows: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
    [
      "stands above the call",
      'export const a = asset({ deps: ["raw_orders"] }, () => 1);',
      ["1 Materialize asset", "1 1 upstream · 0 downstream"],
    ],
    [
      "at the line of the constant",
      "export const a =\n  // why\n  asset(() => 1);",
      ["1 Materialize asset", "1 0 upstream · 0 downstream"],
    ],
    [
      "names each asset of a loop",
      'export const list = ["a", "b"].map((name) => asset({ name }, () => 1));',
      ["1 Materialize a", "1 0 upstream · 0 downstream", "1 Materialize b", "1 0 upstream · 0 downstream"],
    ],
    [
      "counts many",
      'export const list = ["a", "b", "c", "d", "e", "f"].map((name) => asset({ name }, () => 1));',
      ["1 6 assets"],
    ],
    [
      "stands at the call of several that are computed together",
      "export const m = multiAsset({\n  outs: { a: AssetOut(), b: AssetOut() },\n}, ({ raw_orders }) => ({}));\nexport const c = asset(({ a }) => a);",
      ["1 Materialize a, b", "1 1 upstream · 1 downstream", "4 Materialize asset", "4 1 upstream · 0 downstream"],
    ],
    [
      "counts many that are computed together",
      "export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut(), c: AssetOut(), d: AssetOut(), e: AssetOut(), f: AssetOut() } }, () => 1);",
      ["1 Materialize 6 assets", "1 0 upstream · 0 downstream"],
    ],
    [
      "stands at the entries of several that are computed apart",
      "export const m = multiAsset({\n  canSubset: true,\n  outs: {\n    a: AssetOut(),\n    b: AssetOut(),\n  },\n}, () => ({}));",
      ["4 Materialize a", "4 0 upstream · 0 downstream", "5 Materialize b", "5 0 upstream · 0 downstream"],
    ],
    [
      "offers no run of what is only described",
      "export const e = externalAsset({});\nexport const o = observableAsset(() => 1);",
      ["1 0 upstream · 0 downstream", "2 0 upstream · 0 downstream"],
    ],
    ["nothing for checks", 'export const c = assetCheck({ asset: "raw_orders" }, () => 1);', []],
    ["nothing without assets", "export const a = 1;", []],
  ];
  for (const [title, text, expected] of rows) it(title, async () => expect(await titles(text)).toEqual(expected));

  const runs: readonly (readonly [status: object, title: string | undefined])[] = [
    [{ activity: "queued" }, "queued"],
    [{ activity: "running", startTime: now }, "running…"],
    [{ activity: "failed", endTime: now - minute }, "✗ failed 1 min ago"],
    [{ activity: "upstreamFailed", because: "raw_orders" }, "✗ upstream raw_orders failed"],
    [{ activity: "canceled", endTime: now - 26 * 60 * minute }, "canceled 1 d ago"],
    [
      {
        activity: "materialized",
        endTime: now,
        latestMaterialization: { runId: "r", timestamp: now - 2 * minute, metadata: { row_count: { type: "int", value: 151 } } },
      },
      "✓ 2 min ago, row_count 151",
    ],
    [
      { activity: "materialized", endTime: now, latestMaterialization: { runId: "r", timestamp: now, metadata: {} } },
      "✓ just now",
    ],
    [{}, undefined],
  ];
  for (const [status, title] of runs) {
    it(`says "${title}"`, async () => {
      const before = editor.lensRefreshes();
      const uri = editor.graphs()[0]?.uri;
      await editor.connection.sendNotification("headwater/statuses", { uri, assets: [{ key: "a", ...status }] });
      await editor.until(() => editor.lensRefreshes() > before);
      expect((await titles("export const a = asset(() => 1);")).slice(2)).toEqual(title === undefined ? [] : [`1 ${title}`]);
      await editor.connection.sendNotification("headwater/statuses", { uri, assets: [] });
    });
  }

  const made = (eventId: number, tags: object) => ({
    eventId,
    timestamp: eventId,
    tags: { "dagster/data_version": "d", ...tags },
  });
  const old = { "dagster/code_version": "1" };
  const readOf = (version: string) => ({
    "dagster/code_version": "run",
    "dagster/input_data_version/a": version,
    "dagster/input_event_pointer/a": "1",
  });
  const stale: readonly (readonly [why: string, status: object, b: object, titles: readonly string[]])[] = [
    ["its code is another", { latestRecord: made(1, old) }, {}, ['1 stale: "a" has a new code version']],
    ["it is fresh", { latestRecord: made(1, { "dagster/code_version": "2" }) }, {}, []],
    ["it was never made", {}, {}, []],
    ["it is being made", { activity: "running", latestRecord: made(1, old) }, {}, ["1 running…"]],
    [
      "its upstream's code is another",
      { latestRecord: made(1, old) },
      { latestRecord: made(2, readOf("d")) },
      ['1 stale: "a" has a new code version', '2 upstream stale: "a"'],
    ],
    [
      "more than one thing is another",
      { latestRecord: made(3, old) },
      {
        latestRecord: made(2, {
          ...readOf("c"),
          "dagster/input_data_version/gone": "g",
          "dagster/input_event_pointer/gone": "1",
        }),
      },
      ['1 stale: "a" has a new code version', '2 stale: "a" has a new data version since it was read, and 1 more'],
    ],
  ];
  for (const [why, a, b, expected] of stale) {
    it(`says so of a stale asset, where ${why}`, async () => {
      const before = editor.lensRefreshes();
      const uri = editor.graphs()[0]?.uri;
      const assets = [
        { key: "a", ...a },
        { key: "b", ...b },
      ];
      await editor.connection.sendNotification("headwater/statuses", { uri, assets });
      await editor.until(() => editor.lensRefreshes() > before);
      const text = 'export const a = asset({ codeVersion: "2" }, () => 1);\nexport const b = asset(({ a }: { a: number }) => a);';
      expect((await titles(text)).filter((title) => !/Materialize|downstream/.test(title))).toEqual(expected);
      await editor.connection.sendNotification("headwater/statuses", { uri, assets: [] });
    });
  }

  it("names the asset in the command's argument", async () => {
    const document = editor.open("src/up.ts", upstream);
    const lenses: CodeLens[] = await editor.connection.sendRequest("textDocument/codeLens", {
      textDocument: { uri: document.uri },
    });
    editor.close("src/up.ts");
    expect(lenses.at(-2)?.command).toEqual({
      title: "Materialize asset",
      command: lensCommands.materialize,
      arguments: [{ projectUri: editor.graphs()[0]?.uri, key: "shop/deep" }],
    });
  });
});

describe("graph", () => {
  it("tells which assets are always computed together, where each stands and what is wrong in it", async () => {
    editor.open(
      "src/edited.ts",
      `${imports}export const m = multiAsset({ outs: { a: AssetOut({ groupName: "x y" }), b: AssetOut() } }, () => 1);
export const n = multiAsset({ canSubset: true, specs: [AssetSpec({ key: "c" })] }, () => 1);
export const o = multiAsset({ outs: { d: AssetOut(), e: AssetOut() } }, ({ nobody }) => nobody);
`,
    );
    const nodes = () => editor.graphs()[0]?.nodes ?? [];
    await editor.until(() => nodes().some(({ id, errors }) => id === "e" && errors === 1));
    const told = nodes()
      .filter(({ id }) => "abcde".includes(id))
      .map(({ id, unit, errors, source }) => `${id} ${unit} ${errors} ${source?.range.start.character}`);
    editor.close("src/edited.ts");
    expect(told).toEqual(["a a 1 38", "b a 0 73", "c undefined 0 55", "d d 1 38", "e d 1 53"]);
  });
});

describe("places that are not there", () => {
  const verbs = ["hover", "definition", "completion", "codeLens", "codeAction", "references", "prepareTypeHierarchy"];
  const context = {
    diagnostics: [
      {
        source: "headwater",
        range: { start: { line: 0, character: 0 }, end: { line: 9, character: 9 } },
        message: "",
        data: { code: 1 },
      },
    ],
  };
  const positions = [
    { line: 1000, character: 0 },
    { line: 0, character: 100_000 },
    { line: -1, character: -1 },
    { line: 0.5, character: 0 },
  ];
  it("are answered with nothing", async () => {
    const document = editor.open("src/edited.ts", `${imports}const a = 1;`);
    for (const verb of verbs) {
      for (const uri of [document.uri, editor.folder.uri("src/closed.ts"), "untitled:Untitled-1", "nonsense"]) {
        for (const position of positions) {
          const params = { textDocument: { uri }, position, range: { start: position, end: position }, context };
          const answer: unknown = await editor.connection.sendRequest(`textDocument/${verb}`, params);
          expect(answer === null || (Array.isArray(answer) && answer.length === 0), `${verb} ${uri}`).toBe(true);
        }
        expect(await editor.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri } })).toEqual([]);
      }
    }
    editor.close("src/edited.ts");
  });
});

describe("clients of other abilities", () => {
  it("get links, plain text and the lens of a workspace that is not trusted", async () => {
    const other = await startEditor(
      { "a.ts": `${imports}export const a = asset(() => 1);\nexport const b = asset({ deps: ["a"] }, () => 1);` },
      {
        capabilities: { textDocument: { definition: { linkSupport: true }, hover: { contentFormat: ["plaintext"] } } },
        initializationOptions: { trusted: false },
      },
    );
    const text = `${imports}export const a = asset(() => 1);\nexport const b = asset({ deps: ["a"] }, () => 1);`;
    const { uri } = other.open("a.ts", text);
    const position = TextDocument.create("", "", 1, text).positionAt(text.indexOf('"a"') + 1);
    const links: LocationLink[] = await other.connection.sendRequest("textDocument/definition", {
      textDocument: { uri },
      position,
    });
    expect(links[0]?.targetSelectionRange.start).toEqual({ line: 1, character: 13 });
    const hover: Hover = await other.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
    expect(hover.contents).toEqual({
      kind: "plaintext",
      value: "a · asset · group default\n\nDownstream: b\n\nDeclared in a.ts",
    });
    const lenses: CodeLens[] = await other.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
    expect(lenses[0]?.command).toEqual({ title: "Materialize asset (restricted mode)", command: lensCommands.manageTrust });
    expect(other.registrations).toEqual([]);
    other.dispose();
  });

  it("can do without code lenses", async () => {
    const other = await startEditor({}, { initializationOptions: { codeLens: false } });
    expect(other.initialized.capabilities.codeLensProvider).toBeUndefined();
    other.dispose();
  });
});
