import { assetOptions } from "@headwater/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { asset } from "./asset.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";

const inherited = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "~headwater");
const text = fc.oneof(inherited, fc.constantFrom("con", "..", "/etc", "a\0b", "\ud800", "x".repeat(600)), fc.string());
const entries = (values: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(text, values), { maxLength: 4 }).map((list) => Object.fromEntries(list) as Record<string, unknown>);
const value = fc.oneof(
  text,
  fc.anything({ withMap: true, withSet: true, withDate: true }),
  entries(fc.oneof(text, fc.anything())),
);
const option = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...Object.keys(assetOptions)) }, { weight: 1, arbitrary: text });

test("whatever asset() is given, it makes an asset or says all that is wrong", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(option, value), { maxLength: 5 }), (given) => {
      try {
        const made = asset(Object.fromEntries(given) as object, function named() {});
        expect(made.spec.materializable).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(AssetDefinitionError);
        expect((error as AssetDefinitionError).findings.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 1000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("entries named as what objects inherit come through to the asset", () => {
  const texts = fc.dictionary(inherited, fc.constantFrom("", "x"), { noNullPrototype: true });
  const named = inherited.filter((name) => name !== "~headwater");
  fc.assert(
    fc.property(fc.uniqueArray(named), texts, texts, (inputs, metadata, opTags) => {
      const tags = Object.fromEntries(inputs.map((name) => [name, "x"]));
      const ins = Object.fromEntries(inputs.map((name) => [name, `up_${name}`]));
      const { spec } = asset({ name: "a", tags, metadata, opTags, ins } as object, (_: unknown) => 1);
      expect(JSON.stringify(spec.tags)).toBe(JSON.stringify(tags));
      expect(JSON.stringify(spec.opTags)).toBe(JSON.stringify(opTags));
      expect(Object.keys(spec.metadata)).toEqual(Object.keys(metadata));
      expect(spec.deps.map(({ inputName }) => inputName)).toEqual(inputs);
    }),
    { numRuns: 1000 },
  );
});
