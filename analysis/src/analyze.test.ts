// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { describe, it } from "vitest";
import { checkProject, type Row } from "./testing/checkProject.ts";

const check = (rows: readonly Row[]) => {
  for (const [title, texts, expected] of rows) it(title, () => checkProject(texts, expected).then(() => undefined));
};

const raw = 'export const raw = asset({ name: "raw_customers" }, () => 1);\n';
const from = 'import { asset } from "headwater";\n';

describe("names", () => {
  check([
    ["option", 'export const x = asset({ name: "a" }, async () => {});', { assets: ["a"] }],
    ["function", "export const x = asset(async function a() {});", { assets: ["a"] }],
    ["constant", "export const a = asset(async () => {});", { assets: ["a"] }],
    ["function before constant", "async function f() {}\nexport const a = asset(f);", { assets: ["f"] }],
    ["arrow constant", "const f = async () => {};\nexport const a = asset(f);", { assets: ["f"] }],
    [
      "imported function",
      { "a.ts": `${from}import { f } from "./f"; export const a = asset(f);`, "f.ts": "export const f = () => 1;" },
      { assets: ["f"] },
    ],
    ["method of an object", "const work = { load: () => 1, run() {} };\nexport const a = asset(work.run);", { assets: ["run"] }],
    ["key text is one segment", 'export const x = asset({ key: "a" }, async () => {});', { assets: ["a"] }],
    ["key list", 'export const x = asset({ key: ["a", "b"] }, async () => {});', { assets: ["a/b"] }],
    ["AssetKey", 'export const x = asset({ key: AssetKey(["a", "b"]) }, async () => {});', { assets: ["a/b"] }],
    ["prefix", 'export const x = asset({ name: "c", keyPrefix: ["a", "b"] }, async () => {});', { assets: ["a/b/c"] }],
    ["prefix and constant", 'export const c = asset({ keyPrefix: "a" }, async () => {});', { assets: ["a/c"] }],
    ["exported under another name", "const a = asset(async () => {}); export { a as b };", { assets: ["b"] }],
    ["default of a constant", "const a = asset(async () => {}); export default a;", { assets: ["a"] }],
    ["default with a name", 'export default asset({ name: "a" }, async () => {});', { assets: ["a"] }],
    ["default without a name", "export default «asset»(async () => {});", { assets: [], problems: ["missing-name"] }],
    ["in a list without a name", "export const all = [«asset»(async () => {})];", { problems: ["missing-name"] }],
    [
      "in nested lists",
      'export const all = [asset({ name: "a" }, () => 1), [asset({ name: "b" }, () => 1)]];',
      { assets: ["a", "b"] },
    ],
    ["without compute", 'export const a = asset({ name: «"x"» });', { problems: ["invalid-option"] }],
    ["destructured from a list", 'export const [a] = [asset({ name: "x" }, () => 1)];', { assets: ["x"] }],
    ["destructured from an object", "const both = { a: asset(() => 1), b: 1 };\nexport const { a } = both;", { assets: ["a"] }],
  ]);
});

