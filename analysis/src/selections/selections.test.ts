// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { describe, expect, it } from "vitest";
import { analyzeProject } from "../analyze.ts";
import { memoryFiles } from "../project/projectFiles.ts";
import { checkProject, ours, type Row, type Texts } from "../testing/checkProject.ts";
import { readStringLiteral } from "./stringOffsets.ts";

/** The selections of a project, each with what stands in its range, and its job. */
async function selectionsOf(texts: Texts): Promise<readonly string[]> {
  const files = typeof texts === "string" ? { "src/assets.ts": ours + texts } : texts;
  const { selections } = await analyzeProject(memoryFiles(files));
  return selections.map(({ file, text, range, isPlain, offsets, job }) => {
    const written = files[file]?.slice(range.startOffset, range.endOffset);
    const how = isPlain ? "" : offsets === undefined ? " elsewhere" : " escaped";
    return `${text} at ${written}${how}${job === undefined ? "" : ` of ${job.name ?? "?"}`}`;
  });
}

describe("texts that are read as selections", () => {
  const rows: readonly (readonly [title: string, texts: Texts, selections: readonly string[]])[] = [
    ["of fromString", 'export const s = AssetSelection.fromString("group:a");', ["group:a at group:a"]],
    ["of a job", "defineJob; export const j = defineJob({ name: 'n', selection: 'key:a+' });", ["key:a+ at key:a+ of n"]],
    ["in a template", "export const s = AssetSelection.fromString(`*`);", ["* at *"]],
    ["with escapes", 'export const s = AssetSelection.fromString("key:\\"a b\\"");', ['key:"a b" at key:\\"a b\\" escaped']],
    ["none where it is left out", 'export const j = defineJob({ name: "n" });', []],
    [
      "under other names",
      {
        "a.ts":
          'import { AssetSelection as Pick, defineJob as job } from "headwater"; import * as hw from "headwater"; const made = hw.defineJob; export const all = [Pick.fromString("key:a"), job({ name: "b", selection: "key:b" }), hw.AssetSelection.fromString("key:c"), hw.defineJob({ name: "d", selection: "key:d" }), made({ name: "e", selection: "key:e" })];',
      },
      ["key:a at key:a", "key:b at key:b of b", "key:c at key:c", "key:d at key:d of d", "key:e at key:e of e"],
    ],
    [
      "through a barrel",
      {
        "a.ts":
          'import { AssetSelection as S, jobs } from "./barrel"; export const s = S.fromString("key:a"); export const j = jobs.defineJob({ selection: "key:b" });',
        "barrel.ts": 'export * from "headwater"; export * as jobs from "headwater";',
      },
      ["key:a at key:a", "key:b at key:b of ?"],
    ],
    [
      "by require",
      {
        "a.js":
          'const { AssetSelection, ...hw } = require("headwater"); exports.s = require("headwater").AssetSelection.fromString("key:a"); exports.t = AssetSelection.fromString("key:b");',
      },
      ["key:a at key:a", "key:b at key:b"],
    ],
    [
      "in constants",
      'const text = "group:a"; const options = { selection: text } as const; export const j = defineJob({ name: "n", ...options }); export const s = AssetSelection.fromString(text);',
      ["group:a at group:a of n"],
    ],
    [
      "of another file",
      {
        "a.ts":
          'import { defineJob } from "headwater"; import { text } from "./b"; export const j = defineJob({ name: "n", selection: text });',
        "b.ts": 'export const text = "group:a";',
      },
      ["group:a at text elsewhere of n"],
    ],
    [
      "put together",
      'const g = "a"; export const s = AssetSelection.fromString(`group:${g}`);',
      ["group:a at `group:${g}` elsewhere"],
    ],
    [
      "not what is not known",
      "export const s = AssetSelection.fromString(process.env.S); export const j = defineJob(options());",
      [],
    ],
    [
      "in what is chained",
      'export const s = AssetSelection.fromString("key:a").upstream().and(AssetSelection.fromString("key:b"));',
      ["key:b at key:b", "key:a at key:a"],
    ],
    [
      "pushed",
      'const jobs = []; jobs.push(defineJob({ name: "n", selection: "key:a" })); export default Definitions({ jobs });',
      ["key:a at key:a of n"],
    ],
    [
      "in functions, but not what they take",
      'export const make = (text, AssetSelectionX) => { const own = "key:b"; return [AssetSelection.fromString("key:a"), AssetSelection.fromString(text), AssetSelection.fromString(own)]; }; export const other = ({ AssetSelection }) => AssetSelection.fromString("key:c");',
      ["key:a at key:a", "key:b at key:b"],
    ],
    [
      "of jobs that a helper makes",
      'const make = (name, selection) => defineJob({ name, selection }); export default Definitions({ jobs: [make("a", "key:a"), make("b", "key:b")] });',
      ["key:a at key:a of a", "key:b at key:b of b"],
    ],
    [
      "not of other libraries",
      {
        "a.ts":
          'import { AssetSelection, defineJob } from "other"; import "headwater"; export const s = [AssetSelection.fromString("a"), defineJob({ selection: "b" })];',
      },
      [],
    ],
    [
      "not of other functions",
      'export const a = asset({ description: "group:a", tags: { selection: "group:a" } }, () => 1); export const s = AssetSelection.groups("a");',
      [],
    ],
    [
      "not in tests",
      { "a.test.ts": 'import { AssetSelection } from "headwater"; export const s = AssetSelection.fromString("key:a");' },
      [],
    ],
  ];
  for (const [title, texts, selections] of rows) {
    it(title, async () => expect([...(await selectionsOf(texts))].sort()).toEqual([...selections].sort()));
  }
});

