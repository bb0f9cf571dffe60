import { type DeclarationFamily, familyOptions } from "@headwater/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assetCheck, multiAssetCheck } from "../checks/assetCheck.ts";
import { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { loadDefinitions } from "../engine/loadDefinitions.ts";
import { asset } from "./asset.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";
import { AssetOut } from "./assetOut.ts";
import { AssetSpec, externalAsset } from "./externalAsset.ts";
import { graphAsset } from "./graphAsset.ts";
import { graphMultiAsset, multiAsset } from "./multiAsset.ts";
import { observableAsset } from "./observableAsset.ts";
import { withKeyPrefix } from "./withKeyPrefix.ts";

type Declare = (...given: readonly unknown[]) => unknown;

const functions: Readonly<Record<DeclarationFamily, Declare>> = {
  asset,
  graphAsset,
  multiAsset,
  graphMultiAsset,
  externalAsset,
  observableAsset,
  assetCheck,
  multiAssetCheck,
} as unknown as Readonly<Record<DeclarationFamily, Declare>>;

const up = asset({ name: "up" }, () => 1);
const both = multiAsset({ name: "both", outs: { a: AssetOut(), b: AssetOut() } }, () => ({ a: 1, b: 2 }));
const name = fc.constantFrom("__proto__", "constructor", "toString", "a", "b", "up", "con", "..", "a/b", "\ud800", "~headwater");
const ours = fc.constantFrom<unknown>(
  up,
  both,
  both.outs.a,
  AssetOut({ keyPrefix: "p" }),
  AssetSpec({ key: "z", deps: ["b", both] }),
  AssetCheckSpec({ name: "c", asset: up }),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    name,
    ours,
    fc.anything({ withMap: true, withSet: true }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 3 }).map(Object.fromEntries),
  ),
})).value;
const families = Object.keys(functions) as DeclarationFamily[];
const calls = fc.constantFrom(...families).chain((family) => {
  const option = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...Object.keys(familyOptions[family].takes)) }, name);
  return fc.tuple(fc.constant(family), fc.array(fc.tuple(option, value), { maxLength: 5 }).map(Object.fromEntries));
});

test("whatever a function of the family is given, it declares something that can be loaded or says all that is wrong", () => {
  fc.assert(
    fc.property(calls, ([family, options]) => {
      try {
        const made = functions[family](options, function named() {});
        const { problems } = loadDefinitions([{ file: "a.ts", exports: { made, up, both } }]);
        for (const { message } of problems) expect(message.length).toBeLessThan(1000);
      } catch (error) {
        expect(error).toBeInstanceOf(AssetDefinitionError);
        expect((error as AssetDefinitionError).findings.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 1000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("whatever is changed afterwards, it gives an asset or says all that is wrong", () => {
  const attribute = fc.oneof(
    name,
    fc.constantFrom("key", "deps", "owners", "tags", "kinds", "metadata", "groupName", "partitionsDef"),
  );
  const changes = fc.array(fc.tuple(fc.constantFrom("replaceAttributes", "mergeAttributes"), fc.dictionary(attribute, value)), {
    maxLength: 3,
  });
  const described = fc.constantFrom(
    up,
    AssetSpec({ key: "a", owners: ["team:a"] }),
    graphAsset({ name: "g" }, () => 1),
  );
  fc.assert(
    fc.property(described, changes, fc.oneof(name, fc.array(name)), (definition, list, prefix) => {
      let changed = definition as unknown as Record<string, Declare>;
      try {
        for (const [method, attributes] of list) changed = changed[method]?.(attributes) as Record<string, Declare>;
        const [prefixed] = withKeyPrefix(prefix, [changed as unknown as typeof up]);
        expect(prefixed.spec.key.path.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(AssetDefinitionError);
      }
    }),
    { numRuns: 1000 },
  );
});
