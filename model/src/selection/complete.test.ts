import { expect, test } from "vitest";
import { completeSelection } from "./complete.ts";

test.each<[text: string, expected: string]>([
  ["|", '"" not * digits + attribute function ('],
  ["gro|", '"gro" not * digits + attribute function ('],
  ["group:|", '"" value of group'],
  ["group:sa|les or key:a", '"sa" value of group'],
  ['tag:env="pr|', '"\\"pr" value of tag env'],
  ["key:a |", '"" + and or end'],
  ["key:a o|", '"o" + and or end'],
  ["(key:a |", '"" + and or )'],
  ["sinks|", '"sinks" not * digits + attribute function ('],
  ["sinks(|", '"" not * digits + attribute function ('],
  ["key:a+|", '"" digits and or end'],
])("%s", (marked, expected) => {
  const offset = marked.indexOf("|");
  const { span, expected: found, attribute, tag } = completeSelection(marked.replace("|", ""), offset);
  const value = attribute === undefined ? [] : ["of", attribute, ...(tag === undefined ? [] : [tag])];
  expect([JSON.stringify(marked.slice(span.start, span.end)), ...found, ...value].join(" ")).toBe(expected);
});
