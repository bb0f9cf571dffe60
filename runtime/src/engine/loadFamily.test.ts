import { toUserString } from "@headwater/model";
import { expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import { AssetOut } from "../assets/assetOut.ts";
import { AssetSpec, externalAsset } from "../assets/externalAsset.ts";
import { multiAsset } from "../assets/multiAsset.ts";
import { observableAsset } from "../assets/observableAsset.ts";
import { assetCheck, multiAssetCheck } from "../checks/assetCheck.ts";
import { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { Definitions } from "../definitions/definitions.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { MemoryIOManager } from "../io/memoryIOManager.ts";
import { loadDefinitions } from "./loadDefinitions.ts";

const load = (exports: Record<string, unknown>, entry?: string) =>
  loadDefinitions([{ file: "a.ts", exports }], entry === undefined ? {} : { entry });

/** Problems as `code place`. */
function problems(exports: Record<string, unknown>): string[] {
  return load(exports).problems.map(({ code, exportName, asset: key }) => `${code} ${exportName ?? ""} ${key ?? ""}`.trim());
}

test("everything that is exported is found, and named after its constant", () => {
  const raw = asset(() => 1);
  const described = AssetSpec({ key: "described" });
  const exports = {
    raw,
    unit: multiAsset(
      { outs: { a: AssetOut(), b: AssetOut() }, checkSpecs: [AssetCheckSpec({ name: "own", asset: "b" })] },
      () => ({
        a: 1,
        b: 2,
      }),
    ),
    lake: externalAsset({ keyPrefix: "ext" }),
    feed: observableAsset(() => undefined),
    bare: AssetSpec({ key: ["any", "key.csv"] }),
    described,
    computed: multiAsset({ specs: [described] }, () => {}),
    noNulls: assetCheck({ asset: raw }, ({ raw: rows }) => rows),
    several: multiAssetCheck({ specs: [AssetCheckSpec({ name: "c", asset: raw })] }, () => {}),
    list: [[asset({ name: "listed" }, () => {})]],
  };
  const project = load(exports);
  expect(project.problems).toEqual([]);
  expect([...project.graph.nodes].map(([id, { kind }]) => `${id} ${kind}`)).toEqual([
    "raw materializable",
    "a materializable",
    "b materializable",
    "ext/lake external",
    "feed external",
    "any/key.csv external",
    "described materializable",
    "listed materializable",
  ]);
  expect(project.checkSteps.map(({ stepName }) => stepName)).toEqual(["raw_noNulls", "several"]);
  expect(project.assets.get("b")).toBe(exports.unit);
  expect(project.assets.get("described")).toBe(exports.computed);
  expect([...project.checks]).toEqual([
    ["b:own", exports.unit],
    ["raw:noNulls", exports.noNulls],
    ["raw:c", exports.several],
  ]);
});

test("Definitions list assets and checks, and those of the entry decide", () => {
  const a = asset({ name: "a" }, () => {});
  const unit = multiAsset({ name: "unit", outs: { b: AssetOut() } }, () => {});
  const check = assetCheck({ asset: a, name: "c" }, () => {});
  const definitions = Definitions({ assets: [a, [unit, AssetSpec({ key: "x" })]], assetChecks: [[check]] });
  const exports = { definitions, other: asset(() => 1) };
  expect(load(exports, "a.ts").specs.map(({ key }) => toUserString(key))).toEqual(["a", "b", "x"]);
  expect(load(exports, "a.ts").checkSteps.length).toBe(1);
  expect(load(exports).specs.map(({ key }) => toUserString(key))).toEqual(["other", "a", "b", "x"]);
  const checksAlone = { definitions: Definitions({ assetChecks: [check] }), a };
  expect([...load(checksAlone).checks.keys()]).toEqual(["a:c"]);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ["a name that nothing gives", { default: multiAsset({ outs: { a: AssetOut() } }, () => {}) }, ["missing-name default a"]],
  ["a check that nothing names", { default: assetCheck({ asset: "a" }, () => {}), a: asset(() => 1) }, ["missing-name default"]],
  [
    "an input that no spec depends on and that is no resource",
    { unit: multiAsset({ specs: [AssetSpec({ key: "a" })] }, ({ db }) => db) },
    ["input-not-a-dependency unit a"],
  ],
  [
    "two inputs of a check",
    { a: asset(() => 1), c: assetCheck({ asset: "a" }, ({ x, y }) => [x, y]) },
    ["ambiguous-check-input c"],
  ],
  ["a check of what nobody describes", { c: assetCheck({ asset: "a" }, () => {}) }, ["unknown-dependency c"]],
  [
    "two checks of one name",
    { a: asset(() => 1), c: assetCheck({ asset: "a" }, () => {}), d: assetCheck({ asset: "a", name: "c" }, () => {}) },
    ["duplicate-check d"],
  ],
  [
    "an external asset of a taken key",
    { a: asset(() => 1), b: AssetSpec({ key: "a" }) },
    ["key-collision a a", "key-collision b a"],
  ],
  [
    "resources and I/O managers that nobody gives",
    {
      unit: multiAsset(
        {
          outs: { a: AssetOut({ ioManagerKey: "m" }), b: AssetOut({ ioManagerKey: "m" }) },
          ins: { x: AssetIn({ key: "lake", inputManagerKey: "n" }) },
          requiredResourceKeys: ["db"],
        },
        ({ x, db }) => [x, db],
      ),
      lake: externalAsset({ ioManagerKey: "o" }),
      feed: observableAsset(({ http }) => http),
      c: assetCheck({ asset: "a", requiredResourceKeys: ["s3"] }, () => {}),
    },
    [
      "unknown-resource unit a",
      "unknown-resource unit a",
      "unknown-resource unit a",
      "unknown-resource lake lake",
      "unknown-resource feed feed",
      "unknown-resource c",
    ],
  ],
  [
    "what depends on an asset whose key is wrong",
    { c: assetCheck({ asset: "a" }, () => {}), unnamed: [asset(() => 1)], b: asset(({ a }) => a) },
    ["missing-name unnamed"],
  ],
])("%s is told where it stands", (_, exports, expected) => expect(problems(exports)).toEqual(expected));

test("a resource of the project is none of a function's inputs", () => {
  const exports = {
    unit: multiAsset({ specs: [AssetSpec({ key: "a" })] }, ({ db }) => db),
    c: assetCheck({ asset: "a" }, ({ value, db }) => [value, db]),
    definitions: Definitions({ resources: { db: 1 } }),
  };
  const { problems: found, specs, checkSteps } = load(exports);
  expect(found).toEqual([]);
  expect(specs).toMatchObject([{ deps: [], requiredResourceKeys: ["db"] }]);
  expect(checkSteps).toMatchObject([{ deps: [{ inputName: "value" }], requiredResourceKeys: ["db"] }]);
});

test("Definitions are merged", () => {
  const [a, b] = [asset({ name: "a" }, () => {}), AssetSpec({ key: "b" })];
  const memory = MemoryIOManager();
  const one = Definitions({ assets: [a], resources: { db: 1 }, ioManagers: { memory } });
  const merged = Definitions.merge(one, Definitions({ assets: [a, b], resources: { db: 1, s3: 2 }, ioManagers: { memory } }));
  expect(merged).toMatchObject({ assets: [a, b], resources: { db: 1, s3: 2 }, ioManagers: { memory } });
  expect(Definitions.merge()).toEqual(Definitions());
  const refused = () => Definitions.merge(one, Definitions({ resources: { db: 2 } }));
  expect(refused).toThrow(AssetDefinitionError);
  expect(refused).toThrow('different values for the resource "db"');
  expect(() => Definitions.merge(one, {} as never)).toThrow("item 2 is something else");
  expect(() => Definitions({ assetChecks: [a as never] })).toThrow("item 1 is of the kind asset");
});
