// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { analyzeProject, nodeFiles } from "@headwater/analysis";
import { afterEach, describe, expect, test } from "vitest";
import { bothWays } from "./project/bothWays.ts";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

const from = 'import { asset, AssetDep, AssetIn, AssetKey, Definitions, resource } from "headwater";\n';
const partitions = `import { DynamicPartitionsDefinition, HourlyPartitionsDefinition, MonthlyPartitionsDefinition, MultiPartitionsDefinition, StaticPartitionsDefinition, TimeWindowPartitionsDefinition, WeeklyPartitionsDefinition } from "headwater";
const letters = StaticPartitionsDefinition({ partitionKeys: ["a", "b"] });
const bars = StaticPartitionsDefinition({ partitionKeys: ["a|b"] });
`;

describe("analysis and loading say the same of the same text", () => {
  test.each<[string, Record<string, string>]>([
    [
      "a chain by name, reference and key",
      {
        "a.ts": `${from}export const a = asset(() => 1);
        export const b = asset({ keyPrefix: ["p", "q"], ins: { a } }, ({ a }) => a);
        export const c = asset({ key: ["x", "y"], deps: [b, AssetKey("a")] }, () => {});`,
      },
    ],
    [
      "names from functions and constants",
      {
        "a.ts": `${from}export const one = asset(async function named() {}); export const two = asset({}, () => {}); const three = asset(() => {}); export { three as other };`,
      },
    ],
    [
      "references to what is not exported and has no name",
      {
        "a.ts": `import { assetCheck } from "headwater"; ${from}const hidden = asset(() => 1); const made = asset(async function named() {});
        export const a = asset({ ins: { hidden } }, ({ hidden }) => hidden);
        export const b = asset({ deps: [hidden, a] }, () => {});
        export const c = asset({ deps: [AssetDep(hidden), made], ins: { x: AssetIn({ key: hidden }) } }, ({ x }) => x);
        export const d = assetCheck({ asset: hidden }, () => true);
        export const list = [asset({ name: "in_list" }, () => 1)];
        export const e = asset({ deps: list }, () => {});`,
      },
    ],
    [
      "a misspelt input and a misspelt dependency",
      {
        "a.ts": `${from}export const orders = asset(() => 1); export const report = asset({ deps: ["ordrs"] }, ({ order }) => order);`,
      },
    ],
    [
      "mappings that fit and mappings that do not",
      {
        "a.ts": `import { AllPartitionMapping, asset, AssetDep, AssetIn, BackfillPolicy, DailyPartitionsDefinition, DimensionPartitionMapping, IdentityPartitionMapping, LastPartitionMapping, LatestOverlappingTimeWindowPartitionMapping, MultiPartitionMapping, MultiPartitionsDefinition, MultiToSingleDimensionPartitionMapping, SpecificPartitionsPartitionMapping, StaticPartitionMapping, StaticPartitionsDefinition, TimeWindowPartitionMapping } from "headwater";
        const daily = DailyPartitionsDefinition({ startDate: "2026-01-01" });
        const berlin = DailyPartitionsDefinition({ startDate: "2026-01-01", timezone: "Europe/Berlin" });
        const letters = StaticPartitionsDefinition({ partitionKeys: ["a", "b"] });
        const both = MultiPartitionsDefinition({ daily, letters });
        export const days = asset({ partitionsDef: daily }, () => 1);
        export const some = asset({ partitionsDef: letters }, () => 1);
        export const grid = asset({ partitionsDef: both }, () => 1);
        export const none = asset({ deps: [days, some, grid] }, () => 1);
        export const missing = asset({ partitionsDef: letters, deps: [days] }, () => 1);
        export const zones = asset({ partitionsDef: berlin, deps: [days, AssetDep(grid, { partitionMapping: LastPartitionMapping() })] }, () => 1);
        export const kinds = asset({ partitionsDef: letters, deps: [AssetDep(days, { partitionMapping: TimeWindowPartitionMapping({ startOffset: -1 }) })] }, () => 1);
        export const table = asset({ partitionsDef: letters, deps: [AssetDep(some, { partitionMapping: StaticPartitionMapping({ a: "b", c: ["a", "d"] }) })] }, () => 1);
        export const specific = asset({ ins: { some: AssetIn({ partitionMapping: SpecificPartitionsPartitionMapping(["a", "c"]) }) } }, ({ some }) => some);
        export const dimensions = asset({ partitionsDef: both, deps: [AssetDep(grid, { partitionMapping: MultiPartitionMapping({ daily: DimensionPartitionMapping("letters", AllPartitionMapping()), letter: DimensionPartitionMapping("daily", IdentityPartitionMapping()) }) })] }, () => 1);
        export const single = asset({ partitionsDef: letters, deps: [AssetDep(grid, { partitionMapping: MultiToSingleDimensionPartitionMapping("letter") }), AssetDep(some, { partitionMapping: LatestOverlappingTimeWindowPartitionMapping() })] }, () => 1);
        export const inferred = asset({ partitionsDef: letters, deps: [grid, some] }, () => 1);
        export const fine = asset({ partitionsDef: daily, backfillPolicy: BackfillPolicy.singleRun() }, () => 1);`,
      },
    ],
    ["one key twice", { "a.ts": `${from}export const a = asset(() => 1);`, "b.ts": `${from}export const a = asset(() => 2);` }],
    [
      "a cycle",
      {
        "a.ts": `${from}export const a = asset({ deps: ["c"] }, () => {}); export const b = asset({ deps: ["a"] }, () => {}); export const c = asset(({ b }) => b);`,
      },
    ],
    ["an asset that waits for itself", { "a.ts": `${from}export const a = asset({ deps: ["a"] }, () => {});` }],
    [
      "one name in one group under a prefix",
      {
        "a.ts": `${from}export const raw = asset({ keyPrefix: "p", groupName: "g" }, () => {}); export const use = asset({ deps: ["raw"], groupName: "g" }, () => {});`,
      },
    ],
    [
      "two keys of one step name",
      {
        "a.ts": `${from}export const a = asset({ key: ["a", "b"] }, () => {}); export const b = asset({ key: "a__b" }, () => {});`,
      },
    ],
    [
      "an input through AssetIn, a dependency through AssetDep",
      {
        "a.ts": `${from}export const up = asset({ keyPrefix: "p" }, () => 1); export const down = asset({ ins: { up: AssetIn({ keyPrefix: "p" }) } }, ({ up }) => up); export const last = asset({ deps: [AssetDep(down)] }, () => {});`,
      },
    ],
    [
      "resources of the definitions",
      {
        "a.ts": `${from}export const a = asset(({ db, other }) => [db, other]);`,
        "d.ts": `${from}export default Definitions({ resources: { db: resource({ setup: () => 1 }) } });`,
      },
    ],
    [
      "an entry that lists its assets",
      {
        "package.json": JSON.stringify({ name: "x", type: "module", headwater: "./d.ts", dependencies: { headwater: "*" } }),
        "a.ts": `${from}export const a = asset(() => 1); export const b = asset(() => 2);`,
        "c.ts": `${from}export const elsewhere = asset(() => 3);`,
        "d.ts": `${from}import { a } from "./a.ts"; export const definitions = Definitions({ assets: [a] });`,
      },
    ],
    [
      "an entry that lists none",
      {
        "package.json": JSON.stringify({ name: "x", type: "module", headwater: "./d.ts", dependencies: { headwater: "*" } }),
        "a.ts": `${from}export const a = asset(() => 1); export const b = asset(() => 2);`,
        "c.ts": `${from}export const elsewhere = asset(() => 3);`,
        "d.ts": `export * from "./a.ts";`,
      },
    ],
    [
      "assets that only definitions list",
      {
        "d.ts": `${from}const hidden = asset(() => 1); export const definitions = Definitions({ assets: [hidden, asset({ name: "inline" }, () => 2)] });`,
      },
    ],
    [
      "lists, helpers and files that are left out",
      {
        "a.ts": `${from}const table = (name: string, deps: string[] = []) => asset({ name, deps, groupName: "tables" }, () => {});
        export const tables = [table("t1"), table("t2", ["t1"])]; export const t3 = table("t3", ["t2"]);`,
        "a.test.ts": `${from}export const testOnly = asset(() => {});`,
      },
    ],
    [
      "CommonJS by name, as an object, as a list",
      {
        "package.json": JSON.stringify({ name: "x" }),
        "a.js": 'const { asset } = require("headwater"); exports.a = asset(() => 1);',
        "b.js":
          'const { asset } = require("headwater"); const { a } = require("./a"); const b = asset({ deps: [a] }, () => 1); module.exports = { b };',
        "c.js": 'const { asset } = require("headwater"); module.exports = [asset({ name: "c" }, ({ b }) => b)];',
        "index.js": 'module.exports = { ...require("./a"), ...require("./b") };',
      },
    ],
    [
      "imports at run time",
      {
        "a.ts":
          'const { asset } = await import("headwater"); const { b } = await import("./b.ts"); export const a = asset({ deps: [b] }, () => 1);',
        "b.ts": `${from}export const b = asset(() => 1);`,
      },
    ],
    [
      "aliases of the nearest tsconfig, as in Nx",
      {
        "tsconfig.base.json":
          '{ "compilerOptions": { "paths": { "@org/hw": ["./libs/hw/src/index.ts"], "@org/names": ["./libs/names/src/index.ts"] } } }',
        "libs/hw/src/index.ts": 'export { asset as define } from "headwater";',
        "libs/names/src/index.ts": 'export enum Layer { Raw = "raw" }',
        "apps/etl/tsconfig.json": '{ "extends": "../../tsconfig.base.json" }',
        "apps/etl/src/a.ts":
          'import { define } from "@org/hw"; import { Layer } from "@org/names"; export const a = define({ keyPrefix: Layer.Raw }, () => 1);',
        "b.ts": `${from}export const b = asset({ deps: [["raw", "a"], "a"] }, () => 1);`,
      },
    ],
    [
      "models with sources and references, as in dbt",
      {
        "dbt.ts": `${from}const schemaOf = (name: string) => (name.startsWith("stg_") ? "staging" : "marts");
        export const ref = (name: string) => AssetKey([schemaOf(name), name]);
        export const source = (schema: string, table: string) => AssetKey(["source", schema, table]);
        export function model({ name, refs = [], sources = [], schema = schemaOf(name) }: { name: string; refs?: string[]; sources?: [string, string][]; schema?: string }) {
          return asset({ key: [schema, name], deps: [...refs.map((each) => ref(each)), ...sources.map(([s, t]) => source(s, t))], groupName: schema }, () => {});
        }`,
        "sources.ts": `${from}import { source } from "./dbt.js"; export default (["orders", "users"] as const).map((table) => asset({ key: source("shop", table) }, () => {}));`,
        "stg_orders.ts":
          'import { model } from "./dbt.js"; export default model({ name: "stg_orders", sources: [["shop", "orders"]] });',
        "fct.ts":
          'import { model } from "./dbt.js"; export const fct = model({ name: "fct", refs: ["stg_orders", "stg_ordrs"], schema: "reporting" });',
      },
    ],
    [
      "an entry that lists what namespaces hold, as in Dagster",
      {
        "package.json": JSON.stringify({
          name: "x",
          type: "module",
          headwater: "./src/definitions.ts",
          dependencies: { headwater: "*" },
        }),
        "src/assets/raw.ts": `${from}export const orders = asset({ groupName: "raw" }, ({ db }) => db);`,
        "src/assets/marts.ts": `${from}import * as raw from "./raw.js"; export const revenue = asset({ ins: { o: raw.orders } }, ({ o }) => o);`,
        "src/assets/index.ts": 'export * as raw from "./raw.js"; export * as marts from "./marts.js";',
        "src/other.ts": `${from}export const other = asset(({ nowhere }) => nowhere);`,
        "src/definitions.ts": `${from}import * as assets from "./assets/index.js"; export default Definitions({ assets: [assets.raw, assets.marts].flatMap((each) => Object.values(each)), resources: { db: 1 } });`,
      },
    ],
    [
      "a default for each file, named in a barrel",
      {
        "assets/orders.ts": `${from}export default asset(() => 1);`,
        "assets/users.ts": `${from}const users = asset(() => 1); export default users;`,
        "assets/index.ts": 'export { default as orders } from "./orders"; export { default as people } from "./users";',
        "a.ts": `${from}import { orders, people } from "./assets"; export const a = asset({ ins: { orders }, deps: [people] }, ({ orders }) => orders);`,
      },
    ],
    [
      "options on a condition",
      {
        "a.ts": `${from}const prod = process.env.NODE_ENV === "production";
        export const a = asset({ groupName: "g", ...(prod ? { owners: ["team:x"] } : {}), ...(prod && { kinds: ["y"] }) }, () => 1);
        export const b = asset(({ a }) => a);`,
      },
    ],
    [
      "parts of a pair, made once",
      {
        "a.ts": `${from}const pair = () => { const one = asset({ keyPrefix: "p" }, () => 1); const two = asset({ deps: [one] }, () => 2); return [one, two] as const; }; export const [first, second] = pair();`,
      },
    ],
    [
      "helpers that are hoisted, with defaults inside patterns",
      {
        "a.ts": `${from}const first = "wrong"; const suffix = () => "wrong"; const make = ({ layers: [first = "l", ...more] = [] as string[], name }: { layers?: string[]; name: string }) => { const whole = name + suffix(); return asset({ name: whole, keyPrefix: [first, ...more] }, () => 1); function suffix() { return "_t"; } };
        export const a = make({ name: "a" }); export const b = make({ name: "b", layers: ["p", "q"] });`,
      },
    ],
    [
      "numbers of an enum and back",
      {
        "a.ts": `${from}enum T { A, B = 4, C } export const all = Object.keys(T).map((name) => asset({ name: "t" + name }, () => 1)); export const c = asset({ name: T[T.C] }, () => 1);`,
      },
    ],
    [
      "what is filtered, compared and sorted out",
      {
        "a.ts": `${from}const on = false; const names = ["raw_a", "b", "raw_c"]; export const all = names.filter((name) => name.startsWith("raw_") && name !== "raw_c").map((name) => asset({ name }, () => 1)); export const more = [on && asset({ name: "z" }, () => 1), asset({ name: names.includes("b") ? "yes" : "no" }, () => 1)].filter(Boolean);`,
      },
    ],
    [
      "names in an object that is filled",
      {
        "a.ts": `${from}const made: Record<string, any> = {}; made.one = asset({ name: "one" }, () => 1); made["two"] = asset({ deps: ["one"], name: "two" }, () => 1); export const all = Object.values(made);`,
      },
    ],
    [
      "a call with types alone, and JSX",
      {
        "a.tsx": `${from}const define = asset<any>; const h = (...all: any[]) => all; export const a = define(() => <b>{h}</b>); export const b = asset(({ a }) => a); /** @jsx h */`,
      },
    ],
    [
      "a mark of byte order and Windows lines",
      {
        "a.ts": `\uFEFF${from.replace("\n", "\r\n")}export const a = asset(() => 1);\r\nexport const b = asset(\r\n  ({ a }) => a,\r\n);\r\n`,
      },
    ],
    [
      "letters beyond ASCII",
      {
        "a.ts": `${from}const größe = "x"; export const a = asset({ name: größe }, () => 1); export const b = asset(({ x: été }) => été);`,
      },
    ],
    [
      "a big file",
      {
        "a.ts": `${from}export const a = asset(() => 1);\n${"// text that makes the file big\n".repeat(70_000)}`,
        "b.ts": `${from}export const b = asset(({ a }) => a);`,
      },
    ],
  ])("%s", async (_, files) => {
    const { analysed, loaded, complete } = await bothWays(files);
    expect(analysed).toEqual(loaded);
    if (!loaded.findings.some((finding) => finding.startsWith("missing-name"))) expect(complete).toBe(true);
  });

  // Each makes an asset "x" in a way that only running the code can follow, and another that takes it.
  const y = "export const y = asset(({ x }) => x);";
  test.each<[string, Record<string, string>]>([
    [
      "a loop",
      {
        "a.ts": `${from}function build() { const all: any[] = []; for (const name of ["x"]) all.push(asset({ name }, () => 1)); return all; } export const all = build(); ${y}`,
      },
    ],
    [
      "a function that registers",
      {
        "a.ts": `${from}const all: any[] = []; function add(made: any) { all.push(made); } add(asset({ name: "x" }, () => 1)); export { all }; ${y}`,
      },
    ],
    [
      "a list that another file fills",
      {
        "sales.ts": `${from}export function addSales(list: any[]) { list.push(asset({ name: "x" }, () => 1)); }`,
        "a.ts": `${from}import { addSales } from "./sales.js"; export const all: any[] = []; addSales(all); ${y}`,
      },
    ],
    [
      "a Map",
      {
        "a.ts": `${from}const made = new Map<string, any>(); made.set("x", asset({ name: "x" }, () => 1)); export const all = [...made.values()]; ${y}`,
      },
    ],
    [
      "statics of a class",
      { "a.ts": `${from}class Orders { static all = [asset({ name: "x" }, () => 1)]; } export const all = Orders.all; ${y}` },
    ],
    [
      "a namespace",
      { "a.ts": `${from}namespace N { export const raw = asset({ name: "x" }, () => 1); } export const all = [N.raw]; ${y}` },
    ],
    [
      "an instance that keeps what it is handed, in other files",
      {
        "registry.ts":
          "export class Registry { items: any[] = []; register(made: any) { this.items.push(made); } } export const registry = new Registry();",
        "x.ts": `${from}import { registry } from "./registry"; registry.register(asset({ name: "x" }, () => 1));`,
        "a.ts": `${from}import "./x"; import { registry } from "./registry"; export const all = registry.items; ${y}`,
      },
    ],
    [
      "a closure that keeps what it is handed",
      {
        "a.ts": `${from}function make() { const items: any[] = []; return { add(made: any) { items.push(made); }, all: () => items }; } const kept = make(); kept.add(asset({ name: "x" }, () => 1)); export const all = kept.all(); ${y}`,
      },
    ],
    [
      "Array.from and reduce",
      {
        "a.ts": `${from}export const all = Array.from(["x"], (name) => asset({ name }, () => 1)); export const more = ["z"].reduce<any[]>((all, name) => [...all, asset({ name }, () => 1)], []); ${y}`,
      },
    ],
    [
      "a list that is known in part",
      {
        "a.ts": `${from}const tables = ["a", ...(process.env.HEADWATER_NO_SUCH ?? "x").split(",")]; export const all = tables.map((name) => asset({ name }, () => 1)); ${y}`,
      },
    ],
    [
      "a choice of helpers",
      {
        "a.ts": `${from}const makers = { raw: (name: string) => asset({ name }, () => 1) }; function build(kind: "raw", name: string) { if (!(kind in makers)) throw new Error(); return makers[kind](name); } export const made = build("raw", "x"); ${y}`,
      },
    ],
    [
      "a value that is assigned later",
      { "a.ts": `${from}export let made: any; if (made === undefined) made = asset({ name: "x" }, () => 1); ${y}` },
    ],
    [
      "options that may say otherwise",
      {
        "a.ts": `${from}const more = { ...JSON.parse('{"name":"x"}'), groupName: "g" }; export const made = asset({ name: "a", ...more }, () => 1); ${y}`,
      },
    ],
    [
      "a name that is overwritten",
      {
        "a.ts": `${from}const names: any = { raw: "z" }; names.raw = "x"; export const made = asset({ name: names.raw }, () => 1); ${y}`,
      },
    ],
    [
      "an enum in two parts",
      { "a.ts": `${from}enum T { A = "x" } enum T { B = "z" } export const made = asset({ name: T.A }, () => 1); ${y}` },
    ],
    [
      "a part of a text",
      {
        "a.ts": `${from}export const made = asset({ name: "zx".slice(Number(process.env.HEADWATER_NO_SUCH ?? 1)) }, () => 1); ${y}`,
      },
    ],
    [
      "a package that passes on assets",
      {
        "node_modules/corp/package.json":
          '{ "name": "corp", "type": "module", "exports": "./index.js", "peerDependencies": { "headwater": "*" } }',
        "node_modules/corp/index.js": 'import { asset } from "headwater"; export const x = asset(() => 1);',
        "a.ts": `${from}export * from "corp"; ${y}`,
      },
    ],
    [
      "definitions that statements make",
      {
        "a.ts": `${from}export const y = asset(({ x }) => x);`,
        "d.ts": `${from}function make() { const resources: any = {}; for (const name of ["x"]) resources[name] = 1; return Definitions({ resources }); } export default make();`,
      },
    ],
  ])("%s is no ground for an error", async (_, files) => {
    const { analysed, loaded, complete } = await bothWays(files);
    expect(complete).toBe(false);
    expect(analysed.findings.filter((finding) => !finding.startsWith("unknown-"))).toEqual([]);
    expect(loaded.findings).toEqual([]);
  });

  test.each([
    ['{ name: "a b" }', "invalid-name"],
    ['{ name: "context" }', "reserved-name"],
    ['{ name: "con" }', "unsafe-key"],
    [`{ key: "${"x".repeat(513)}" }`, "key-too-long"],
    ['{ key: "a", name: "b" }', "key-with-name"],
    ['{ keyPrefix: "a/b" }', "slash-in-key-part"],
    ['{ groupName: "a b" }', "invalid-group-name"],
    ['{ tags: { "a b": "c" } }', "invalid-tag"],
    ['{ kinds: ["a b"] }', "invalid-kind"],
    ['{ owners: ["somebody"] }', "invalid-owner"],
    ["{ retryPolicy: { maxRetries: 1, backoff: 'linear' } }", "invalid-retry-policy"],
    ["{ groupname: 'x' }", "unknown-option"],
    ["{ description: 7 }", "invalid-option"],
    ["{ ins: { up: 'up' } }", "input-without-parameter"],
    ["{ deps: [AssetDep('x', { metadata: { a: 1 } }), AssetDep('x')] }", "duplicate-dependency"],
    ["{ partitionsDef: TimeWindowPartitionsDefinition({ cron: '0 25 * * *', startDate: '2026-01-01' }) }", "invalid-cron"],
    ["{ partitionsDef: WeeklyPartitionsDefinition({ startDate: '2026-01-01', dayOffset: 8 }) }", "invalid-cron"],
    ["{ partitionsDef: HourlyPartitionsDefinition({ startDate: '2026-01-01-00:00', timezone: 'Berlin' }) }", "unknown-timezone"],
    ["{ partitionsDef: MonthlyPartitionsDefinition({ startDate: '2026-02-30' }) }", "invalid-partitions"],
    [
      "{ partitionsDef: MonthlyPartitionsDefinition({ startDate: '2026-02', endDate: '2026-01', fmt: '%Y-%m' }) }",
      "invalid-partitions",
    ],
    ["{ partitionsDef: StaticPartitionsDefinition({ partitionKeys: ['a', 'a'] }) }", "duplicate-partition-key"],
    ["{ partitionsDef: StaticPartitionsDefinition({ partitionKeys: ['a...b'] }) }", "invalid-partition-key"],
    ["{ partitionsDef: DynamicPartitionsDefinition({} as any) }", "invalid-partitions"],
    ["{ partitionsDef: MultiPartitionsDefinition({ only: letters }) }", "invalid-partitions"],
    ["{ partitionsDef: MultiPartitionsDefinition({ a: letters, b: bars }) }", "invalid-partition-key"],
  ])("%s is refused in the same words", async (options, code) => {
    const text = `${from}${partitions}export const up = asset(() => 1);\nexport const wrong = asset(${options} as any, () => {});`;
    const scratch = scratchProject({ "a.ts": text });
    projects.push(scratch);
    const { diagnostics } = await analyzeProject(nodeFiles(scratch.folder));
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    // Partitions that are made apart from the asset are told where they are made, and where the asset has them.
    expect(errors.map((diagnostic) => diagnostic.code)).toEqual(options.includes("bars") ? [code, code] : [code]);
    const { stderr } = scratch.run("materialize");
    for (const { message } of errors) expect(stderr).toContain(message);
    expect(stderr).toContain(code);
  });
});
