// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code, which holds templates.
import { describe, expect, it } from "vitest";
import { checkProject, type Row } from "./testing/checkProject.ts";

const check = (rows: readonly Row[]) => {
  for (const [title, texts, expected] of rows) it(title, () => checkProject(texts, expected).then(() => undefined));
};

const split = "export const split = multiAsset({ outs: { even: AssetOut(), odd: AssetOut({ keyPrefix: 'p' }) } }, () => ({}));\n";
const raw = "export const raw = asset(() => 1);\n";

describe("several assets of one function", () => {
  check([
    ["outs", split, { assets: ["even", "p/odd"], complete: true }],
    [
      "by alias, namespace and re-export",
      {
        "hw.ts": 'export { multiAsset as many, AssetOut } from "headwater"; export * as hw from "headwater";',
        "a.ts":
          'import { many, AssetOut, hw } from "./hw"; const out = AssetOut; export const a = many({ outs: { x: out() } }, () => 1); export const b = hw.multiAsset({ outs: { y: hw.AssetOut({ key: ["q", "y"] }) } }, () => 1);',
      },
      { assets: ["x", "q/y"] },
    ],
    [
      "inputs and deps, on each and all",
      `${raw}${split}export const sum = asset({ ins: { e: split.outs.even }, deps: [split.outs.odd] }, ({ e }) => e);
      export const all = asset({ deps: [split, raw] }, () => 1); export const byName = asset(({ even }) => even);`,
      {
        edges: ["even -> sum", "p/odd -> sum", "even -> all", "p/odd -> all", "raw -> all", "even -> byName"],
        complete: true,
      },
    ],
    [
      "outs as constants, with AssetIn and AssetDep, in another file",
      {
        "src/split.ts": `import { multiAsset, AssetOut } from "headwater"; ${split}export const { even, odd: other } = split.outs;`,
        "src/a.ts":
          'import { asset, AssetIn, AssetDep } from "headwater"; import { even, other } from "./split"; import * as s from "./split"; export const a = asset({ ins: { e: AssetIn({ key: even }) }, deps: [AssetDep(other)] }, ({ e }) => e); export const b = asset({ deps: Object.values(s.split.outs) }, () => 1); export const c = asset({ deps: [s.split.keys[1]!, even.key] }, () => 1);',
      },
      { edges: ["even -> a", "p/odd -> a", "even -> b", "p/odd -> b", "even -> c", "p/odd -> c"] },
    ],
    [
      "what the function takes, each output needs",
      `${raw}export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut() }, internalAssetDeps: { b: ["raw", AssetKey("a")] } }, ({ raw }) => raw);`,
      { edges: ["raw -> b", "a -> b"] },
    ],
    [
      "specs, written in place and as constants",
      `${raw}const orders = AssetSpec({ key: ["shop", "orders"], deps: [raw] });
      export const m = multiAsset({ specs: [orders, AssetSpec({ key: "refunds", deps: [orders] })] }, function sync() {});
      export const use = asset({ deps: [orders] }, () => 1);`,
      {
        assets: ["raw", "shop/orders", "refunds", "use"],
        edges: ["raw -> shop/orders", "shop/orders -> refunds", "shop/orders -> use"],
      },
    ],
    [
      "an exported description is what is computed",
      'export const orders = AssetSpec({ key: "orders" }); export const m = multiAsset({ specs: [orders] }, () => {});',
      { assets: ["orders"], complete: true },
    ],
    [
      "in a helper and a loop",
      'const make = (name: string) => multiAsset({ name, outs: { [`${name}_a`]: AssetOut(), [`${name}_b`]: AssetOut() } }, () => ({}));\nexport const all = ["x", "y"].map(make);',
      { assets: ["x_a", "x_b", "y_a", "y_b"] },
    ],
    [
      "a list of specs that is made",
      'export const m = multiAsset({ specs: ["a", "b"].map((key) => AssetSpec({ key })) }, () => {});',
      { assets: ["a", "b"] },
    ],
    [
      "graphMultiAsset and graphAsset",
      "export const m = graphMultiAsset({ outs: { a: AssetOut() } }, () => ({})); export const g = graphAsset(({ a }) => a);",
      { edges: ["a -> g"] },
    ],
    [
      "mistakes stand at their entry",
      `export const m = multiAsset({ outs: { a: AssetOut({ groupName: «"x y"» }), b: AssetOut({ «colour»: 1 }) }, internalAssetDeps: { «c»: [] } }, () => 1);`,
      { problems: ["invalid-group-name", "unknown-option", "unknown-output"], assets: ["a", "b"] },
    ],
    [
      "a misspelt dependency of one spec",
      'export const m = multiAsset({ specs: [AssetSpec({ key: "a" }), AssetSpec({ key: "b", deps: [«"aa"»] })] }, () => {});',
      { problems: ["unknown-dependency"] },
    ],
    [
      "a misspelt input",
      "export const m = multiAsset({ outs: { a: AssetOut() } }, ({ «nowhere» }) => nowhere);",
      { problems: ["unknown-input"] },
    ],
    [
      "one key twice",
      'export const a = asset({ name: «"a"» }, () => 1);\nexport const m = multiAsset({ outs: { «a»: AssetOut(), b: AssetOut() } }, () => 1);',
      { problems: ["key-collision", "key-collision"] },
    ],
    [
      "one AssetDep for all",
      `${split}export const x = asset({ deps: [AssetDep(«split»)] }, () => 1);`,
      { problems: ["ambiguous-dependency"] },
    ],
    ["neither outs nor specs", "export const «m» = multiAsset({}, () => 1);", { problems: ["outs-or-specs"], assets: [] }],
    ["without a function", "export const «m» = multiAsset({ outs: { a: AssetOut() } });", { problems: ["invalid-option"] }],
    [
      "without a name",
      "export default «multiAsset»({ outs: { a: AssetOut() } }, () => 1);",
      { problems: ["missing-name"], assets: ["a"] },
    ],
    [
      "an output that does not exist",
      `${split}export const x = asset({ deps: [«split.outs.evn»] }, () => 1);`,
      { problems: ["invalid-key"] },
    ],
  ]);
});