describe("where asset comes from", () => {
  check([
    ["alias", { "a.ts": 'import { asset as define } from "headwater"; export const a = define(() => 1);' }, { assets: ["a"] }],
    ["namespace", { "a.ts": 'import * as hw from "headwater"; export const a = hw.asset(() => 1);' }, { assets: ["a"] }],
    ["constant alias", "const define = asset;\nexport const a = define(() => 1);", { assets: ["a"] }],
    [
      "CommonJS",
      {
        "a.cjs":
          'const { asset } = require("headwater"); const b = asset(() => 1); exports.a = asset(() => 1); module.exports.b = b;',
      },
      { assets: ["a", "b"] },
    ],
    [
      "CommonJS at once",
      { "a.cjs": 'const hw = require("headwater"); const b = hw.asset(() => 1); module.exports = { a: hw.asset(() => 1), b };' },
      { assets: ["a", "b"] },
    ],
    ["import equals", { "a.ts": 'import hw = require("headwater"); export const a = hw.asset(() => 1);' }, { assets: ["a"] }],
    [
      "barrel by name",
      {
        "hw.ts": 'export { asset as define } from "headwater";',
        "a.ts": 'import { define } from "./hw.js"; export const a = define(() => 1);',
      },
      { assets: ["a"] },
    ],
    [
      "barrel by star, at two removes",
      {
        "lib/one.ts": 'export * from "headwater";',
        "lib/index.ts": 'export * from "./one";',
        "a.ts": 'import { asset } from "./lib"; export const a = asset(() => 1);',
      },
      { assets: ["a"] },
    ],
    [
      "barrel as namespace",
      {
        "hw.ts": 'export * as hw from "headwater";',
        "a.ts": 'import { hw } from "./hw"; export const a = hw.asset({ key: hw.AssetKey(["x", "y"]) }, () => 1);',
      },
      { assets: ["x/y"] },
    ],
    [
      "imported and exported again",
      {
        "hw.ts": 'import { asset } from "headwater"; export { asset };',
        "a.tsx": 'import { asset } from "./hw"; export const a = asset(() => 1);',
      },
      { assets: ["a"] },
    ],
    [
      "barrels in a circle",
      {
        "a.ts": `${from}export * from "./b"; export const a = asset(() => 1);`,
        "b.ts": `${from}export * from "./a"; export const b = asset(() => 1);`,
      },
      { assets: ["a", "b"] },
    ],
    [
      "another library",
      { "a.ts": 'import { asset } from "other"; export const a = asset({ name: "no way" }, () => 1);' },
      { assets: [] },
    ],
    ["its own asset", { "a.ts": 'import "headwater"; const asset = (x) => x; export const a = asset(() => 1);' }, { assets: [] }],
    ["type only", { "a.ts": 'import type { asset } from "headwater"; export const a = asset(() => 1);' }, { assets: [] }],
    [
      "comments and strings",
      '// export const a = asset(() => 1);\nexport const text = "asset(() => 1)";',
      { assets: [], complete: true },
    ],
    ["in a function nobody calls", "export function make() { return asset(() => 1); }", { assets: [], complete: true }],
    ["not exported", "const «a» = asset(() => 1);", { assets: [], problems: ["never-loaded"] }],
    [
      "in JavaScript",
      { "a.mjs": 'import { asset } from "headwater"; export const a = asset(({ b }) => b); export const b = asset(() => 1);' },
      { edges: ["b -> a"] },
    ],
  ]);
});

describe("constant keys", () => {
  const keyed = (title: string, before: string, name: string, key = "raw_a"): Row => [
    title,
    `${before}\nexport const x = asset({ name: ${name} }, () => 1);`,
    { assets: [key] },
  ];
  check([
    keyed("const", 'const n = "raw_a";', "n"),
    keyed("let that stays", 'let n = "raw_a";', "n"),
    keyed("template", 'const t = "a";', "`raw_${t}`"),
    keyed("sum", 'const t = "a";', '"raw_" + t'),
    keyed("enum", 'enum E { A = "raw_a" }', "E.A"),
    keyed("const enum", 'export const enum E { A = "raw_a", B = `${A}` }', "E.B"),
    keyed("numeric enum", "enum E { A, B = 4, C }", "`raw_${E.C}`", "raw_5"),
    keyed("as const object", 'const n = { a: { b: "raw_a" } } as const;', "n.a.b"),
    keyed("satisfies", 'const n = { a: "raw_a" } satisfies Record<string, string>;', 'n["a"]'),
    keyed("list", 'const n = ["x", "raw_a"];', "n[1]!"),
    keyed("computed key", 'const k = "z"; const n = { [k]: "raw_a" };', "n.z"),
    keyed("object spread", 'const base = { a: "no", b: 1 }; const n = { ...base, a: "raw_a" };', "n.a"),
    keyed("join", 'const n = ["raw", "a"];', 'n.join("_")'),
    keyed("spread and join", 'const n = ["raw"];', '[...n, "a"].join("_")'),
    keyed("methods of texts", 'const n = "RAW-A";', 'n.toLowerCase().replace("-", "_")'),
    keyed("helper", "const n = (t: string) => `raw_${t}`;", 'n("a")'),
    keyed("helper with a body", "function n(t) { const p = `raw_`; return p + t; }", 'n("a")'),
    keyed("helper with a default", 'const n = ({ t = "a" } = {}) => `raw_${t}`;', "n()"),
    keyed("helper with rest", 'const n = (...t: string[]) => t.join("_");', 'n("raw", "a")'),
    keyed("condition", "const on = true;", 'on ? "raw_a" : "b"'),
    keyed("nullish", "const n = undefined;", 'n ?? "raw_a"'),
    keyed("destructured", 'const { n } = { n: "raw_a" };', "n"),
    keyed("frozen", 'const n = Object.freeze({ a: "raw_a" });', "n.a"),
    keyed("object entries", "const n = Object.entries({ raw_a: 1 });", "n[0][0]"),
    [
      "across files",
      {
        "src/names.ts": 'export const names = { a: "raw_a" } as const; export default "raw_b"; export enum E { C = "raw_c" }',
        "src/barrel/index.ts":
          'export * from "../names.js"; export { default as b } from "../names"; export * as all from "../names";',
        "src/a.ts": `${from}import { all, b, E, names } from "./barrel";
          export const x = asset({ name: names.a }, () => 1); export const y = asset({ name: b }, () => 1);
          export const z = asset({ name: E.C }, () => 1); export const w = asset({ name: all.names.a + "2" }, () => 1);`,
      },
      { assets: ["raw_a", "raw_a2", "raw_b", "raw_c"] },
    ],
    [
      "tsconfig paths, extends and JSON",
      {
        "tsconfig.base.json": '{ /* c */ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"], }, }, }',
        "tsconfig.json": '{ "extends": "./tsconfig.base.json" }',
        "package.json": '{ "imports": { "#names": "./src/names.json" } }',
        "src/lib/n.ts": 'export const n = "raw_a";',
        "src/names.json": '{ "b": "raw_b" }',
        "src/a.ts": `${from}import { n } from "@lib/n"; import j from "#names" with { type: "json" };
          export const x = asset({ name: n }, () => 1); export const y = asset({ name: j.b }, () => 1);`,
      },
      { assets: ["raw_a", "raw_b"] },
    ],
    [
      "baseUrl",
      {
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": "src" } }',
        "src/lib/n.ts": 'export const n = "a";',
        "a.ts": `${from}import { n } from "lib/n"; export const x = asset({ name: n }, () => 1);`,
      },
      { assets: ["a"] },
    ],
  ]);
});

