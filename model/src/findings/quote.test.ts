import { expect, test } from "vitest";
import { keyAsCode, quote, quoteKey } from "./quote.ts";

test.each([
  ["a", '"a"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["\u001b[31m\0", '"\\u001b[31m\\u0000"'],
  ["x".repeat(500), `"${"x".repeat(120)}…"`],
  ["\0".repeat(500), `"${"\\u0000".repeat(20)}…"`],
  ["a\u2028b\u0085c\n", '"a\\u2028b\\u0085c\\n"'],
  ["\u202egnp.exe", '"\\u202egnp.exe"'],
  [`x${"😀".repeat(100)}`, `"x${"😀".repeat(59)}…"`],
  ["\ud800", '"\\ud800"'],
])("quotes %j", (text, expected) => expect(quote(text)).toBe(expected));

test.each([
  [["a"], '"a"', '"a"'],
  [["a", "b"], '"a/b"', '["a", "b"]'],
  [["a/b"], '"a/b"', '"a/b"'],
  [["a\u2028", "b"], '"a\\u2028/b"', '["a\\u2028", "b"]'],
])("the key %j", (path, spoken, code) => {
  expect(quoteKey({ path })).toBe(spoken);
  expect(keyAsCode({ path })).toBe(code);
});
