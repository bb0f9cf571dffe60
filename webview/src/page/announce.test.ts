import { expect, test } from "vitest";
import { sentence } from "./announce.ts";

test.each<[[string, string][], string]>([
  [[["a", "failed"]], "A failed."],
  [
    [
      ["a", "materialized"],
      ["b", "running"],
    ],
    "A materialized. B running.",
  ],
  [["a", "b", "c", "d"].map((key) => [key, key === "d" ? "failed" : "materialized"]), "3 materialized, 1 failed."],
])("%o is announced as %s", (changes, expected) => {
  expect(sentence(new Map(changes), (key) => key.toUpperCase())).toBe(expected);
});