const shop =
  'export const raw = externalAsset({ key: "raw", groupName: "given" }); export const orders = asset({ groupName: "sales", kinds: ["duckdb"] }, () => 1); export const report = asset({ groupName: "sales", deps: [orders] }, () => 1);\n';

describe("what is wrong with selections", () => {
  const rows: readonly Row[] = [
    ["nothing", `${shop}export const s = ["group:sales", "orders+"].map((each) => AssetSelection.fromString(each));`, {}],
    [
      "a syntax error, at its place",
      `${shop}export const s = AssetSelection.fromString("group:sales «an» kind:duckdb");`,
      { problems: ["invalid-selection"] },
    ],
    [
      "a syntax error behind escapes",
      `${shop}export const s = AssetSelection.fromString("key:\\"orders\\" «an» kind:\\u0061");`,
      { problems: ["invalid-selection"] },
    ],
    [
      "one that ends too early",
      `${shop}export const s = AssetSelection.fromString('group«:»');`,
      { problems: ["invalid-selection"] },
    ],
    ["an empty one", `${shop}export const j = defineJob({ name: "n", selection: «""» });`, { problems: ["invalid-selection"] }],
    [
      "in a constant",
      `${shop}const text = "group:sales «&&» kind:dbt"; export const j = defineJob({ name: "n", selection: text });`,
      { problems: ["invalid-selection"] },
    ],
    [
      "in a constant of another file",
      {
        "a.ts": `${ours}import { text } from "./b"; ${shop}export const j = defineJob({ name: "n", selection: «text» });`,
        "b.ts": 'export const text = "a b:c";',
      },
      { problems: ["invalid-selection"] },
    ],
    [
      "put together",
      `${shop}const g = "sa les"; export const s = AssetSelection.fromString(«\`group:\${g}\`»);`,
      { problems: ["invalid-selection"] },
    ],
    [
      "a key that nobody declares",
      `${shop}export const s = AssetSelection.fromString("key:«order» or key:report+");`,
      { problems: ["unknown-selected-asset"] },
    ],
    [
      "in the short form",
      `${shop}export const s = AssetSelection.fromString("report+ +«ordrs»");`,
      { problems: ["unknown-selected-asset"] },
    ],
    [
      "in quotes",
      `${shop}export const s = AssetSelection.fromString("key:\\"«ordrs»\\"");`,
      { problems: ["unknown-selected-asset"] },
    ],
    [
      "not where some keys are not known",
      `${shop}export const any = asset({ name: «process.env.NAME» }, () => 1); export const s = AssetSelection.fromString("key:ordrs or group:none");`,
      { problems: ["unknown-key"] },
    ],
    [
      "nothing selected",
      `${shop}export const s = AssetSelection.fromString("key:orders and «group:sals»");`,
      { problems: ["empty-selection"] },
    ],
    [
      "nothing selected by a whole",
      `${shop}export const s = AssetSelection.fromString('«key:report and kind:duckdb»');`,
      { problems: ["empty-selection"] },
    ],
    [
      "not what only running tells",
      `${shop}export const s = AssetSelection.fromString("status:failed and code_location:x");`,
      {},
    ],
    [
      "not where a group is not known",
      `${shop}export const any = asset({ groupName: process.env.G }, () => 1); export const s = AssetSelection.fromString("group:none");`,
      {},
    ],
    [
      "not where options are not known",
      `${shop}export const any = asset({ ...options(), key: "any", groupName: "g", deps: [] }, () => 1); export const s = AssetSelection.fromString("kind:none");`,
      {},
    ],
    [
      "a job of what is external",
      `${shop}export const j = defineJob({ name: "n", selection: "«is:external»" });`,
      { problems: ["empty-selection"] },
    ],
    ["but no selection of it", `${shop}export const s = AssetSelection.fromString("is:external");`, {}],
    ["not in a function that is never called", `${shop}export const f = () => { AssetSelection.fromString("group:none"); };`, {}],
  ];
  for (const [title, texts, expected] of rows) it(title, async () => void (await checkProject(texts, expected)));
});