describe("keys that cannot be known", () => {
  const unknown = (title: string, text: string, more: Partial<Row[2]> = {}): Row => [
    title,
    text,
    { assets: [], unnamed: 1, complete: false, problems: ["unknown-key"], ...more },
  ];
  check([
    unknown("environment", "export const x = asset({ name: «process.env.NAME» }, () => 1);"),
    unknown("part of a template", "export const x = asset({ name: `a_${«Date.now()»}` }, () => 1);"),
    unknown("assigned again", 'let n = "a"; n = "b";\nexport const x = asset({ name: «n» }, () => 1);'),
    unknown("options", "export const x = asset(«load()», () => 1);"),
    unknown("spread options", "export const x = asset({ ...«load()» }, () => 1);".replace("...«load()»", "«...load()»")),
    unknown("spread arguments", "export const «x» = asset(...load());"),
    unknown("package", { "a.ts": `${from}import { n } from "pkg"; export const x = asset({ name: «n» }, () => 1);` } as never),
    unknown("defined by itself", "const n = n + 1;\nexport const x = asset({ name: «n» }, () => 1);"),
    unknown("function of a package", { "a.ts": `${from}import { f } from "pkg"; export const x = asset(«f»);` } as never),
    [
      "a list that may hold assets",
      "function make() { for (;;) {} return asset(() => 1); }\nexport const all = «make()»;",
      { problems: ["unknown-key"], complete: false },
    ],
    [
      "awaited",
      "async function make() { return asset(() => 1); }\nexport const all = await «make()»;",
      { problems: ["unknown-key"], complete: false },
    ],
    ["chosen", "export const a = «process.env.X ? asset(() => 1) : undefined»;", { problems: ["unknown-key"], complete: false }],
    ["no asset at all", "export const db = connect(); export const now = await Date.now();", { complete: true }],
    [
      "no accusation",
      "export const x = asset({ name: «process.env.N» }, () => 1);\nexport const y = asset(({ z }) => z);",
      { assets: ["y"], edges: ["z -> y"], problems: ["unknown-key"] },
    ],
    [
      "unknown dependency",
      "export const y = asset({ deps: [process.env.N] }, () => 1);",
      { assets: ["y"], edges: [], complete: true },
    ],
    [
      "pushed at the top",
      'export const all = []; all.push(asset({ name: "a" }, () => 1)); all.push(asset({ name: "b" }, () => 1));',
      { assets: ["a", "b"], complete: true },
    ],
    [
      "pushed in a loop",
      'export const all = [];\nfor (const t of ["a"]) «all.push(asset({ name: t }, () => 1))»;\nexport const x = asset(({ a }) => a);',
      { assets: ["x"], complete: false, problems: ["unknown-key"] },
    ],
    [
      "added to from another file",
      {
        "all.ts": "export const all = [];",
        "a.ts": `${from}import { all } from "./all"; «all.push(asset({ name: "a" }, () => 1))»; export const x = asset(({ a }) => a);`,
      },
      { assets: ["x"], complete: false, problems: ["unknown-key"] },
    ],
    [
      "a package that depends on ours",
      {
        "node_modules/corp/package.json": '{ "peerDependencies": { "headwater": "*" } }',
        "a.ts": 'import { make } from "corp"; export const all = «make()»;',
      },
      { complete: false, problems: ["unknown-key"] },
    ],
  ]);
});

