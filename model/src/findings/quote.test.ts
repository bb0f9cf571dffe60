import { expect, test } from "vitest";
import { keyAsCode, quote, quoteKey } from "./quote.ts";

test.each([
  ["a", '"a"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["\u001b[31m\0", '"\\u001b[31m\\u0000"'],
  ["x".repeat(500), `"${"x".repeat(120)}…"`],
])("quotes %j", (text, expected) => expect(quote(text)).toBe(expected));

test.each([
  [["a"], '"a"', '"a"'],
  [["a", "b"], '"a/b"', '["a", "b"]'],
  [["a/b"], '"a/b"', '"a/b"'],
])("the key %j", (path, spoken, code) => {
  expect(quoteKey({ path })).toBe(spoken);
  expect(keyAsCode({ path })).toBe(code);
});