describe("what cannot be known of several", () => {
  check([
    [
      "a key",
      "export const m = multiAsset({ outs: { a: AssetOut({ key: «process.env.KEY»! }), b: AssetOut() } }, () => 1);\nexport const x = asset({ deps: [m.outs.a, m.outs.b] }, ({ lost }) => lost);",
      { problems: ["unknown-key"], assets: ["b", "x"], edges: ["b -> x", "lost -> x"], unnamed: 1, complete: false },
    ],
    [
      "the names of outs",
      'export const m = multiAsset({ outs: { «...JSON.parse("{}")», b: AssetOut() } }, () => 1); export const x = asset(({ lost, b }) => [lost, b]);',
      { problems: ["unknown-key"], assets: ["b", "x"], edges: ["b -> x", "lost -> x"] },
    ],
    [
      "the list of specs",
      "export const m = multiAsset({ specs: «load()» }, () => 1); export const x = asset({ deps: [m] }, ({ lost }) => lost);",
      { problems: ["unknown-key"], assets: ["x"], edges: ["lost -> x"] },
    ],
    [
      "settings of an out",
      "const more = JSON.parse('{}'); export const m = multiAsset({ outs: { a: AssetOut({ ...more, key: 'a' }), b: AssetOut(«more») } }, () => 1);",
      { problems: ["unknown-key"], assets: ["a"] },
    ],
    [
      "arguments",
      "const given: any = JSON.parse('[]'); export const «m» = multiAsset(...given);",
      { problems: ["unknown-key"], assets: [] },
    ],
    [
      "a function that is not to be seen names no step",
      {
        "a.ts":
          'import { multiAsset, AssetOut } from "headwater"; import { f } from "other"; export const m = multiAsset({ outs: { a: AssetOut() } }, f);',
      },
      { assets: ["a"], complete: true },
    ],
  ]);
});