describe("helpers that make assets", () => {
  check([
    [
      "one for each call",
      'const make = (t: string) => asset({ name: `raw_${t}` }, () => 1);\nexport const a = make("a"); export const b = make("b");',
      { assets: ["raw_a", "raw_b"] },
    ],
    [
      "from another file, with a body, a problem shown in the call",
      {
        "make.ts": `${from}export function make(table: string, deps: string[] = []) { const name = \`raw_\${table}\`; return asset({ name, deps }, () => 1); }`,
        "a.ts": 'import { make } from "./make"; export const a = make("a"); export const b = make("b", [«"raw_c"», "raw_a"]);',
      },
      { assets: ["raw_a", "raw_b"], edges: ["raw_a -> raw_b", "raw_c -> raw_b"], problems: ["unknown-dependency"] },
    ],
    [
      "options passed on",
      'const make = (options, compute) => asset({ groupName: "g", ...options }, compute);\nexport const a = make({ name: «"a b"» }, ({ «c» }) => c);',
      { assets: ["a b"], problems: ["invalid-name", "unknown-input"] },
    ],
    ["map", 'export const all = ["a", "b"].map((t) => asset({ name: `raw_${t}` }, () => 1));', { assets: ["raw_a", "raw_b"] }],
    [
      "values of an object",
      'const made = { a: asset({ name: "a" }, () => 1) };\nexport const all = Object.values(made);',
      { assets: ["a"] },
    ],
    [
      "a factory of factories",
      'const layer = (prefix: string) => (name: string) => asset({ name, keyPrefix: prefix }, () => 1);\nconst bronze = layer("bronze");\nexport const a = bronze("a");',
      { assets: ["bronze/a"] },
    ],
    ["endless", "const f = (x) => f(x);\nexport const a = f(1);", { assets: [] }],
    [
      "collision of two calls",
      'const make = (t: string) => asset({ name: t }, () => 1);\nexport const a = make(«"x"»); export const b = make(«"x"»);',
      { problems: ["key-collision", "key-collision"] },
    ],
  ]);
});