describe("jobs of one name", () => {
  const two = 'const a = defineJob({ name: "daily" }); const b = defineJob({ name: "nightly" });';
  const rows: readonly Row[] = [
    [
      "in one list",
      `${shop}export default Definitions({ jobs: [defineJob({ name: "daily" }), defineJob({ name: «"daily"» })] });`,
      { problems: ["duplicate-job"] },
    ],
    [
      "by constants",
      `${shop}const a = defineJob({ name: "daily" }); const b = defineJob({ name: «"daily"» }); const jobs = [a, b]; export default Definitions({ jobs });`,
      { problems: ["duplicate-job"] },
    ],
    [
      "made by a helper",
      `${shop}const job = (name) => defineJob({ name, selection: "*" }); export default Definitions({ jobs: [job("daily"), job(«"daily"»)] });`,
      { problems: ["duplicate-job"] },
    ],
    [
      "merged",
      `${shop}const a = Definitions({ jobs: [defineJob({ name: "daily" })] }); export default Definitions.merge(a, Definitions({ jobs: [defineJob({ name: «"daily"» })] }));`,
      { problems: ["duplicate-job"] },
    ],
    [
      "of another file",
      {
        "a.ts": `${ours}import { daily } from "./b"; ${shop}export default Definitions({ jobs: [daily, defineJob({ name: «"daily"» })] });`,
        "b.ts": 'import { defineJob } from "headwater"; export const daily = defineJob({ name: "daily" });',
      },
      { problems: ["duplicate-job"] },
    ],
    ["not of two names", `${shop}${two} export default Definitions({ jobs: [a, b] });`, {}],
    [
      "not one job that is merged twice",
      `${shop}${two} export default Definitions.merge(Definitions({ jobs: [a] }), Definitions({ jobs: [a, b] }));`,
      {},
    ],
    [
      "not of definitions apart",
      `${shop}export const one = Definitions({ jobs: [defineJob({ name: "daily" })] }); export const other = Definitions({ jobs: [defineJob({ name: "daily" })] });`,
      {},
    ],
    [
      "not where a name is not known",
      `${shop}export default Definitions({ jobs: [defineJob({ name: process.env.A }), defineJob({ name: process.env.B }), unknown()] });`,
      {},
    ],
  ];
  for (const [title, texts, expected] of rows) it(title, async () => void (await checkProject(texts, expected)));
});