describe("assets that are only described", () => {
  check([
    [
      "by name, prefix and key",
      'export const a = externalAsset({}); export const b = externalAsset({ keyPrefix: "p" }); export const c = AssetSpec({ key: ["x", "c.csv"] });',
      { assets: ["a", "p/b", "x/c.csv"], complete: true },
    ],
    [
      "dependencies",
      `${raw}export const e = externalAsset({ deps: [raw] }); export const x = asset({ ins: { e } }, ({ e }) => e);`,
      { edges: ["raw -> e", "e -> x"] },
    ],
    [
      "observed",
      "export const feed = observableAsset(({ http }) => http); export default Definitions({ resources: { http: 1 } });",
      { assets: ["feed"], edges: [] },
    ],
    ["listed", 'export default Definitions({ assets: [AssetSpec({ key: "a" })] });', { assets: ["a"] }],
    ["no description at all", "export const «a» = AssetSpec();", { problems: ["invalid-option"] }],
    [
      "of a taken key",
      `export const «raw» = asset(() => 1);\nexport const e = AssetSpec({ key: «"raw"» });`,
      { problems: ["key-collision", "key-collision"] },
    ],
    ["a misspelt option", 'export const a = externalAsset({ «ky»: "a" });', { problems: ["unknown-option"] }],
    [
      "an unknown key",
      "export const a = externalAsset({ key: «process.env.KEY»! }); export const b = asset(({ c }) => c);",
      { problems: ["unknown-key"], unnamed: 1 },
    ],
  ]);

  it("is not computed", async () => {
    const { assets } = await checkProject("export const a = externalAsset({}); export const b = observableAsset(() => 1);", {});
    expect(assets.map(({ spec: { materializable, observable } }) => [materializable, observable])).toEqual([
      [false, undefined],
      [false, true],
    ]);
  });
});

describe("checks", () => {
  check([
    [
      "of an asset, an output, a key",
      `${raw}${split}export const one = assetCheck({ asset: raw }, ({ raw }) => raw); export const two = assetCheck({ asset: split.outs.odd }, () => 1); export const three = assetCheck({ asset: "even", additionalIns: { r: raw }, additionalDeps: [split.outs.odd] }, ({ r, e }) => r);`,
      { checks: ["raw:one", "p/odd:two", "even:three"], edges: [], complete: true },
    ],
    [
      "several, and those of the asset's own step",
      `export const raw = asset({ checkSpecs: [AssetCheckSpec({ name: "own" })] }, () => 1); export const more = multiAssetCheck({ specs: [AssetCheckSpec({ name: "a", asset: raw }), AssetCheckSpec({ name: "b", asset: "raw" })] }, () => 1);`,
      { checks: ["raw:own", "raw:a", "raw:b"] },
    ],
    [
      "listed",
      `${raw}const c = assetCheck({ asset: raw, name: "c" }, () => 1); export default Definitions({ assetChecks: [[c]] });`,
      { checks: ["raw:c"] },
    ],
    [
      "of an asset that does not exist",
      `${raw}export const c = assetCheck({ asset: «"rw"» }, () => 1);`,
      { problems: ["unknown-dependency"] },
    ],
    ["without an asset", "export const «c» = assetCheck({}, () => 1);", { problems: ["invalid-check"] }],
    [
      "one name twice",
      `${raw}export const c = assetCheck({ asset: raw }, () => 1);\nexport const d = assetCheck({ asset: raw, name: «"c"» }, () => 1);`,
      { problems: ["duplicate-check"] },
    ],
    [
      "of itself",
      `${raw}export const c = assetCheck({ asset: raw, additionalDeps: [«raw»] }, () => 1);`,
      { problems: ["invalid-check"] },
    ],
    [
      "two values",
      `${raw}export const c = assetCheck({ asset: raw }, ({ a, «b» }) => [a, b]);`,
      { problems: ["ambiguous-check-input"] },
    ],
    [
      "a resource beside the value",
      `${raw}export const c = assetCheck({ asset: raw }, ({ rows, db }) => [rows, db]); export default Definitions({ resources: { db: 1 } });`,
      { checks: ["raw:c"] },
    ],
    [
      "of an asset whose key is not known",
      "export const raw = asset({ name: «process.env.NAME»! }, () => 1); export const c = assetCheck({ asset: raw }, () => 1);",
      { problems: ["unknown-key"], checks: [] },
    ],
    [
      "of what is not known",
      "export const c = assetCheck({ asset: «process.env.NAME»! }, () => 1);",
      { problems: ["unknown-key"], checks: [] },
    ],
    [
      "an option of a description",
      `${raw}export const c = multiAssetCheck({ specs: [AssetCheckSpec({ name: «"a b"», asset: raw })] }, () => 1);`,
      { problems: ["invalid-check"] },
    ],
    [
      "a value of several",
      `${split}export const c = assetCheck({ asset: «split» }, () => 1);`,
      { problems: ["ambiguous-dependency"] },
    ],
  ]);
});