describe("dependencies", () => {
  check([
    ["parameters", "export const a = asset(() => 1);\nexport const b = asset(({ a }) => a);", { edges: ["a -> b"] }],
    [
      "renamed, with default, quoted",
      'export const a = asset(() => 1);\nexport const b = asset(({ a: x, «"c"»: y = 1 }) => x);',
      { edges: ["a -> b", "c -> b"], problems: ["unknown-input"] },
    ],
    [
      "annotated",
      "export const a = asset(() => 1);\nexport const b = asset(async ({ a }: { a: number }, context) => a);",
      { edges: ["a -> b"] },
    ],
    [
      "of a function elsewhere",
      "export const b = asset(«compute»);\nfunction compute({ c }) {}",
      { problems: ["unknown-input"] },
    ],
    ["opaque parameter", "export const b = asset((«inputs») => 1);", { problems: ["inputs-not-destructured"] }],
    [
      "rest",
      "export const b = asset((«{ a, ...others }») => 1);\nexport const a = asset(() => 1);",
      { problems: ["inputs-not-destructured"] },
    ],
    ["computed name", "export const b = asset(({ [k]: v }) => 1);", { edges: [] }],
    ["context in the first", "export const b = asset(({ «context» }) => 1);", { problems: ["reserved-input"] }],
    [
      "deps as objects, texts and keys",
      `${raw}export const c = asset({ deps: [raw, "d", ["e", "f"], AssetKey("g"), AssetDep(raw)] }, () => 1);
      export const d = asset(() => 1); export const ef = asset({ key: ["e", "f"] }, () => 1); export const g = asset(() => 1);`,
      { edges: ["raw_customers -> c", "d -> c", "e/f -> c", "g -> c"] },
    ],
    [
      "ins",
      `${raw}export const c = asset({ ins: { raw, other: "d", third: AssetIn({ key: raw }), d: AssetIn({ keyPrefix: "e" }) } }, ({ raw, other, third, d }) => 1);
      export const d = asset(() => 1); export const ed = asset({ key: ["e", "d"] }, () => 1);`,
      { edges: ["raw_customers -> c", "d -> c", "e/d -> c"] },
    ],
    [
      "of another file",
      {
        "a.ts": `${from}export const a = asset({ name: "raw" }, () => 1);`,
        "b.ts": `${from}import { a as up } from "./a"; import * as all from "./a";
        export const b = asset({ deps: [up] }, () => 1); export const c = asset({ ins: { x: all.a } }, ({ x }) => x);`,
      },
      { edges: ["raw -> b", "raw -> c"] },
    ],
    [
      "through a list",
      `${raw}const ups = [raw, "d"] as const;\nexport const c = asset({ deps: [«...ups»] }, () => 1);`,
      { edges: ["raw_customers -> c", "d -> c"], problems: ["unknown-dependency"] },
    ],
    ["pending names", "export const a = asset(() => 1);\nexport const b = asset({ deps: [a] }, () => 1);", { edges: ["a -> b"] }],
    [
      "key of an asset",
      'export const a = asset({ name: "x" }, () => 1);\nexport const b = asset({ deps: [a.key] }, () => 1);',
      { edges: ["x -> b"] },
    ],
    [
      "typo in deps",
      `${raw}export const c = asset({ deps: [«"raw_custmers"»] }, () => 1);`,
      { problems: ["unknown-dependency"] },
    ],
    ["typo in a parameter", `${raw}export const c = asset(({ «raw_custmers» }) => 1);`, { problems: ["unknown-input"] }],
    [
      "typo in ins",
      `${raw}export const c = asset({ ins: { x: «"raw_custmers"» } }, ({ x }) => 1);`,
      { problems: ["unknown-input"] },
    ],
    [
      "typo in AssetIn and AssetDep",
      `${raw}export const c = asset({ ins: { x: AssetIn({ key: «"y"» }) }, deps: [AssetDep(«"z"»)] }, ({ x }) => 1);`,
      { problems: ["unknown-input", "unknown-dependency"] },
    ],
    [
      "through a constant",
      'const up = "nope";\nexport const c = asset({ deps: [«up»] }, () => 1);',
      { problems: ["unknown-dependency"] },
    ],
    [
      "through a constant for all",
      'const ups = ["nope"];\nexport const c = asset({ deps: «ups» }, () => 1);',
      { problems: ["unknown-dependency"] },
    ],
    [
      "relative",
      'export const x = asset({ key: ["p", "a"] }, () => 1);\nexport const c = asset(({ «a» }) => 1);',
      { edges: ["p/a -> c"], problems: ["relative-dependency"] },
    ],
    [
      "input without parameter",
      `${raw}export const c = asset({ ins: { «x»: raw } }, () => 1);`,
      { problems: ["input-without-parameter"] },
    ],
    ["on itself", 'export const c = asset({ deps: [«"c"»] }, () => 1);', { problems: ["self-dependency"] }],
    [
      "on its earlier partitions",
      'export const c = asset({ partitionsDef: DailyPartitionsDefinition({ startDate: "2025-01-01" }), deps: [AssetDep("c", { partitionMapping: TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 }) })] }, () => 1);',
      { assets: ["c"] },
    ],
    [
      "on an asset that is not exported",
      'const a = asset({ name: "a" }, () => 1);\nexport const b = asset({ deps: [«a»] }, () => 1);',
      { problems: ["unknown-dependency"] },
    ],
  ]);
});

