import { AssetKey, toUserString } from "@headwater/model";
import { describe, expect, test } from "vitest";
import { assetCheck, multiAssetCheck } from "../checks/assetCheck.ts";
import { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { AssetDep } from "../dependencies/assetDep.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { asset } from "./asset.ts";
import { callOf } from "./assetCall.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import { AssetOut } from "./assetOut.ts";
import { AssetSpec, externalAsset } from "./externalAsset.ts";
import { graphAsset } from "./graphAsset.ts";
import { graphMultiAsset, multiAsset } from "./multiAsset.ts";
import { observableAsset } from "./observableAsset.ts";
import { withKeyPrefix } from "./withKeyPrefix.ts";

const none = () => {};
const up = asset({ name: "up", keyPrefix: "p" }, () => 1);
const both = multiAsset({ name: "both", outs: { a: AssetOut(), b: AssetOut({ keyPrefix: "q" }) } }, () => ({ a: 1, b: "x" }));

type Call = () => unknown;

function codes(make: Call): string[] {
  try {
    make();
  } catch (error) {
    if (!(error instanceof AssetDefinitionError)) throw error;
    // The stack begins where the user called the function.
    expect(error.stack?.split("\n").find((line) => /^ +at /.test(line))).toContain("family.test.ts");
    return error.findings.map(({ code }) => code);
  }
  return [];
}

const depsOf = ({ deps }: { readonly deps: readonly { readonly key: AssetKey; readonly inputName?: string }[] }) =>
  deps.map(({ inputName, key }) => (inputName === undefined ? "" : `${inputName}=`) + toUserString(key)).join(" ");

describe("a function of several assets", () => {
  test("has keys, specs and outputs", () => {
    expect(both.keys.map(toUserString)).toEqual(["a", "q/b"]);
    expect(both.outs.b.key).toEqual({ path: ["q", "b"] });
    expect(both.specs.map(({ stepName, outputName }) => [stepName, outputName])).toEqual([
      ["both", "a"],
      ["both", "b"],
    ]);
    expect(both.name).toBe("both");
  });

  test("is named after its function, or not yet", () => {
    expect(multiAsset({ outs: { a: AssetOut() } }, function unit() {}).specs[0]?.stepName).toBe("unit");
    const pending = multiAsset({ outs: { a: AssetOut() } }, () => {});
    expect(pending.keys).toEqual([{ path: ["a"] }]);
    expect(() => pending.specs).toThrow(/^This asset has no name yet: export it/);
  });

  test("is depended on by output, and as a whole", () => {
    const one = asset({ name: "one", ins: { x: both.outs.a, y: AssetIn({ key: both.outs.b }) } }, ({ x, y }) => [x, y]);
    expect(depsOf(one.spec)).toBe("x=a y=q/b");
    const deps = asset({ name: "all", deps: [both, up] }, none).spec;
    expect(depsOf(deps)).toBe("a q/b p/up");
    expect(depsOf(asset({ name: "dep", deps: [AssetDep(both.outs.b)] }, none).spec)).toBe("q/b");
    // @ts-expect-error Types refuse it too.
    expect(() => AssetDep(both)).toThrow(/name one of a, q\/b, or one of its outs\. \[ambiguous-dependency\]/);
  });

  test("reads inputs from its source, and references everywhere", () => {
    const internalAssetDeps = { c: [up], d: ["c", both.outs.a, both.outs.b] };
    const unit = multiAsset(
      { name: "unit", outs: { c: AssetOut(), d: AssetOut() }, deps: [up, both], internalAssetDeps },
      async ({ raw }) => ({ c: raw, d: 1 }),
    );
    expect(unit.specs.map(depsOf)).toEqual(["p/up", "c a q/b"]);
    const described = multiAsset(
      { name: "described", specs: [AssetSpec({ key: "e", deps: [up, AssetDep("raw")] }), AssetSpec({ key: "f" })] },
      ({ raw }) => raw,
    );
    expect(described.specs.map(depsOf)).toEqual(["p/up raw=raw", ""]);
  });

  test.each<[string, Call, string[]]>([
    ["no assets", () => multiAsset({ outs: {} }, none), ["outs-or-specs"]],
    [
      "an instance of a class",
      () => multiAsset({ outs: Object.create({ a: AssetOut() }) }, none),
      ["outs-or-specs", "invalid-option"].reverse(),
    ],
    ["a wrong output", () => multiAsset({ outs: { a: AssetOut({ groupName: "a b" }) } }, none), ["invalid-group-name"]],
    ["no function", () => (multiAsset as (options: unknown) => unknown)({ outs: {} }), ["invalid-option"]],
    [
      "hidden inputs",
      () => multiAsset({ outs: { a: AssetOut() } }, none.bind(undefined) as () => void),
      ["inputs-not-destructured"],
    ],
    [
      "specs and an input of none",
      () => multiAsset({ specs: [AssetSpec({ key: "a" })], ins: { x: "y" } }, ({ x }) => x),
      ["input-not-a-dependency"],
    ],
    ["specs and a name that may be a resource", () => multiAsset({ specs: [AssetSpec({ key: "a" })] }, ({ db }) => db), []],
    [
      "a graph of specs",
      () => (graphMultiAsset as (...given: unknown[]) => unknown)({ specs: [] }, none),
      ["unknown-option", "outs-or-specs"],
    ],
  ])("with %s", (_, make, expected) => expect(codes(make)).toEqual(expected));

  test("is called directly", () => {
    expect(both.compute()).toEqual({ a: 1, b: "x" });
    const seen = multiAsset({ outs: { a: AssetOut(), b: AssetOut() } }, (_, context) => ({ a: context.selectedAssetKeys, b: 1 }));
    expect(seen.compute().a.map(toUserString)).toEqual(["a", "b"]);
    const asked = multiAsset({ outs: { a: AssetOut(), b: AssetOut() } }, (_, context) => ({ a: context.assetKey, b: 1 }));
    expect(() => asked.compute()).toThrow("no single assetKey");
    const alone = multiAsset({ outs: { a: AssetOut() } }, (_, context) => ({ a: context.assetKey }));
    expect(alone.compute().a).toEqual({ path: ["a"] });
  });
});

describe("what is not computed", () => {
  test("has a key of any characters", () => {
    const events = externalAsset({ key: ["lake", "events.parquet"], ioManagerKey: "lake" });
    expect(events.spec).toMatchObject({ key: { path: ["lake", "events.parquet"] }, materializable: false, ioManagerKey: "lake" });
    expect(() => events.compute()).toThrow("only described");
    expect(depsOf(asset({ name: "a", ins: { events } }, ({ events: given }) => given).spec)).toBe("events=lake/events.parquet");
  });

  test("may be observed", () => {
    const feed = observableAsset({ name: "feed", requiredResourceKeys: ["http"] }, ({ http, db }) => [http, db]);
    expect(feed.spec).toMatchObject({ observable: true, materializable: false, requiredResourceKeys: ["http", "db"], deps: [] });
    expect(feed.compute({ http: 1, db: 2 })).toEqual([1, 2]);
  });

  test.each<[string, Call, string[]]>([
    ["no key", () => (AssetSpec as (options: unknown) => unknown)({}), []],
    ["no options", () => (AssetSpec as (options: unknown) => unknown)("a"), ["invalid-option"]],
    ["a wrong owner", () => AssetSpec({ key: "a", owners: ["x"] }), ["invalid-owner"]],
    ["something to compute", () => (externalAsset as (options: unknown) => unknown)({ key: "a", pool: "p" }), ["unknown-option"]],
    ["an upstream", () => (observableAsset as (...given: unknown[]) => unknown)({ deps: [] }, none), ["unknown-option"]],
  ])("with %s", (_, make, expected) => expect(codes(make)).toEqual(expected));
});

describe("a check", () => {
  const check = assetCheck(
    { asset: up, name: "fresh", additionalIns: { b: both.outs.b }, additionalDeps: ["x", both.outs.a] },
    ({ value, b }) => [value, b],
  );

  test("loads its asset and more", () => {
    expect(check.spec).toMatchObject({ stepName: "p__up_fresh", checks: [{ name: "fresh", asset: { path: ["p", "up"] } }] });
    expect(depsOf(check.spec)).toBe("value=p/up b=q/b x a");
    expect(check.compute({ value: 1, b: 2 })).toEqual([1, 2]);
  });

  test("is about assets whose names may be pending", () => {
    const pending = asset(() => 1);
    const named = assetCheck({ asset: pending, name: "c" }, none);
    expect(() => named.spec).toThrow(/^This check has no name yet/);
    expect(() => assetCheck({ asset: up }, () => 1).spec).toThrow(/^This check has no name yet/);
  });

  test("may be one of several", () => {
    const specs = [
      AssetCheckSpec({ name: "c", asset: both.outs.b }),
      AssetCheckSpec({ name: "d", asset: up, additionalDeps: ["x"] }),
    ];
    const several = multiAssetCheck({ name: "several", specs, canSubset: true }, (_, context) => context.runId);
    expect(several.spec).toMatchObject({ stepName: "several", canSubset: true, checks: [{ name: "c" }, { name: "d" }] });
    expect(depsOf(several.spec)).toBe("q/b p/up x");
    expect(several.compute()).toBe("direct-call");
  });

  test.each<[string, Call, string[]]>([
    ["no asset", () => (assetCheck as (...given: unknown[]) => unknown)({}, none), ["invalid-check"]],
    ["its asset twice", () => assetCheck({ asset: up, additionalDeps: [up] }, none), ["invalid-check"]],
    ["two names of which one may be a resource", () => assetCheck({ asset: up }, ({ value, db }) => [value, db]), []],
    ["no function", () => (assetCheck as (...given: unknown[]) => unknown)({ asset: up }), ["invalid-option"]],
    ["nothing to check", () => multiAssetCheck({ specs: [] }, none), ["invalid-check"]],
  ])("with %s", (_, make, expected) => expect(codes(make)).toEqual(expected));
});

describe("changes", () => {
  test("make a new asset and leave the old one", () => {
    const owned = asset({ name: "owned", owners: ["team:a"], deps: ["x"] }, () => 1);
    const changed = owned.mergeAttributes({ owners: ["team:b"], deps: [up, both] }).replaceAttributes({ groupName: "g" });
    expect(changed.spec).toMatchObject({ owners: ["team:a", "team:b"], groupName: "g" });
    expect(depsOf(changed.spec)).toBe("x p/up a q/b");
    expect(owned.spec).toMatchObject({ owners: ["team:a"], groupName: "default" });
    expect(changed.compute()).toBe(1);
  });

  test("of a description may be used in specs", () => {
    const spec = AssetSpec({ key: "a", tags: { t: "v" }, groupName: "g" }).mergeAttributes({ tags: { u: "w" }, deps: ["x"] });
    const named = spec.replaceAttributes({ groupName: null });
    const [renamed] = withKeyPrefix("p", [named]);
    const unit = multiAsset({ name: "unit", specs: [renamed.mergeAttributes({ kinds: ["k"] })] }, none);
    const tags = { t: "v", u: "w", "dagster/kind/k": "" };
    expect(unit.specs).toMatchObject([{ key: { path: ["p", "a"] }, tags, groupName: "default" }]);
    expect(unit.specs.map(depsOf)).toEqual(["x"]);
  });

  test("give new keys to a set and to what depends on it", () => {
    const raw = asset(() => 1);
    const clean = asset({ name: "clean", ins: { raw, up } }, ({ raw: a, up: b }) => [a, b]);
    const unit = multiAsset({ name: "unit", outs: { c: AssetOut() }, deps: [clean] }, () => ({ c: 1 }));
    const [, newClean, newUnit] = withKeyPrefix("a/b", [raw, clean, unit]);
    expect(newClean.key).toEqual({ path: ["a/b", "clean"] });
    expect(newUnit.outs.c.key).toEqual({ path: ["a/b", "c"] });
    expect(newUnit.specs.map(depsOf)).toEqual(["a/b/clean"]);
    expect(() => newClean.spec.deps.map(({ key }) => key)).not.toThrow();
    expect(clean.key).toEqual({ path: ["clean"] });
    const twice = withKeyPrefix(["z"], [newClean]);
    expect(twice[0].key).toEqual({ path: ["z", "a/b", "clean"] });
  });

  test("give new keys once names are known, without asking again", () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      asset({ name: `a${index}`, deps: index === 0 ? [] : [`a${index - 1}`] }, () => 1),
    );
    const pending = asset(() => 1);
    const prefixed = withKeyPrefix("p", [...many, pending, asset({ name: "last", deps: [pending] }, () => 1)]);
    const last = prefixed[2001] as (typeof prefixed)[number];
    expect(last.spec.deps).toEqual([]);
    callOf(pending).exportedName = "named";
    expect(depsOf(last.spec)).toBe("p/named");
    expect(prefixed.slice(1, 2000).every(({ spec }, index) => depsOf(spec) === `p/a${index}`)).toBe(true);
  });

  test("replace single keys", () => {
    const renamed = both.withAttributes({ assetKeyReplacements: [[["q", "b"], "c"]] });
    expect(renamed.keys.map(toUserString)).toEqual(["a", "c"]);
    expect(up.withAttributes({ assetKeyReplacements: [[up.key, AssetKey("new")]] }).spec.stepName).toBe("new");
  });

  test.each<[string, Call, string[]]>([
    ["a wrong group", () => up.replaceAttributes({ groupName: "a b" }), ["invalid-group-name"]],
    [
      "another dependency of operations",
      () => graphAsset({ name: "g" }, () => 1).mergeAttributes({ deps: ["x"] }),
      ["fixed-dependency"],
    ],
    ["an input less", () => asset({ name: "a" }, ({ x }) => x).replaceAttributes({ deps: [] }), ["fixed-dependency"]],
    ["a wrong owner of a description", () => AssetSpec({ key: "a" }).mergeAttributes({ owners: ["x"] }), ["invalid-owner"]],
  ])("with %s are refused", (_, make, expected) => {
    expect(() => make()).toThrow(AssetDefinitionError);
    try {
      make();
    } catch (error) {
      expect((error as AssetDefinitionError).findings.map(({ code }) => code)).toEqual(expected);
    }
  });

  test("of something else are refused", () => {
    expect(() => withKeyPrefix("p", [5 as never])).toThrow("item 1");
    expect(() => withKeyPrefix(5 as never, [up])).toThrow(TypeError);
  });
});