describe("changed assets", () => {
  check([
    [
      "a prefix, and who depends on whom",
      `const a = asset({ name: "a" }, () => 1); const b = asset({ name: "b", deps: [a, "c"] }, () => 1);
      export const c = asset(() => 1); export const all = withKeyPrefix(["p", "q"], [a, b]);`,
      { assets: ["c", "p/q/a", "p/q/b"], edges: ["p/q/a -> p/q/b", "c -> p/q/b"], complete: true },
    ],
    [
      "a prefix of what only the new constants name",
      'const a = asset(() => 1); const [inner] = withKeyPrefix("p", [a]); export const [x] = withKeyPrefix("q", [inner]); export const [y] = withKeyPrefix("r", [a]); export const use = asset({ deps: [x, y] }, () => 1);',
      { assets: ["q/p/x", "r/y", "use"], edges: ["q/p/x -> use", "r/y -> use"], problems: [] },
    ],
    [
      "by a name for all",
      'const prefixed = (list: any[]) => withKeyPrefix("p", list); export const [x, y] = prefixed([asset({ name: "x" }, () => 1), asset({ name: "y" }, ({ x }) => x)]); export const use = asset({ deps: [y] }, () => 1);',
      { assets: ["p/x", "p/y", "use"], edges: ["p/x -> p/y", "p/y -> use"] },
    ],
    [
      "several at once",
      `const split = multiAsset({ name: "split", outs: { a: AssetOut(), b: AssetOut() } }, () => 1); export const [other] = withKeyPrefix("p", [split]); export const use = asset({ deps: [other.outs.a] }, () => 1);`,
      { assets: ["p/a", "p/b", "use"], edges: ["p/a -> use"] },
    ],
    [
      "other keys",
      'export const a = asset({ name: "x" }, ({ up }) => up).withAttributes({ assetKeyReplacements: [["x", ["n", "x"]], [AssetKey("up"), "down"]] }); export const down = asset(() => 1);',
      { assets: ["n/x", "down"], edges: ["down -> n/x"] },
    ],
    [
      "other attributes",
      'const x = asset({ name: "x", tags: { a: "b" } }, () => 1); export const y = x.replaceAttributes({ key: "z", groupName: "g" }).mergeAttributes({ deps: ["w"] }); export const w = AssetSpec({ key: "v" }).replaceAttributes({ key: "w" });',
      { assets: ["z", "w"], edges: ["w -> z"] },
    ],
    [
      "a description that stands among specs under its new key",
      'const [a, b] = withKeyPrefix("p", [AssetSpec({ key: "a" }), AssetSpec({ key: "b", deps: ["a"] })]); export const m = multiAsset({ specs: [a, b] }, () => {});',
      { assets: ["p/a", "p/b"], edges: ["p/a -> p/b"] },
    ],
    [
      "a prefix that is not known",
      'const a = asset({ name: "a" }, () => 1); export const all = withKeyPrefix(«process.env.P»!, [a]); export const x = asset(({ a }) => a);',
      { problems: ["unknown-key"], assets: ["x"], unnamed: 1 },
    ],
    [
      "a list that is not known",
      'export const all = «withKeyPrefix("p", JSON.parse("[]"))»; export const x = asset(({ lost }) => lost);',
      { problems: ["unknown-key"], assets: ["x"], complete: false },
    ],
    [
      "keys that are not known",
      'const a = asset({ name: "a" }, () => 1); export const b = a.withAttributes({ assetKeyReplacements: «JSON.parse("[]")» });',
      { problems: ["unknown-key"], assets: [], unnamed: 1 },
    ],
    [
      "attributes that are not known in part",
      'const up = asset({ name: "up" }, () => 1); const a = asset({ name: "a", ins: { up } }, ({ up }) => up); export const b = a.replaceAttributes({ deps: JSON.parse("[]") }); export const c = a.replaceAttributes({ ...JSON.parse("{}"), key: "c" }); export const d = a.replaceAttributes(«JSON.parse("{}")»); export { up };',
      { problems: ["unknown-key"], assets: ["a", "up", "c"], edges: ["up -> a", "up -> c"] },
    ],
    [
      "what is wrong with attributes",
      'const a = asset({ name: "a" }, () => 1); export const b = a.replaceAttributes({ groupName: «"x y"» });',
      { problems: ["invalid-group-name"] },
    ],
  ]);
});