describe("partitions", () => {
  const days =
    'const daily = DailyPartitionsDefinition({ startDate: "2026-01-01" });\nexport const days = asset({ partitionsDef: daily }, () => 1);\n';
  const letters = 'StaticPartitionsDefinition({ partitionKeys: ["a", "b"] })';
  check([
    [
      "that do not map by themselves",
      `${days}export const c = asset({ partitionsDef: ${letters}, deps: [«days»] }, () => 1);`,
      { problems: ["missing-partition-mapping"] },
    ],
    [
      "an input that does not map by itself",
      `${days}export const c = asset({ partitionsDef: ${letters} }, ({ «days» }) => days);`,
      { problems: ["missing-partition-mapping"] },
    ],
    [
      "a mapping that is none",
      `${days}export const c = asset({ partitionsDef: daily, deps: [AssetDep(days, { partitionMapping: TimeWindowPartitionMapping({ startOffset: «1» }) })] }, () => 1);`,
      { problems: ["invalid-partition-mapping"] },
    ],
    [
      "a mapping in a constant, with a key that nobody has",
      `const table = StaticPartitionMapping({ a: "b", c: "a" });\nexport const a = asset({ partitionsDef: ${letters} }, () => 1);\nexport const b = asset({ partitionsDef: ${letters}, ins: { a: «AssetIn({ partitionMapping: table })» } }, ({ a }) => a);`,
      { problems: ["unknown-partition-key"] },
    ],
    [
      "a policy without any",
      "export const a = asset({ backfillPolicy: «BackfillPolicy.multiRun(2)» }, () => 1);",
      { problems: ["multi-run-without-partitions"] },
    ],
    [
      "that are not known, or whose mapping is not",
      `declare const any: any;\n${days}export const a = asset({ partitionsDef: any, backfillPolicy: BackfillPolicy.multiRun(any), deps: [days] }, () => 1);
      export const c = asset({ partitionsDef: ${letters}, deps: [AssetDep(days, { partitionMapping: any }), AssetDep(a, any)] }, () => 1);
      export const d = asset({ partitionsDef: daily, deps: [AssetDep("d", { partitionMapping: any }), AssetDep(a, { partitionMapping: StaticPartitionMapping({ ...any }) })] }, () => 1);
      export const e = asset({ partitionsDef: DailyPartitionsDefinition({ startDate: "2026-01-01", timezone: any }), deps: [days] }, () => 1);`,
      { assets: ["days", "a", "c", "d", "e"] },
    ],
    [
      "that map to all",
      `${days}export const c = asset({ partitionsDef: ${letters}, deps: [AssetDep(days, { partitionMapping: AllPartitionMapping() })] }, () => 1);`,
      { assets: ["days", "c"] },
    ],
  ]);
});

describe("graph", () => {
  check([
    [
      "a collision is marked in both files",
      { "a.ts": `${from}export const x = asset({ name: «"a"» }, () => 1);`, "b.ts": `${from}export const «a» = asset(() => 1);` },
      { problems: ["key-collision", "key-collision"] },
    ],
    [
      "a cycle of references across files",
      {
        "a.ts": `${from}import { b } from "./b"; export const a = asset({ deps: [«b»] }, () => 1);`,
        "b.ts": `${from}import { a } from "./a"; export const b = asset({ deps: [«a»] }, () => 1);`,
      },
      { problems: ["cycle", "cycle"] },
    ],
    [
      "step names",
      'export const x = asset({ name: "a_b" }, () => 1);\nexport const y = asset({ key: «["a-b"]» }, () => 1);',
      { problems: ["step-name-collision"] },
    ],
  ]);
});

