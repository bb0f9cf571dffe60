import { expect, test } from "vitest";
import { parametersOf, readParameters } from "./inputParameters.ts";

/** How a reading is written in the table: `-` for none, the name of an opaque one in `<>`, names with `...` for a rest. */
function written(source: string): string {
  const { parameters, obstacle } = parametersOf(source);
  const read =
    parameters.kind === "none"
      ? "-"
      : parameters.kind === "opaque"
        ? `<${parameters.name}>`
        : parameters.kind === "names"
          ? [...parameters.names, ...(parameters.rest ? ["..."] : [])].join(" ")
          : "?";
  return obstacle === undefined ? read : `${read} !`;
}

test.each<[source: string, expected: string]>([
  ["() => 1", "-"],
  ["async () => 1", "-"],
  ["function () {}", "-"],
  ["function named() {}", "-"],
  ["async function* named() {}", "-"],
  ["({}) => 1", ""],
  ["({ a }) => a", "a"],
  ["({a,b}) => a", "a b"],
  ["async ({ a, b }) => a", "a b"],
  ["async({a})=>a", "a"],
  ["({ a: b }) => b", "a"],
  ["({ a = 1 }) => a", "a"],
  ["({ a: b = [1, 2, { x: ')' }] }) => b", "a"],
  ["({ a = ({ b }) => b, c }) => a", "a c"],
  ["({ 'a': b }) => b", "a"],
  ['({ "a-b": b }) => b', "a-b"],
  ["({ 5: b }) => b", "5"],
  ["({ a: { b, c } }) => b", "a"],
  ["({ a: [b, c] }) => b", "a"],
  ["({ a, ...rest }) => a", "a ..."],
  ["({ ...rest }) => rest", "..."],
  ["({ a, }) => a", "a"],
  ["({ a, a: b }) => a", "a"],
  ["({ a } = {}) => a", "a"],
  ["({ a }, context) => a", "a"],
  ["({ a }, { log }) => a", "a"],
  ["(/* ( */ { a /* , b */ }) => a", "a"],
  ["( // (\n { a, // b\n c }) => a", "a c"],
  ["(\n{\n a\n}\n)=>\n{}", "a"],
  ["({ a = /[)}]/ }) => a", "a"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is the source of a template.
  ["({ a = `)${ '(' }` }) => a", "a"],
  ["({ a = 4 / 2, b = 1 / 3 }) => a", "a b"],
  ["({ $a, _b, ä }) => 1", "$a _b ä"],
  ["({ async, of, get, set, await: x }) => 1", "async of get set await"],
  ["({ default: d, class: c }) => 1", "default class"],
  ["function ({ a }) {}", "a"],
  ["function compute({ a }) {}", "a"],
  ["async function compute({ a }) {}", "a"],
  ["function* compute({ a }) {}", "a"],
  ["async function * compute ({ a }) {}", "a"],
  ["compute({ a }) {}", "a"],
  ["async compute({ a }) {}", "a"],
  ["*compute({ a }) {}", "a"],
  ["async *compute({ a }) {}", "a"],
  ["'quoted name'({ a }) {}", "a"],
  ["[computed(1)]({ a }) {}", "a"],
  ["#hidden({ a }) {}", "a"],
  ["get({ a }) {}", "a"],
  ["({ a }) => { using x = open(); @decorated class C {} }", "a"],
  ["({ a }) => a satisfies unknown as never // anything may stand in the body", "a"],
  ["inputs => inputs", "<inputs>"],
  ["async inputs => inputs", "<inputs>"],
  ["async => async", "<async>"],
  ["(inputs) => inputs", "<inputs>"],
  ["(inputs = {}) => inputs", "<inputs>"],
  ["(_, context) => context", "<_>"],
  ["(...all) => all", "<...all>"],
  ["([a]) => a", "<[a]>"],
  ["function compute(inputs) {}", "<inputs>"],
  ["({ [name]: a }) => a", "... !"],
  ["({ ['a']: a, b }) => a", "b ... !"],
  ["function () { [native code] }", "<the compute function> !"],
  ["function push() { [native code] }", "<the compute function> !"],
  ["class A { constructor({ a }) {} }", "<the compute function> !"],
  ["", "<the compute function> !"],
])("%s", (source, expected) => {
  expect(written(source)).toBe(expected);
});

test("a function is read once", () => {
  const compute = ({ a }: { a: unknown }) => a;
  expect(readParameters(compute)).toBe(readParameters(compute));
  expect(readParameters(compute).parameters).toEqual({ kind: "names", names: ["a"], rest: false });
});