describe("schedules and sensors", () => {
  const start = `import { schedule, sensor } from "headwater"; const job = defineJob({ name: "load" }); `;
  const rows: readonly Row[] = [
    [
      "as they are meant",
      `${start}schedule({ job, cronSchedule: ["@daily", "0 6 * * *"] }); sensor({ name: "s", job }, () => undefined);`,
      {},
    ],
    [
      "at a time that is none",
      `${start}export const s = schedule({ job, cronSchedule: «"0 25 * * *"» });`,
      { problems: ["invalid-cron"] },
    ],
    [
      "at one time of several that is none",
      `${start}const cron = «"often"»; export const s = schedule({ job, cronSchedule: ["@daily", cron] });`,
      { problems: ["invalid-cron"] },
    ],
    [
      "in a zone that is none",
      `${start}export default Definitions({ schedules: [schedule({ job, cronSchedule: "@daily", executionTimezone: «"Berlin"» })] });`,
      { problems: ["unknown-timezone"] },
    ],
    [
      "with an interval that is none",
      `${start}export const s = sensor({ name: "s", job, minimumIntervalSeconds: «"30"» }, () => undefined);`,
      { problems: ["invalid-option"] },
    ],
    [
      "of what is not known",
      `${start}export const s = schedule({ job: process.env.JOB, cronSchedule: process.env.CRON, ...globalThis.options });`,
      {},
    ],
  ];
  for (const [title, texts, expected] of rows) it(title, async () => void (await checkProject(texts, expected)));
});

describe("partitions by themselves", () => {
  const start =
    'import { asset, DailyPartitionsDefinition, MultiPartitionsDefinition, StaticPartitionsDefinition } from "headwater"; ';
  const rows: readonly Row[] = [
    [
      "as they are meant",
      `${start}export const days = DailyPartitionsDefinition({ startDate: "2024-01-01", timezone: "Europe/Berlin" });`,
      {},
    ],
    [
      "in a zone that is none",
      `${start}export const days = DailyPartitionsDefinition({ startDate: "2024-01-01", timezone: «"Berlin"» });`,
      { problems: ["unknown-timezone"] },
    ],
    [
      "where they are made, and where an asset has them",
      `${start}const days = DailyPartitionsDefinition({ startDate: "2024-01-01", timezone: «"Berlin"» }); export const a = asset({ partitionsDef: «days» }, () => 1);`,
      { problems: ["unknown-timezone", "unknown-timezone"] },
    ],
    [
      "once where they are a dimension",
      `${start}export const both = MultiPartitionsDefinition({ days: DailyPartitionsDefinition({ startDate: «"January"» }), keys: StaticPartitionsDefinition(["a"]) });`,
      { problems: ["invalid-partitions"] },
    ],
    [
      "made in a function",
      `${start}export const days = (startDate: string) => DailyPartitionsDefinition({ startDate, timezone: «"x"» });`,
      { problems: ["unknown-timezone"] },
    ],
    ["of what is not known", `${start}export const days = DailyPartitionsDefinition({ ...globalThis.options });`, {}],
  ];
  for (const [title, texts, expected] of rows) it(title, async () => void (await checkProject(texts, expected)));
});

describe("a string literal", () => {
  it.each<[code: string, text: string | undefined, offsets?: readonly number[]]>([
    ['"ab"', "ab", [1, 2, 3]],
    ["'a\\'b' + c", "a'b", [1, 2, 4, 5]],
    ['"\\u0061\\x62\\u{1F600}\\n"', "ab😀\n", [1, 7, 11, 11, 20, 22]],
    ['"a\\\nb"', "ab", [1, 4, 5]],
    ['"a', "a", [1, 2]],
    ['"\\', "", [2]],
    ["`a`", "a", [1, 2]],
    ["`a${b}`", undefined],
    ["name", undefined],
  ])("%s", (code, text, offsets) => {
    expect(readStringLiteral(code)?.text).toBe(text);
    if (offsets !== undefined) expect(readStringLiteral(code)?.offsets).toEqual(offsets);
  });
});