describe("rules and their places", () => {
  check([
    ["unknown option", "export const a = asset({ «gruopName»: 1 }, () => 1);", { problems: ["unknown-option"] }],
    ["kind of an option", "export const a = asset({ groupName: «1» }, () => 1);", { problems: ["invalid-option"] }],
    ["group", 'export const a = asset({ groupName: «"a b"» }, () => 1);', { problems: ["invalid-group-name"] }],
    [
      "group from elsewhere",
      'const g = "a b";\nexport const a = asset({ groupName: «g» }, () => 1);',
      { problems: ["invalid-group-name"] },
    ],
    [
      "group from a spread",
      'const o = { groupName: "a b" };\nexport const a = asset({ «...o» }, () => 1);',
      { problems: ["invalid-group-name"] },
    ],
    [
      "group from options elsewhere",
      'const o = { groupName: "a b" };\nexport const a = asset(«o», () => 1);',
      { problems: ["invalid-group-name"] },
    ],
    ["tag", 'export const a = asset({ tags: { ok: "x", «"a b": "x"» } }, () => 1);', { problems: ["invalid-tag"] }],
    ["kind", 'export const a = asset({ kinds: ["ok", «"a b"»] }, () => 1);', { problems: ["invalid-kind"] }],
    ["owner", 'export const a = asset({ owners: [«"me"»] }, () => 1);', { problems: ["invalid-owner"] }],
    [
      "retry policy",
      'export const a = asset({ retryPolicy: RetryPolicy({ backoff: «"linear"» }) }, () => 1);',
      { problems: ["invalid-retry-policy"] },
    ],
    [
      "retry policy in part",
      'export const a = asset({ retryPolicy: RetryPolicy({ backoff: "linear", ...more() }) }, () => 1);',
      { assets: ["a"] },
    ],
    ["key and name", 'export const a = asset({ name: "x", key: «"y"» }, () => 1);', { problems: ["key-with-name"] }],
    ["name from a function", "export const a = asset(function «config»() {});", { problems: ["reserved-name"] }],
    ["name from a constant", "export const «config» = asset(() => 1);", { problems: ["reserved-name"] }],
    ["slash", 'export const a = asset({ name: «"a/b"» }, () => 1);', { problems: ["slash-in-key-part"] }],
    [
      "check",
      'export const a = asset({ checkSpecs: [AssetCheckSpec({ name: "c", asset: «"b"» })] }, () => 1);',
      { problems: ["invalid-check"] },
    ],
    [
      "a check of itself",
      'export const a = asset({ checkSpecs: [AssetCheckSpec({ name: "c", asset: "a", blocking: true })] }, () => 1);',
      { assets: ["a"] },
    ],
    [
      "whole declaration",
      'export const a = asset({ automationCondition: AutomationCondition.onCron("0 * * * *"), partitionsDef: StaticPartitionsDefinition({ partitionKeys: ["x"] }), metadata: { n: 1, f: () => 1 }, requiredResourceKeys: ["db"] }, ({ db }) => 1);\nexport default Definitions({ resources: { db: 1 } });',
      { assets: ["a"], edges: [] },
    ],
  ]);
});

describe("names that come from another file", () => {
  check([
    [
      "of an asset without one, in a file that is read after those that may have definitions",
      {
        "assets/orders.ts": 'import { asset, Definitions } from "headwater"; export default asset(() => 1);',
        "assets/index.ts": 'export { default as orders } from "./orders";',
        "a.ts":
          'import { asset, Definitions } from "headwater"; import { orders } from "./assets"; export const a = asset({ deps: [orders] }, () => 1);',
      },
      { assets: ["a", "orders"], edges: ["orders -> a"] },
    ],
  ]);
});

describe("what is never loaded", () => {
  const from = 'import { asset, assetCheck, Definitions, externalAsset, withKeyPrefix } from "headwater";\n';
  const entry = '{ "headwater": "./defs.ts" }';
  check([
    [
      "an asset and a check that nothing mentions",
      'const «a» = asset(() => 1);\nexport const b = asset({ name: "a" }, () => 1);\nconst «ok» = assetCheck({ asset: b }, () => true);',
      { assets: ["a"], problems: ["never-loaded", "never-loaded"] },
    ],
    ["one that a call is given, which may do anything", "const a = asset(() => 1);\nconsole.log(a);", { assets: [] }],
    [
      "one that is exported below, or in a list",
      'const a = asset(() => 1); const b = asset({ name: "b" }, () => 1);\nexport { a as c };\nexport const list = [b];',
      {},
    ],
    [
      "one that another one needs is told there",
      'const a = asset({ name: "a" }, () => 1);\nexport const b = asset({ deps: [«a»] }, () => 1);',
      { problems: ["unknown-dependency"] },
    ],
    ["what is no asset", "const a = load();\nconst b = 1;", {}],
    [
      "a test",
      { "a.test.ts": `${from}const a = asset(() => 1);`, "b.ts": `${from}export const b = asset(() => 1);` },
      { assets: ["b"] },
    ],
    [
      "what the entry does not list",
      {
        "package.json": entry,
        "defs.ts": `${from}import { a, raw } from "./a"; export default Definitions({ assets: [a, ...withKeyPrefix("x", [raw])] });`,
        "a.ts": `${from}export const a = asset(() => 1); export const «b» = asset(() => 1); export const raw = asset(() => 1);`,
        "other.ts": `${from}export const c = asset(() => 1);`,
      },
      { assets: ["a", "x/raw"], problems: ["never-loaded"] },
    ],
    [
      "nothing is said where the list is not known",
      {
        "package.json": entry,
        "defs.ts": `${from}import { a } from "./a"; export default Definitions({ assets: [a, «load()»] });`,
        "a.ts": `${from}export const a = asset(() => 1); export const b = asset(() => 1);`,
      },
      { assets: ["a", "b"], problems: ["unknown-definitions"] },
    ],
  ]);
});

