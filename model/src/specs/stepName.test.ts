import { expect, test } from "vitest";
import { checkStepName } from "./stepName.ts";

test.each<[string, string | undefined, string[] | undefined]>([
  ["abc", undefined, undefined],
  ["ABC_123", undefined, undefined],
  ["123", undefined, undefined],
  ["a__context", undefined, undefined],
  ["__proto__", undefined, undefined],
  ["context", "reserved-name", undefined],
  ["output_arg_dict", "reserved-name", undefined],
  ["", "invalid-name", undefined],
  ["a-b", "invalid-name", ["a_b"]],
  ["a b/c", "invalid-name", ["a_b_c"]],
  ["é", "invalid-name", undefined],
])("%o is a step's name unless %s", (name, code, suggestions) => {
  const [wrong] = checkStepName(name);
  expect([wrong?.code, wrong?.suggestions]).toEqual([code, suggestions]);
});
