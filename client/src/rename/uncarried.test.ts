import { expect, test } from "vitest";
import { createUncarried } from "./uncarried.ts";

test.each<[title: string, renames: readonly (readonly [from: string, to: string])[], found: readonly (string | undefined)[]]>([
  ["one", [["a", "b"]], ["a"]],
  [
    "one after the other",
    [
      ["a", "b"],
      ["b", "c"],
    ],
    ["a", "a"],
  ],
  [
    "there and back",
    [
      ["a", "b"],
      ["b", "a"],
    ],
    ["a", undefined],
  ],
  [
    "there, back and there",
    [
      ["a", "b"],
      ["b", "a"],
      ["a", "c"],
    ],
    ["a", undefined, "a"],
  ],
  [
    "two assets",
    [
      ["a", "b"],
      ["x", "a"],
    ],
    ["a", "x"],
  ],
])("the history of what was renamed is found: %s", (_, renames, found) => {
  const uncarried = createUncarried();
  expect(renames.map(([from, to]) => uncarried.add("file:///p", { from, to }))).toEqual(found);
});

test("what was carried is under its own key, in its project alone", () => {
  const uncarried = createUncarried();
  for (const uri of ["file:///p", "file:///q"]) uncarried.add(uri, { from: "a", to: "b" });
  uncarried.remove("file:///p", "b");
  expect(["file:///p", "file:///q"].map((uri) => uncarried.keyOf(uri, "b"))).toEqual([undefined, "a"]);
  expect(uncarried.add("file:///p", { from: "b", to: "c" })).toBe("b");
});
