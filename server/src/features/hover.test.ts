import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hover, MarkupContent } from "vscode-languageserver";
import { type Editor, startEditor, withoutCursor } from "../testing/editor.ts";

const imports =
  'import { asset, assetCheck, AssetSpec, AutomationCondition, DailyPartitionsDefinition, Definitions, externalAsset, multiAsset, MultiPartitionsDefinition, StaticPartitionsDefinition } from "headwater";\n';
const shop = `${imports}
export const raw = externalAsset({ key: "raw", groupName: "given" });
export const first = asset({ groupName: "shop", owners: ["team:data"] }, ({ raw }) => raw);
export const second = asset({ groupName: "shop", kinds: ["duckdb"] }, ({ first, db }) => first);
export const third = asset(({ second }) => second);
export const definitions = Definitions({ resources: { db: 1 } });
`;

let editor: Editor;
beforeAll(async () => {
  editor = await startEditor({ "src/shop.ts": shop, "src/edited.ts": "export {};\n" });
  await editor.until(() => editor.graphs().length > 0);
});
afterAll(() => editor.dispose());

/** The hover at the cursor: its lines, with the names of files in place of links. */
async function hover(marked: string): Promise<{ lines: readonly string[]; at: string } | null> {
  const { text, offset } = withoutCursor(marked);
  const document = editor.open("src/edited.ts", imports + text);
  const result: Hover | null = await editor.connection.sendRequest("textDocument/hover", {
    textDocument: { uri: document.uri },
    position: document.positionAt(imports.length + offset),
  });
  editor.close("src/edited.ts");
  if (result === null) return null;
  const { value } = result.contents as MarkupContent;
  const lines = value
    .replace(
      /\[([^\]]*)\]\(file:[^)]*\/([\w.]+)#L(\d+),\d+\)/g,
      (_, name: string, file, line) => `${name.replaceAll("\\", "")}@${file}:${line}`,
    )
    .split(/(?: {2})?\n+/);
  return { lines, at: result.range === undefined ? "" : document.getText(result.range) };
}

describe("the card of an asset", () => {
  const rows: readonly (readonly [title: string, marked: string, lines: readonly string[]])[] = [
    [
      "has lineage at any remove",
      "export const own = asset(({ thi‸rd }) => third);",
      [
        "**third** · asset · group `default`",
        "Upstream: second@shop.ts:5 (3 in all, 3 levels)",
        "Downstream: own@edited.ts:2",
        "Declared in src/shop.ts@shop.ts:6",
      ],
    ],
    [
      "has settings",
      `export const ow‸n = asset({
        tags: { domain: "sales", pii: "" }, owners: ["team:data", "a@b.c"], codeVersion: "v1*", pool: "db", ioManagerKey: "lake",
        partitionsDef: DailyPartitionsDefinition({ startDate: "2024-01-01" }), automationCondition: AutomationCondition.onCron("0 6 * * *", "Europe/Paris"),
        requiredResourceKeys: ["db"], description: "Line\\none",
      }, () => 1);
      export const notEmpty = assetCheck({ asset: own, name: "not_empty", blocking: true }, () => true);`,
      [
        "**own** · asset · group `default`",
        "Line",
        "one",
        "Owners: team\\:data, a\\@b\\.c",
        "Tags: `domain=sales`, `pii`",
        "Checks: `not_empty (blocking)`",
        "Partitions: daily from 2024\\-01\\-01",
        "Automation: on cron 0 6 \\* \\* \\* \\(Europe/Paris\\)",
        "Code version: v1\\*",
        "Resources: `db`",
        "I/O manager: `lake`",
        "Pool: db",
        "Declared in src/edited.ts@edited.ts:2",
      ],
    ],
    [
      "has partitions in words",
      'const regions = StaticPartitionsDefinition({ partitionKeys: ["a", "b", "c", "d", "e", "f"] });\nexport const o‸wn = asset({ partitionsDef: MultiPartitionsDefinition({ date: DailyPartitionsDefinition({ startDate: "2024-01-01", timezone: "Asia/Tokyo" }), region: regions }), automationCondition: AutomationCondition.eager() }, () => 1);',
      [
        "**own** · asset · group `default`",
        "Partitions: date\\: daily from 2024\\-01\\-01 \\(Asia/Tokyo\\) × region\\: static\\: a, b, c, d, e and 1 more",
        "Automation: eager",
        "Declared in src/edited.ts@edited.ts:3",
      ],
    ],
    [
      "has a condition of its own in words",
      "export const o‸wn = asset({ automationCondition: AutomationCondition.eager().and(AutomationCondition.missing().not()).sinceLastHandled() }, () => 1);",
      [
        "**own** · asset · group `default`",
        "Automation: \\(eager and not missing\\) since handled",
        "Declared in src/edited.ts@edited.ts:2",
      ],
    ],
    [
      "of a key that a helper is given is its own",
      'const made = (name: string) => asset({ name, deps: ["raw"] }, () => 1);\nexport const one = made("on‸e");',
      ["**one** · asset · group `default`", "Upstream: raw@shop.ts:3", "Declared in src/edited.ts@edited.ts:3"],
    ],
    [
      "of what is declared nowhere is short",
      'export const own = asset({ deps: ["no‸body"] }, () => 1);',
      ["**nobody** · not declared here", "Downstream: own@edited.ts:2"],
    ],
  ];
  for (const [title, marked, lines] of rows) it(title, async () => expect((await hover(marked))?.lines).toEqual(lines));
});

