import { describe, expect, test } from "vitest";
import { bothWays } from "./project/bothWays.ts";

const from =
  'import { asset, assetCheck, AssetCheckSpec, AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, AutomationCondition, DailyPartitionsDefinition, Definitions, externalAsset, graphAsset, graphMultiAsset, multiAsset, multiAssetCheck, observableAsset, withKeyPrefix } from "headwater";\n';
const packageJson = (entry?: string) =>
  JSON.stringify({ name: "x", type: "module", dependencies: { headwater: "*" }, ...(entry ? { headwater: entry } : {}) });

describe("analysis and loading say the same of assets of every kind", () => {
  test.each<[string, Record<string, string>]>([
    [
      "outs, by reference, key and name",
      {
        "split.ts": `${from}export const numbers = asset(() => [1]);
        export const split = multiAsset({ groupName: "g", outs: { even: AssetOut(), odd: AssetOut({ key: ["p", "odd"] }) } }, ({ numbers }) => ({ even: numbers, odd: numbers }));
        export const { even, odd } = split.outs;`,
        "a.ts": `${from}import { even, split } from "./split.ts"; export const a = asset({ ins: { even, o: AssetIn({ key: split.outs.odd }) }, deps: [AssetKey("numbers")] }, ({ even, o }) => [even, o]);
        export const b = asset({ deps: [split, AssetDep(a)] }, () => {}); export const c = asset(({ even }) => even); export const d = asset({ deps: Object.values(split.outs) }, () => {});`,
      },
    ],
    [
      "outs with dependencies of their own",
      {
        "a.ts": `${from}export const x = asset(() => 1); export const y = asset(() => 1);
        export const m = multiAsset({ canSubset: true, deps: [y], outs: { a: AssetOut(), b: AssetOut(), c: AssetOut() }, internalAssetDeps: { a: ["x"], b: [y, ["a"]] } }, ({ x }) => x);`,
      },
    ],
    [
      "specs, exported and not, and the input of one",
      {
        "a.ts": `${from}export const up = asset(() => 1); export const orders = AssetSpec({ key: ["shop", "orders"], deps: [up] }); const refunds = AssetSpec({ key: "refunds-2", deps: [orders, AssetDep("lost")] });
        export const sync = multiAsset({ specs: [orders, refunds, AssetSpec({ key: "third" })] }, async function step({ up }) {}); export const use = asset({ deps: [sync, "refunds"] }, () => {});`,
      },
    ],
    [
      "a description that only definitions list beside what computes it",
      {
        "a.ts": `${from}import { s } from "./z.ts"; export const m = multiAsset({ specs: [s] }, () => {});`,
        "z.ts": `${from}const s = AssetSpec({ key: "s" }); export { s }; export default Definitions({ assets: [s] });`,
      },
    ],
    [
      "external and observable assets",
      {
        "a.ts": `${from}export const lake = externalAsset({ keyPrefix: "ext", groupName: "g" }); export const events = AssetSpec({ key: ["lake", "events.parquet"], deps: [lake] });
        export const feed = observableAsset(({ http }) => http); export const a = asset({ ins: { events }, deps: [lake] }, ({ events, feed }) => [events, feed]);
        export default Definitions({ resources: { http: 1 } });`,
      },
    ],
    [
      "compositions of operations",
      {
        "a.ts": `${from}export const a = graphAsset(() => 1); export const m = graphMultiAsset({ outs: { x: AssetOut(), y: AssetOut() } }, ({ a }) => ({ x: a, y: a })); export const use = graphAsset({ ins: { x: m.outs.x } }, ({ x }) => x);`,
      },
    ],
    [
      "checks of every kind",
      {
        "a.ts": `${from}export const a = asset({ checkSpecs: [AssetCheckSpec({ name: "own" })] }, () => 1); export const m = multiAsset({ outs: { x: AssetOut(), y: AssetOut() }, checkSpecs: [AssetCheckSpec({ name: "own", asset: "y" })] }, () => 1);
        export const positive = assetCheck({ asset: a, blocking: true }, ({ rows, db }) => [rows, db]); export const other = assetCheck({ asset: m.outs.x, additionalIns: { a }, additionalDeps: [m.outs.y] }, function named({ a }) {});
        export const many = multiAssetCheck({ specs: [AssetCheckSpec({ name: "one", asset: a, additionalDeps: [m.outs.y] }), AssetCheckSpec({ name: "two", asset: ["y"] })] }, ({ x }) => x);
        export const list = ["p", "q"].map((name) => assetCheck({ asset: "a", name }, () => 1));
        export default Definitions({ resources: { db: 1 } });`,
      },
    ],
    [
      "checks that are wrong together",
      {
        "a.ts": `${from}export const a = asset(() => 1); export const c = assetCheck({ asset: a }, () => 1); export const d = assetCheck({ asset: "a", name: "c" }, () => 1);
        export const e = assetCheck({ asset: "aa" }, ({ one }) => one); export const f = assetCheck({ asset: a }, ({ one, two }) => [one, two]); export default assetCheck({ asset: a }, () => 1);`,
      },
    ],
    [
      "automation conditions of every form",
      {
        "a.ts": `${from}const mine = AutomationCondition.eager().without(AutomationCondition.inLatestTimeWindow()).withLabel("mine");
        export const a = asset({ automationCondition: mine }, () => 1); export const b = asset({ automationCondition: AutomationCondition.onCron("0 6 * * *", "Europe/Berlin").and(AutomationCondition.anyDepsMatch(AutomationCondition.missing()).not()) }, () => 1);
        export const c = asset({ automationCondition: AutomationCondition.newlyUpdated().since(AutomationCondition.cronTickPassed("@daily")).or(AutomationCondition.inLatestTimeWindow({ lookbackDelta: { days: 2 } }).newlyTrue()) }, () => 1);
        export const d = asset({ automationCondition: AutomationCondition.assetMatches(a, AutomationCondition.eager().replace("newlyUpdated", AutomationCondition.dataVersionChanged())).sinceLastHandled() }, () => 1);
        export const e = asset({ automationCondition: AutomationCondition.eager().ignore("group:sales").allow("group:raw"), checkSpecs: [AssetCheckSpec({ name: "own", automationCondition: AutomationCondition.onMissing() })] }, () => 1);
        export const f = asset({ automationCondition: AutomationCondition.anyChecksMatch(AutomationCondition.checkFailed(), { blockingOnly: true }).or(AutomationCondition.executedWithTags({ tagKeys: ["t"] })).or(AutomationCondition.anyNewUpdateHasRunTags({ tagKeys: ["t"] })).or(AutomationCondition.allNewUpdatesHaveRunTags({ tagValues: { t: "1" } })).or(AutomationCondition.codeVersionOutdated()) }, () => 1);`,
      },
    ],
    [
      "automation conditions that are wrong",
      {
        "a.ts": `${from}export const a = externalAsset({ automationCondition: AutomationCondition.checkPassed() });
        export const b = asset({ automationCondition: AutomationCondition.missing().and(AutomationCondition.missing().not()) }, () => 1); export const c = asset({ automationCondition: AutomationCondition.missing().since(AutomationCondition.missing()) }, () => 1);`,
      },
    ],
    [
      "misspelt inputs and dependencies",
      {
        "a.ts": `${from}export const orders = asset(() => 1); export const m = multiAsset({ outs: { x: AssetOut(), y: AssetOut() } }, ({ order }) => order);
        export const n = multiAsset({ specs: [AssetSpec({ key: "z", deps: ["ordrs"] })] }, ({ db }) => db); export const e = externalAsset({ deps: ["ordes"] });`,
      },
    ],
    [
      "keys that collide",
      {
        "a.ts": `${from}export const a = asset(() => 1); export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut() } }, () => 1); export const e = AssetSpec({ key: "b" });`,
      },
    ],
    [
      "two descriptions that are not alike",
      {
        "a.ts": `${from}export const m = multiAsset({ specs: [AssetSpec({ key: "a" }), AssetSpec({ key: "a", groupName: "g" })] }, () => 1);`,
      },
    ],
    [
      "steps that wait for each other",
      {
        "a.ts": `${from}export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut() }, internalAssetDeps: { b: ["x"] } }, ({ x }) => x); export const x = asset(({ a }) => a);`,
      },
    ],
    [
      "steps without a name",
      {
        "a.ts": `${from}export default multiAsset({ outs: { a: AssetOut() } }, () => 1); export const list = [multiAssetCheck({ specs: [AssetCheckSpec({ name: "c", asset: "a" })] }, () => 1)];`,
      },
    ],
    [
      "an entry that lists assets and checks",
      {
        "package.json": packageJson("./d.ts"),
        "a.ts": `${from}export const a = asset(() => 1); export const m = multiAsset({ outs: { x: AssetOut() } }, () => 1); export const c = assetCheck({ asset: a }, () => 1); export const d = assetCheck({ asset: a }, () => 1);`,
        "d.ts": `${from}import { a, c, m } from "./a.ts"; export default Definitions.merge(Definitions({ assets: [a, [m, AssetSpec({ key: "s" })]] }), Definitions({ assetChecks: [[c]] }));`,
      },
    ],
    [
      "an entry that lists checks alone",
      {
        "package.json": packageJson("./d.ts"),
        "a.ts": `${from}export const a = asset(() => 1); export const c = assetCheck({ asset: a }, () => 1);`,
        "d.ts": `${from}import { c } from "./a.ts"; export default Definitions({ assetChecks: [c] });`,
      },
    ],
    [
      "a prefix for what a module holds",
      {
        "raw.ts": `${from}const orders = asset({ name: "orders" }, () => 1); const refunds = asset({ name: "refunds", deps: ["orders", "other"] }, () => 1); const m = multiAsset({ name: "m", outs: { x: AssetOut(), y: AssetOut() } }, ({ orders }) => orders); export const raw = [orders, refunds, m] as const;`,
        "a.ts": `${from}import { raw } from "./raw.ts"; export const sales = withKeyPrefix("sales", raw); export const other = asset({ deps: [sales[1], sales[2].outs.y] }, () => 1); export const c = assetCheck({ asset: sales[0], name: "c" }, () => 1);`,
      },
    ],
    [
      "a prefix for what constants name",
      {
        "a.ts": `${from}const a = asset(() => 1); const b = asset({ deps: [a] }, function b() {}); export const [pa, pb] = withKeyPrefix(["p", "q"], [a, b]);`,
      },
    ],
    [
      "a prefix for what only the new constants name",
      {
        "a.ts": `${from}const a = asset(() => 1); const [inner] = withKeyPrefix("p", [a]); export const [x] = withKeyPrefix("q", [inner]); export const [y] = withKeyPrefix("r", [a]); export const z = asset({ deps: [x, y] }, () => 1);`,
      },
    ],
    [
      "a prefix under the same name",
      {
        "a.ts": `${from}const layer = () => { const a = asset({ name: "a" }, () => 1); return { a, b: asset({ name: "b", deps: [a] }, () => 1) }; }; export const [a, b] = withKeyPrefix("p", Object.values(layer()));`,
      },
    ],
    [
      "other keys and attributes",
      {
        "a.ts": `${from}export const up = asset(() => 1); const one = asset({ name: "one", deps: ["up"] }, () => 1);
        export const two = one.withAttributes({ assetKeyReplacements: [["one", ["n", "two"]], ["up", "down"]] }); export const three = one.replaceAttributes({ key: "three", groupName: "g", deps: ["lost"] });
        export const four = asset(({ up }) => up).mergeAttributes({ deps: [three], kinds: ["x"] }).withAttributes({ assetKeyReplacements: [["up", ["n", "two"]]] });
        const e = externalAsset({ description: "e" }); export const f = e.replaceAttributes({ groupName: "g" }); export const g = AssetSpec({ key: "g0", deps: ["up"] }).mergeAttributes({ deps: ["f"] });
        export const m = multiAsset({ name: "m", outs: { x: AssetOut() } }, () => 1).withAttributes({ assetKeyReplacements: [["x", "y"]] }); export const use = asset({ deps: [m.outs.x, four] }, () => 1);`,
      },
    ],
    [
      "descriptions under new keys among specs",
      {
        "a.ts": `${from}const specs = withKeyPrefix("p", [AssetSpec({ key: "a" }), AssetSpec({ key: "b", deps: ["a", "c"] })]); export const m = multiAsset({ specs: [...specs, AssetSpec({ key: "q" }).replaceAttributes({ key: "r", deps: ["c"] })] }, () => 1); export const c = asset(() => 1);`,
      },
    ],
    [
      "an entry that lists what it prefixes",
      {
        "package.json": packageJson("./d.ts"),
        "a.ts": `${from}export const a = asset(() => 1); export const b = asset(({ a }) => a); export const m = multiAsset({ outs: { x: AssetOut() } }, ({ b }) => b);`,
        "d.ts": `${from}import * as ns from "./a.ts"; export default Definitions({ assets: [withKeyPrefix("p", [ns.a, ns.b, ns.m]), withKeyPrefix("q", Object.values(ns))] });`,
      },
    ],
    [
      "an entry that leaves out what is depended on",
      {
        "package.json": packageJson("./d.ts"),
        "c.ts": `${from}export const a = asset(() => 1);`,
        "a.ts": `${from}import { a } from "./c.ts"; export const b = asset({ deps: [a] }, () => 1);`,
        "d.ts": `${from}import { b } from "./a.ts"; export default Definitions({ assets: [b] });`,
      },
    ],
    [
      "outs in a loop",
      {
        "a.ts": `${from}export const m = multiAsset({ outs: { x: AssetOut({ keyPrefix: "p" }), y: AssetOut() } }, () => 1); export const all = Object.entries(m.outs).map(([name, out]) => asset({ name: "use_" + name, deps: [out] }, () => 1));
        export const k = asset({ deps: [...m.keys] }, () => 1); export const c = assetCheck({ asset: m.outs.x.key }, () => 1); export const e = externalAsset({ deps: [m] });
        export const n = multiAsset({ outs: { a: AssetOut(), b: AssetOut() }, deps: [m], internalAssetDeps: { a: [m], b: ["a"] } }, () => 1);`,
      },
    ],
    [
      "helpers",
      {
        "a.ts": `${from}function ingest({ name, outs }: { name: string; outs: string[] }) { return multiAsset({ name, groupName: name, outs: Object.fromEntries(outs.map((o) => [o, AssetOut({ keyPrefix: [name] })])) }, () => ({})); }
        export const crm = ingest({ name: "crm", outs: ["users", "orgs"] }); export const erp = ingest({ name: "erp", outs: ["users"] }); export const x = asset({ ins: { u: crm.outs.users, v: (erp.outs as any)["users"] } }, ({ u, v }) => [u, v]);
        const notEmpty = (of: any) => assetCheck({ asset: of, name: "not_empty" }, ({ rows }: any) => rows); export const checks = [crm.outs.orgs, x].map(notEmpty); export const more = [x].flatMap((of) => ["x", "y"].map((name) => assetCheck({ asset: of, name }, () => 1)));`,
      },
    ],
    [
      "changes of changes",
      {
        "a.ts": `${from}export const up = asset(() => 1); const s = AssetSpec({ key: "s", deps: ["up"], tags: { a: "b" } }); export const t = s.mergeAttributes({ deps: ["t2"], tags: { c: "d" } }).replaceAttributes({ key: "t" }).withAttributes({ assetKeyReplacements: [["t", "tt"], ["up", "t2"]] }); export const t2 = externalAsset({ groupName: "g" }).replaceAttributes({ groupName: null, key: ["q", "t2"] });
        const inner = withKeyPrefix("b", [asset({ name: "x" }, () => 1), multiAsset({ name: "m", outs: { y: AssetOut(), z: AssetOut() }, internalAssetDeps: { y: ["x"], z: ["y"] } }, ({ x }) => x)]); export const all = withKeyPrefix("a", inner); export const use = asset({ deps: [all[1], inner[0]] }, () => 1);
        export const f = asset(function base() {}); export const g = f.replaceAttributes({ groupName: "g" }); export default up.withAttributes({ assetKeyReplacements: [["up", "d"]] });`,
      },
    ],
    [
      "defaults that a barrel names",
      {
        "u/m.ts": `${from}export default multiAsset({ outs: { x: AssetOut() } }, () => 1);`,
        "u/e.ts": `${from}export default externalAsset({ keyPrefix: "p" });`,
        "u/c.ts": `${from}import { m } from "./index.ts"; export default assetCheck({ asset: "x" }, () => 1);`,
        "u/index.ts": `export { default as m } from "./m.ts"; export { default as ext } from "./e.ts"; export { default as chk } from "./c.ts";`,
      },
    ],
    [
      "options that say nothing",
      {
        "a.ts": `${from}export const m = multiAsset({ name: undefined, deps: undefined, specs: undefined, outs: { a: AssetOut({ keyPrefix: "" }), b: AssetOut({ key: ["", "b"], groupName: undefined }), c: AssetOut({ keyPrefix: ["p", ""] }) } }, () => 1); export const s = AssetSpec({ key: "a/b" }); export const u = asset({ ins: { s } }, ({ s }) => s); export const c = assetCheck({ asset: ["p", "c"], description: "d" }, () => 1); export const d = assetCheck({ asset: AssetKey("b"), additionalDeps: [m.outs.a, AssetDep("a/b")] }, function dd() {});`,
      },
    ],
    [
      "checks that wait for several",
      {
        "a.ts": `${from}export const m = multiAsset({ outs: { a: AssetOut(), b: AssetOut() } }, () => 1); export const x = asset({ checkSpecs: [AssetCheckSpec({ name: "n", additionalDeps: [m as any] })] }, () => 1); export const c = assetCheck({ asset: x, additionalDeps: [m as any] }, () => 1);`,
      },
    ],
    [
      "resources of every kind of function",
      {
        "a.ts": `${from}export const x = asset(() => 1); export const c = assetCheck({ asset: x, requiredResourceKeys: ["db"] }, ({ db, v }) => v); export const mc = multiAssetCheck({ specs: [AssetCheckSpec({ name: "k", asset: "x" })], requiredResourceKeys: ["db"] }, ({ db, x }) => x); export const m = multiAsset({ specs: [AssetSpec({ key: "q", deps: ["x"] })], requiredResourceKeys: ["db"] }, ({ db, x }) => x); export default Definitions({ resources: { db: 1 } });`,
      },
    ],
    [
      "assets that read their own earlier partitions",
      {
        "a.ts": `${from}const daily = DailyPartitionsDefinition({ startDate: "2024-01-01" }); export const m = multiAsset({ partitionsDef: daily, outs: { a: AssetOut(), b: AssetOut() }, deps: [AssetDep("a", { partitionMapping: { kind: "timeWindow", startOffset: -1, endOffset: -1 } })], internalAssetDeps: { a: ["a"], b: [] } }, () => 1); export const s = multiAsset({ specs: [AssetSpec({ key: "z", partitionsDef: daily, deps: [AssetDep("z", { partitionMapping: { kind: "timeWindow", startOffset: -1, endOffset: -1 } })] })] }, () => 1); export const r = multiAsset({ specs: withKeyPrefix("p", [AssetSpec({ key: "rr", partitionsDef: daily, deps: [AssetDep("rr", { partitionMapping: { kind: "timeWindow", startOffset: -1, endOffset: -1 } })] })]) }, () => 1); export const [p] = withKeyPrefix("p", [asset({ name: "y", partitionsDef: daily, deps: [AssetDep("y", { partitionMapping: { kind: "timeWindow", startOffset: -1, endOffset: -1 } })] }, () => 1)]);`,
      },
    ],
    [
      "functions of every form",
      {
        "a.ts": `${from}function* gen() { yield 1; } async function* agen({ x }: any) { yield x; } export const x = asset(() => 1); export const m = multiAsset({ outs: { a: AssetOut() } }, gen); export const n = multiAsset({ outs: { b: AssetOut() } }, agen); const check = async function ({ value }: any, context: any) {}; export const c = assetCheck({ asset: x }, check); export const o = assetCheck({ asset: x, additionalIns: {} }, (all) => all); export const o2 = observableAsset((_, context) => 1);`,
      },
    ],
    [
      "one name in one group under a prefix",
      {
        "a.ts": `${from}export const m = multiAsset({ groupName: "g", outs: { raw: AssetOut({ keyPrefix: "p" }), r2: AssetOut({ keyPrefix: ["p"] }) } }, () => 1); export const use = asset({ groupName: "g", deps: ["raw"] }, () => 1); export const s = multiAsset({ specs: [AssetSpec({ key: "k", groupName: "g", deps: ["r2"] })] }, () => 1);`,
      },
    ],
    [
      "CommonJS, namespaces and aliases",
      {
        "package.json": JSON.stringify({ name: "x" }),
        "a.js":
          'const hw = require("headwater"); const { multiAsset: many, AssetOut: out } = hw; const m = many({ outs: { a: out(), b: out({ keyPrefix: ["p"] }) } }, () => 1); exports.m = m; exports.c = hw.assetCheck({ asset: m.outs.b }, () => 1);',
        "b.ts":
          'import * as hw from "headwater"; import { m } from "./a.js"; export const e = hw.externalAsset({ key: "e" }); export const b = hw.asset({ deps: [e, m.outs.a] }, () => 1);',
      },
    ],
  ])("%s", async (_, files) => {
    const { analysed, loaded, complete, refused } = await bothWays(files);
    expect(refused).toEqual([]);
    expect(analysed).toEqual(loaded);
    expect(complete).toBe(true);
  });

  test.each<[declaration: string, code: string]>([
    ["multiAsset({}, () => {})", "outs-or-specs"],
    ["multiAsset({ outs: { a: AssetOut() }, specs: [AssetSpec({ key: 'a' })] }, () => {})", "outs-or-specs"],
    ["multiAsset({ outs: { a: AssetOut() } })", "invalid-option"],
    ["multiAsset({ outs: { a: AssetOut({ key: 'x', keyPrefix: 'y' }) } }, () => {})", "output-key-with-prefix"],
    ["multiAsset({ outs: { a: AssetOut({ colour: 1 }) } }, () => {})", "unknown-option"],
    ["multiAsset({ outs: { a: AssetOut() }, internalAssetDeps: { b: [] } }, () => {})", "unknown-output"],
    ["multiAsset({ outs: { a: AssetOut() }, internalAssetDeps: { a: ['up'] } }, () => {})", "invalid-internal-dependency"],
    ["multiAsset({ specs: [AssetSpec({ key: 'a' })], deps: ['x'] }, () => {})", "deps-with-specs"],
    ["multiAsset({ specs: [AssetSpec({ key: ['a', 'b'] }), AssetSpec({ key: 'a_b' })] }, () => {})", "output-name-collision"],
    ["multiAsset({ specs: [AssetSpec({ key: 'a' })], ins: { up } }, ({ up }) => up)", "input-not-a-dependency"],
    ["multiAsset({ name: 'a-b', outs: { a: AssetOut() } }, () => {})", "invalid-name"],
    ["multiAsset({ groupName: 'g', outs: { a: AssetOut({ groupName: 'h' }) } }, () => {})", "group-given-twice"],
    ["graphMultiAsset({ outs: { a: AssetOut() }, canSubset: true }, () => {})", "unknown-option"],
    ["asset({ deps: [AssetDep(both)] }, () => {})", "ambiguous-dependency"],
    ["asset({ deps: [both.outs.none] }, () => {})", "invalid-key"],
    ["externalAsset({ ky: 'a' })", "unknown-option"],
    ["AssetSpec({ key: ['a', 7] })", "invalid-key"],
    ["AssetSpec()", "invalid-option"],
    ["observableAsset({ deps: ['x'] }, () => {})", "unknown-option"],
    ["assetCheck({}, () => {})", "invalid-check"],
    ["assetCheck({ asset: up, name: 'a b' }, () => {})", "invalid-check"],
    ["assetCheck({ name: 'c', asset: up, additionalDeps: [up] }, () => {})", "invalid-check"],
    ["assetCheck({ asset: both }, () => {})", "ambiguous-dependency"],
    ["asset({ ins: { one: both } }, ({ one }) => one)", "ambiguous-dependency"],
    ["asset({ ins: { one: AssetIn({ key: both }) } }, ({ one }) => one)", "ambiguous-dependency"],
    ["multiAsset({ specs: [both] }, () => {})", "invalid-option"],
    ["assetCheck({ asset: up, additionalIns: { b: 'one' }, additionalDeps: ['one'] }, ({ b }) => b)", "input-in-ins-and-deps"],
    ["multiAssetCheck({ specs: [] }, () => {})", "invalid-check"],
    ["multiAssetCheck({ specs: [AssetCheckSpec({ name: 'c' })] }, () => {})", "invalid-check"],
    ["up.replaceAttributes({ key: 'z', groupName: 'a b' })", "invalid-group-name"],
    ["graphAsset({ name: 'g' }, ({ up }) => up).mergeAttributes({ deps: ['one'] })", "fixed-dependency"],
  ])("%s is refused in the same words", async (declaration, code) => {
    const text = `${from}const up = asset({ name: "up" }, () => 1); export { up };\nexport const both = multiAsset({ outs: { one: AssetOut(), two: AssetOut() } }, () => 1) as any;\nexport const wrong = ${declaration};`;
    const { analysed, refused } = await bothWays({ "a.ts": text });
    const said = analysed.findings.map((finding) => finding.split(": ", 1)[0] as string);
    expect([...new Set(said)]).toEqual([code]);
    for (const finding of analysed.findings) expect(refused.join("\n")).toContain(finding.slice(code.length + 2));
    expect(refused.join("\n")).toContain(code);
  });
});
