import { describe, expect, test } from "vitest";
import { parseSelection, readSelection } from "./parse.ts";
import { printSelection } from "./print.ts";
import { SelectionError } from "./selectionError.ts";

function errorOf(action: () => unknown): SelectionError {
  try {
    action();
  } catch (error) {
    if (error instanceof SelectionError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

describe("the grammar", () => {
  test.each<[text: string, printed: string]>([
    ["*", "*"],
    ["key:a", 'key:"a"'],
    ["key:*a/b*", 'key:"*a/b*"'],
    ["key:**", 'key:"**"'],
    ['key:"a b"', 'key:"a b"'],
    ['key : "*"', 'key:"*"'],
    ["tag:a", 'tag:"a"'],
    ["tag:a=b", 'tag:"a"="b"'],
    ['tag:a=""', 'tag:"a"'],
    ["tag:a=<null>", 'tag:"a"=<null>'],
    ["tag:<null>", "tag:<null>"],
    ["tag:job=schedule", 'tag:"job"="schedule"'],
    ["column_tag:a=b", 'column_tag:"a"="b"'],
    ["owner:<null>", "owner:<null>"],
    ["is:external or is:materializable", 'is:"external" or is:"materializable"'],
    ["not_materialized_in_hours:024", "not_materialized_in_hours:24"],
    ["not_materialized_in_hours:99999999999999999999", "not_materialized_in_hours:9007199254740991"],
    ["1+key:a", '1+key:"a"'],
    ["key:a+0", 'key:"a"+0'],
    ["1 + key:a + 02", '1+key:"a"+2'],
    ["99999999999999999999+key:a", '+key:"a"'],
    ["not +key:a", 'not +key:"a"'],
    ["+(not key:a)", '+(not key:"a")'],
    ["(*)+", "(*)+"],
    ["2+(key:a+)", '2+(key:"a"+)'],
    ["+key:a+ and not 1+(+key:b+)+2", '+key:"a"+ and not 1+(+key:"b"+)+2'],
    ["+key:a+ or key:b", '+key:"a"+ or key:"b"'],
    ["sinks(roots(*))", "sinks(roots(*))"],
    ["not key:a AND key:b or NOT not key:c", '(not key:"a" and key:"b") or not not key:"c"'],
    ["key:a and (key:b and (key:c or key:d)) and key:e", 'key:"a" and key:"b" and (key:"c" or key:"d") and key:"e"'],
    ["(((((key:a or key:b)))) or key:c)", 'key:"a" or key:"b" or key:"c"'],
    ["key:a\n\tand\r\nkey:b", 'key:"a" and key:"b"'],
  ])("%s", (text, printed) => {
    expect(printSelection(parseSelection(text))).toBe(printed);
    expect(printSelection(parseSelection(printed))).toBe(printed);
  });
});

describe("a wrong text is refused with where and how to mend it", () => {
  test.each<[text: string, offset: number, message: string]>([
    ["", 0, 'write "*" for everything'],
    ["  ", 0, 'write "*" for everything'],
    ["a", 0, "write key:a for a key"],
    ["name:a", 0, '"name" does not fit at character 1: write key:name'],
    ["key:a key:b", 6, '"key" does not fit at character 7: here may stand +, and, or or the end.'],
    ["key:a and", 9, "The selection ends too early at character 10"],
    ["(key:a", 6, "here may stand +, and, or or )."],
    ["key:a)", 5, '")" does not fit at character 6'],
    ["key", 3, "here may stand a colon"],
    ["key:", 4, 'write a value behind "key:"'],
    ["key:*", 4, 'write "*" alone for everything, or key:"*"'],
    ["key:<null>", 4, "a key is always there"],
    ["key:1a", 4, "put every other value"],
    ["key:a-b", 5, "put a value with such characters in quotes"],
    ["owner:bob@x.com", 9, "put a value with such characters in quotes"],
    ["owner:team:data", 10, "put a value with such characters in quotes"],
    ["group:tag", 6, "words with a meaning of their own, in quotes"],
    ["kind:a*", 5, "in quotes"],
    ["tag:foo=", 8, 'write a value behind "tag:"'],
    ["tag:a=b=c", 7, '"=" does not fit'],
    ['key:"a', 4, "a quote is not closed"],
    ['key:"a\\b"', 4, "holds no backslash"],
    ["is:observable", 3, "it takes external or materializable"],
    ["is:<null>", 3, "it takes external or materializable"],
    ["*+", 1, 'write "(*)+"'],
    ["+*", 1, "here belongs an attribute"],
    ["+not key:a", 1, "here belongs an attribute"],
    ["2key:a", 1, "here may stand +"],
    ["key:a+1+1", 7, '"+" does not fit'],
    ["key:a And key:b", 6, "write and in small letters"],
    ["key:a, key:b", 5, 'combine with "and" or "or"'],
    ["key:a && key:b", 6, 'combine with "and" or "or"'],
    ["sinks key:a", 6, "here may stand ("],
    ["sinks()", 6, "here belongs an attribute"],
    ["not_materialized_in_hours:abc", 26, "a number"],
    ["key:é", 4, "put every other value"],
    ["\u00a0", 0, "does not fit"],
    ["\ud800", 0, "does not fit"],
  ])("%j", (text, offset, message) => {
    const error = errorOf(() => parseSelection(text));
    expect([error.offset, error.code]).toEqual([offset, "invalid-selection"]);
    expect(error.message).toContain(message);
  });
});

describe("what may stand at the end", () => {
  test.each<[text: string, expected: string]>([
    ["", "not * digits + attribute function ("],
    ["key", ": of key"],
    ["key:", "value of key"],
    ["tag:a=", "value of tag a"],
    ["tag:a", "= + and or end"],
    ["(tag:a=b", "+ and or )"],
    ["key:a+", "digits and or end"],
    ["1", "+"],
    ["+", "attribute function ("],
    ["sinks", "("],
    ["*", "and or end"],
    ["not ", "not * digits + attribute function ("],
    ["key:a and ", "not * digits + attribute function ("],
    ["not_materialized_in_hours:", "digits of not_materialized_in_hours"],
  ])("%j", (text, expected) => {
    const { expected: found, attribute, tag } = readSelection(text).atEnd;
    expect([found.join(" "), ...(attribute ? ["of", attribute] : []), ...(tag === undefined ? [] : [tag])].join(" ")).toBe(
      expected,
    );
  });
});

describe("the tolerant reader keeps what it can", () => {
  test.each<[text: string, problems: string, tree: string]>([
    ["key:a and", "9-9", "(and (key 0-5) (missing 9-9))"],
    ["key:a or group:", "15-15", "(or (key 0-5) (missing 9-15))"],
    ["and key:a", "0-3", "(and (missing 0-0) (key 4-9))"],
    ["(key:a or (kind:b", "17-17", "(or (key 1-6) (attr 11-17))"],
    ["key:a kind:b", "6-10", "(or (key 0-5) (attr 6-12))"],
    ["key:a ) and kind:b", "6-7", "(or (key 0-5) (attr 12-18))"],
    ["foo and kind:b", "0-3", "(and (missing 0-3) (attr 8-14))"],
    ["owner:a@b.c or kind:d", "7-8", "(or (attr 0-7) (attr 15-21))"],
    ["-key:a", "0-1", "(key 1-6)"],
    ["sinks(key:a and ) or kind:b", "16-17", "(or (sinks 0-17 (and (key 6-11) (missing 15-15))) (attr 21-27))"],
    ["is:nonsense and key:a", "3-11", "(and (missing 0-11) (key 16-21))"],
  ])("%j", (text, problems, tree) => {
    const reading = readSelection(text);
    expect(reading.problems.map(({ start, end }) => `${start}-${end}`)[0]).toBe(problems);
    const show = (node: unknown): string => {
      const { op, span, arg, args = arg ? [arg] : [] } = node as { op: string; span: Span; arg?: unknown; args?: unknown[] };
      if (op === "and" || op === "or") return `(${[op, ...args.map(show)].join(" ")})`;
      return `(${[op, `${span.start}-${span.end}`, ...args.map(show)].join(" ")})`;
    };
    expect(show(reading.tree)).toBe(tree);
  });
});

interface Span {
  readonly start: number;
  readonly end: number;
}

describe("long and deep texts", () => {
  const much = 100_000;
  test.each<[title: string, text: string, isRight: boolean]>([
    ["parentheses", `${"(".repeat(much)}key:a${")".repeat(much)}`, false],
    ["parentheses left open", "(".repeat(much), false],
    ["parentheses too many", ")".repeat(much), false],
    ["nots", `${"not ".repeat(much)}key:a`, false],
    ["functions", `${"sinks(".repeat(much)}*${")".repeat(much)}`, false],
    ["nots behind junk", "not - ".repeat(much), false],
    ["300 parentheses", `${"(".repeat(300)}key:a${")".repeat(300)}`, true],
    ["operands", Array(much).fill("key:a").join(" or "), true],
    ["traversals of traversals", `${"+(".repeat(300)}key:a${")+".repeat(300)}`, true],
    ["operands in parentheses", Array(much).fill("(key:a or key:b)").join(" or "), true],
    ["operands without operators", "key:a ".repeat(much), false],
    ["words", "a ".repeat(much), false],
    ["quotes", '"'.repeat(much + 1), false],
    ["commas", ",".repeat(much), false],
    ["a long value", `key:${"a".repeat(much)}`, true],
    ["broken values", "key:@ ".repeat(much), false],
  ])("%s", (_, text, isRight) => {
    const { problems } = readSelection(text);
    expect(problems.length === 0).toBe(isRight);
    expect(problems.length).toBeLessThanOrEqual(50);
    for (const { message } of problems) expect(message.length).toBeLessThan(500);
  });

  test("traversals of traversals are written as they are read", () => {
    const text = `${"+(".repeat(99)}+key:"a"+${")+".repeat(99)}`;
    expect(printSelection(parseSelection(text))).toBe(text);
  });

  test("nested too deep is said so", () => {
    expect(errorOf(() => parseSelection("(".repeat(much))).message).toContain("more than 400 levels deep");
  });
});