describe("resources and I/O managers that nobody gives", () => {
  check([
    [
      "a resource in a list, one in the parameters too",
      'export const a = asset({ requiredResourceKeys: ["db", «"dbb"»] }, ({ db, dbb }) => [db, dbb]);\nexport const d = Definitions({ resources: { db: 1 } });',
      { problems: ["unknown-resource"] },
    ],
    [
      "of a check and of several assets",
      'export const c = assetCheck({ asset: "a", requiredResourceKeys: [«"x"»] }, () => true);\nexport const a = asset(() => 1);\nexport const m = multiAsset({ outs: { o: AssetOut({ ioManagerKey: «"y"» }) }, requiredResourceKeys: [«"x"»] }, () => 1);',
      { problems: ["unknown-resource", "unknown-resource", "unknown-resource"] },
    ],
    [
      "I/O managers of an asset and of an input",
      'export const a = asset({ ioManagerKey: "files" }, () => 1);\nexport const b = asset({ ioManagerKey: «"file"», ins: { a: AssetIn({ inputManagerKey: «"other"» }) } }, ({ a }) => a);\nexport const d = Definitions({ ioManagers: { files: 1 } });',
      { problems: ["unknown-resource", "unknown-resource"] },
    ],
    [
      "nothing is said while some are not known",
      'export const a = asset({ requiredResourceKeys: ["x"], ioManagerKey: "y" }, () => 1);\nexport const d = Definitions({ resources: { ...load() }, ioManagers: load() });',
      {},
    ],
    [
      "nor while definitions may stand elsewhere",
      {
        "a.ts": 'import { asset } from "headwater"; export const a = asset({ requiredResourceKeys: ["x"] }, () => 1);',
        "b.ts": 'import { Definitions } from "headwater"; export default Definitions({ «»',
      },
      { problems: ["syntax-error"] },
    ],
  ]);
});

describe("resources", () => {
  check([
    [
      "of definitions",
      "export const a = asset(({ db }) => 1);\nexport const defs = Definitions({ resources: { db: connect() } });",
      { resources: ["db"], edges: [] },
    ],
    [
      "of another file",
      {
        "a.ts": `${from}export const a = asset(({ db }) => 1);`,
        "d.ts":
          'import { Definitions } from "headwater"; const r = { db: 1 }; export default Definitions({ resources: { ...r, two: 2 } });',
      },
      { resources: ["db", "two"] },
    ],
    [
      "merged",
      "export const a = asset(({ db, x }) => 1);\nexport const defs = Definitions.merge(Definitions({ resources: { db: 1 } }), Definitions({ resources: { x: 1 } }));",
      { resources: ["db", "x"] },
    ],
    [
      "not known",
      "export const a = asset(({ db }) => 1);\nexport const defs = Definitions({ resources: load() });",
      { assets: ["a"], edges: [] },
    ],
    [
      "known in part",
      `export const a = asset({ deps: [«"zzz"»] }, ({ db }) => 1);\nexport const defs = Definitions({ resources: { ...load() } });`,
      { edges: ["zzz -> a"], problems: ["unknown-dependency"] },
    ],
    [
      "not exported",
      "export const a = asset(({ «db» }) => 1);\nconst defs = Definitions({ resources: { db: 1 } });",
      { problems: ["unknown-input"] },
    ],
  ]);
});

describe("broken files", () => {
  check([
    [
      "others keep working",
      {
        "a.ts": `${from}export const a = asset(() => 1);`,
        "b.ts": `${from}export const b = asset({ name: "b" }, () => 1);\nexport const c = «;»`,
      },
      { assets: ["a", "b"], problems: ["syntax-error"], complete: false },
    ],
    ["no accusation", "export const a = asset(({ lost }) => 1);\nexport const lost = asset(«;»", { problems: ["syntax-error"] }],
    ["a half-written call", `export const a = asset({ groupName: "a b", deps: [«}», () => 1);`, { problems: ["syntax-error"] }],
    [
      "before the mistake rules hold",
      'export const a = asset({ groupName: «"a b"» }, () => 1);\nexport const b = «;»',
      { problems: ["invalid-group-name", "syntax-error"] },
    ],
  ]);
});