describe("the card of what assets share", () => {
  const rows: readonly (readonly [title: string, marked: string, lines: readonly string[], at: string])[] = [
    [
      "a group",
      'export const own = asset({ groupName: "sh‸op" }, () => 1);',
      ["**shop** · group · 3 assets", "own@edited.ts:2, first@shop.ts:4, second@shop.ts:5"],
      '"shop"',
    ],
    [
      "a kind in a list of several lines",
      'export const own = asset({\n  kinds: [\n    "sql", "duck‸db",\n  ] }, () => 1);',
      ["**duckdb** · kind · 2 assets", "own@edited.ts:2, second@shop.ts:5"],
      "duckdb",
    ],
    [
      "an owner",
      'export const own = asset({ owners: ["team:d‸ata"] }, () => 1);',
      ["**team\\:data** · owner · 2 assets", "own@edited.ts:2, first@shop.ts:4"],
      "team:data",
    ],
    [
      "a resource",
      'export const own = asset({ requiredResourceKeys: ["d‸b"] }, () => 1);',
      ["**db** · resource · needed by 2 assets · declared in Definitions", "own@edited.ts:2, second@shop.ts:5"],
      "db",
    ],
    [
      "a resource as an input",
      "export const own = asset(({ first, d‸b }) => 1);",
      ["**db** · resource · needed by 2 assets · declared in Definitions", "own@edited.ts:2, second@shop.ts:5"],
      "db",
    ],
    [
      "a description's group",
      'export const m = multiAsset({ specs: [AssetSpec({ key: "s", groupName: "giv‸en" })] }, () => 1);',
      ["**given** · group · 2 assets", "s@edited.ts:2, raw@shop.ts:3"],
      '"given"',
    ],
  ];
  for (const [title, marked, lines, at] of rows) {
    it(title, async () => expect(await hover(marked)).toEqual({ lines, at }));
  }
});

describe("no card", () => {
  const rows: readonly (readonly [title: string, marked: string])[] = [
    ["for a group of something else", 'const other = { groupName: "sh‸op" };'],
    ["for the option's name", 'export const own = asset({ grou‸pName: "shop" }, () => 1);'],
    ["for a constant, which is TypeScript's", 'const g = "shop";\nexport const own = asset({ groupName: g‸ }, () => 1);'],
    ["where the constant is declared", 'const g = "sh‸op";\nexport const own = asset({ groupName: g }, () => 1);'],
    ["in a comment", 'export const own = asset({ /* "sh‸op" */ groupName: "shop" }, () => 1);'],
    ["in a body", 'export const own = asset({ groupName: "shop" }, () => "sh‸op");'],
    ["for a description", 'export const own = asset({ description: "sh‸op" }, () => 1);'],
  ];
  for (const [title, marked] of rows) it(title, async () => expect(await hover(marked)).toBeNull());
});

describe("an asset that is stale says so", () => {
  const record = (eventId: number, tags: Readonly<Record<string, string>>) => ({ eventId, timestamp: eventId, tags });
  const own = (codeVersion: string) => ({
    "dagster/data_version": "o1",
    "dagster/code_version": codeVersion,
    "dagster/input_data_version/third": "t1",
    "dagster/input_event_pointer/third": "1",
  });
  const third = (version: string) => ({ "dagster/data_version": version, "dagster/code_version": "run" });

  const madeOf = (upstream: string, version: string) => ({
    "dagster/code_version": "run",
    [`dagster/input_data_version/${upstream}`]: version,
    [`dagster/input_event_pointer/${upstream}`]: "1",
  });

  const above = [
    { key: "first", latestRecord: record(1, { ...madeOf("raw", "r1"), "dagster/data_version": "f1" }) },
    { key: "second", latestRecord: record(2, { ...madeOf("first", "f1"), "dagster/data_version": "s1" }) },
  ];

  it.each<[string, object[], string | undefined]>([
    ["nothing is known", [], undefined],
    [
      "it is fresh",
      [
        { key: "raw", latestRecord: record(1, { "dagster/data_version": "r1" }) },
        ...above,
        { key: "third", latestRecord: record(3, { ...madeOf("second", "s1"), "dagster/data_version": "t1" }) },
        { key: "own", latestRecord: record(5, own("1")) },
      ],
      undefined,
    ],
    [
      "its code and an upstream are other ones",
      [
        { key: "third", latestRecord: record(3, third("t2")) },
        { key: "own", latestRecord: record(2, own("0")) },
      ],
      'Stale: "own" has a new code version; "third" was materialized again since it was read',
    ],
    [
      "something further up is stale",
      [
        { key: "raw", latestRecord: record(4, { "dagster/data_version": "r2" }) },
        ...above,
        { key: "third", latestRecord: record(3, { ...madeOf("second", "s1"), "dagster/data_version": "t1" }) },
        { key: "own", latestRecord: record(5, own("1")) },
      ],
      'Upstream stale: "first"',
    ],
  ])("where %s", async (_, assets, expected) => {
    const uri = editor.graphs()[0]?.uri;
    await editor.connection.sendNotification("headwater/statuses", { uri, assets });
    const found = await hover('export const ow‸n = asset({ codeVersion: "1" }, ({ third }) => third);');
    expect(found?.lines.find((line) => /^(Stale|Upstream stale)/.test(line))).toBe(expected);
    await editor.connection.sendNotification("headwater/statuses", { uri, assets: [] });
  });
});