describe("keys of which the end is known", () => {
  const rest = 'export const x = asset({ deps: ["a", ["q", "a"], «"b"»] }, ({ «lost» }) => lost);';
  const one = (title: string, text: string): Row => [
    title,
    text + rest,
    { problems: ["unknown-key", "unknown-dependency", "unknown-input"], complete: false },
  ];
  check([
    one("a prefix", "export const a = asset({ keyPrefix: «process.env.P»! }, () => 1);\n"),
    one("of a name", 'export const y = externalAsset({ name: "a", keyPrefix: «process.env.P»! });\n'),
    one("on load", 'export const y = withKeyPrefix(«process.env.P»!, [asset({ name: "a" }, () => 1)]);\n'),
    one(
      "of an out",
      'export const y = multiAsset({ outs: { a: AssetOut({ keyPrefix: «process.env.P»! }), k: AssetOut({ key: "z" }) } }, () => 1);\n',
    ),
    [
      "a name says nothing of others",
      "export const y = asset({ name: «process.env.N»! }, () => 1);\nexport const x = asset(({ lost }) => lost);",
      { problems: ["unknown-key"] },
    ],
  ]);
});

it("places each of several at its entry", async () => {
  const text =
    'export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut({ key: "x" }) } }, () => 1); const s = AssetSpec({ key: "s" }); export const n = multiAsset({ specs: [s, AssetSpec({ key: "t", deps: ["a"] })] }, () => 1);';
  const { assets } = await checkProject({ "a.ts": `import { multiAsset, AssetOut, AssetSpec } from "headwater";${text}` }, {});
  const whole = `import { multiAsset, AssetOut, AssetSpec } from "headwater";${text}`;
  const at = ({ startOffset, endOffset }: { startOffset: number; endOffset: number }) => whole.slice(startOffset, endOffset);
  expect(assets.map(({ range, nameRange }) => [at(range), at(nameRange)])).toEqual([
    ["a: AssetOut()", "a"],
    ['b: AssetOut({ key: "x" })', "b"],
    ["s", "s"],
    ['AssetSpec({ key: "t", deps: ["a"] })', '"t"'],
  ]);
  const places = assets.at(-1)?.places.map(({ path, range }) => [path.join(), at(range)]);
  expect(places).toContainEqual(["specs,1,deps,0", '"a"']);
});

it("places a step of checks at its call, and what it depends on at its text", async () => {
  const text = `import { asset, assetCheck } from "headwater"; export const a = asset(() => 1);
export const c = assetCheck({ asset: "a", additionalIns: { b: "a2" } }, ({ b, v }) => b); export const a2 = asset(() => 1);`;
  const { checkSteps } = await checkProject({ "a.ts": text }, { checks: ["a:c"] });
  const at = ({ startOffset, endOffset }: { startOffset: number; endOffset: number }) => text.slice(startOffset, endOffset);
  const [step] = checkSteps;
  expect([step?.spec.stepName, step && at(step.calleeRange), step && at(step.nameRange)]).toEqual(["a_c", "assetCheck", "c"]);
  const places = step?.places.map(({ path, range }) => [path.join(), at(range)]);
  expect(places).toEqual([
    ["asset", '"a"'],
    ["additionalIns", '{ b: "a2" }'],
    ["additionalIns,b", '"a2"'],
    ["parameters,b", "b"],
    ["parameters,v", "v"],
  ]);
});
