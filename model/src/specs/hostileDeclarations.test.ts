import fc from "fast-check";
import { expect, test } from "vitest";
import { severities } from "../findings/finding.ts";
import { keyId } from "../keys/assetKey.ts";
import { checkAssetDeclaration } from "./checkAssetDeclaration.ts";
import { checkDeclaration } from "./checkDeclaration.ts";
import type { DeclarationFamily, InputParameters } from "./declaration.ts";
import { familyOptions } from "./familyOptions.ts";
import { UNKNOWN } from "./unknown.ts";

const holdsItself: Record<string, unknown> = { a: 1 };
holdsItself.again = holdsItself;
const list: unknown[] = [];
list.push(list);

let deep: unknown[] = [];
for (let depth = 0; depth < 50_000; depth++) deep = [deep];

const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "path", "asset", "then", "con", "..", ""];
const characters = ["a", "_", "/", "\\", ".", ":", "~", "%", '"', "`", "$", "{", "\0", "\n", "\r", "\u2028", "\u0085", "\u202e"];

const text = fc.oneof(
  fc.constantFrom(...names, "aux.txt", "COM1", "C:\\a", "/etc/passwd", "../..", "team:", "a@b.co", "dagster/kind/x"),
  fc.string({ unit: fc.constantFrom(...characters, "\ud800", "\udfff", "é", "🌊") }),
  fc.constantFrom("x", "/", "\0", "\u2028", "a/", "😀").map((part) => part.repeat(600)),
);

const odd = fc.constantFrom<unknown>(
  UNKNOWN,
  undefined,
  null,
  Number.NaN,
  -0,
  10n ** 400n,
  Symbol("s"),
  () => 1,
  holdsItself,
  list,
  deep,
  new Map([["a", 1]]),
  new Set(["a"]),
  Object.assign(new Map(), { constructor: undefined }),
  new Date(Number.NaN),
  Object.create(null),
  Object.create({ path: ["inherited"] }),
  { constructor: null },
  { toString: null, valueOf: 7 },
  // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested.
  [, "a"],
  /x/,
);

/** Objects whose entries are named as what every object inherits: each is an entry of its own. */
const objects = (values: fc.Arbitrary<unknown>) =>
  fc
    .array(fc.tuple(fc.oneof(text, fc.constantFrom("name", "key", "keyPrefix", "metadata", "delay")), values), { maxLength: 4 })
    .map(Object.fromEntries);

const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    odd,
    fc.anything(),
    fc.array(tie("value"), { maxLength: 4 }),
    objects(tie("value")),
    fc.array(text, { maxLength: 4 }).map((path) => ({ path })),
  ),
})).value;

const families = Object.keys(familyOptions) as DeclarationFamily[];

const declarations = fc.constantFrom(...families).chain((family) => {
  const option = fc.constantFrom(...Object.keys(familyOptions[family].takes));
  const entry = fc.tuple(fc.oneof({ weight: 8, arbitrary: option }, { weight: 1, arbitrary: text }), value);
  return fc.record({
    family: fc.constant(family),
    options: fc.array(entry, { maxLength: 6 }).map((entries) => Object.fromEntries(entries) as Record<string, unknown>),
  });
});

const parameters = fc.oneof(
  fc.constantFrom<InputParameters[]>({ kind: "none" }, { kind: "unknown" }),
  text.map((name): InputParameters => ({ kind: "opaque", name })),
  fc.record({ kind: fc.constant("names" as const), names: fc.array(text, { maxLength: 4 }), rest: fc.boolean() }),
);

test("whatever is declared, the findings are few words with a known code, and nothing is thrown", () => {
  fc.assert(
    fc.property(declarations, parameters, fc.boolean(), fc.option(text), (given, taken, nameRequired, fallbackName) => {
      const { specs, findings } = checkDeclaration({
        ...given,
        parameters: taken,
        nameRequired,
        resourceKeys: new Set(["db"]),
        ...(fallbackName === null ? {} : { fallbackName }),
      });
      for (const { code, severity, message } of findings) {
        expect(severities[code]).toBe(severity);
        expect(message).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]{1,800}$/u);
      }
      if (findings.some(({ severity }) => severity === "error")) return;
      for (const spec of specs) {
        // The key of what others make may hold anything, within measure.
        if (spec.materializable) expect(keyId(spec.key)).toMatch(/^[A-Za-z0-9_/-]{1,512}$/);
        expect(keyId(spec.key).length).toBeLessThanOrEqual(2 * 512);
        expect(Object.getPrototypeOf(spec.tags)).toBe(Object.prototype);
      }
    }),
    { numRuns: 1000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("entries named as what objects inherit are kept, and nothing else changes", () => {
  const entry = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf");
  const entries = <T>(values: fc.Arbitrary<T>) => fc.dictionary(entry, values, { noNullPrototype: true });
  const same = (one: object, other: object) => expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  fc.assert(
    fc.property(
      entries(fc.constantFrom("", "x")),
      entries(fc.json()),
      entries(fc.jsonValue().filter((json) => JSON.stringify(json).includes("-0") === false)),
      fc.uniqueArray(entry),
      (tags, metadata, opTags, inputs) => {
        const { spec, findings } = checkAssetDeclaration({
          options: { name: "a", tags, metadata, opTags, ins: Object.fromEntries(inputs.map((name) => [name, "up"])) },
          parameters: { kind: "names", names: inputs, rest: false },
          nameRequired: true,
          resourceKeys: new Set(),
        });
        expect(findings).toEqual([]);
        if (spec === undefined) throw new Error("There is no spec.");
        same(spec.tags, tags);
        // A text stays as it is, all else is its JSON.
        const read = Object.entries(spec.opTags).map(([tag, held]) => [
          tag,
          typeof opTags[tag] === "string" ? held : JSON.parse(held),
        ]);
        same(Object.fromEntries(read), opTags);
        same(spec.metadata, Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, { type: "text", value }])));
        expect(spec.deps.map(({ inputName }) => inputName)).toEqual(inputs);
      },
    ),
    { numRuns: 1000 },
  );
});
