import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssetGraph, AssetNode, NodeKind } from "../graph/assetGraph.ts";
import { parseSelection, printSelection, resolveSelection, type Selection, SelectionError } from "./selection.ts";

const all = Number.POSITIVE_INFINITY;

/** Each clause as `up key down`. */
function clauses(text: string): string[] {
  const selection = parseSelection(text);
  if (selection.kind === "all") return ["all"];
  return selection.clauses.map(({ key, up, down }) => `${up} ${key.path.join("|")} ${down}`);
}

function errorOf(action: () => unknown): SelectionError {
  try {
    action();
  } catch (error) {
    if (error instanceof SelectionError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

describe("a selection is read", () => {
  test.each<[string, string[]]>([
    ["*", ["all"]],
    ["  * ", ["all"]],
    ["a", ["0 a 0"]],
    ["a/b", ["0 a|b 0"]],
    ["+a", [`${all} a 0`]],
    ["a+", [`0 a ${all}`]],
    ["+a+", [`${all} a ${all}`]],
    ["2+a", ["2 a 0"]],
    ["a+1", ["0 a 1"]],
    ["2+a+13", ["2 a 13"]],
    ["0+a", ["0 a 0"]],
    ["99999999999999999999+a", [`${all} a 0`]],
    ["key:a", ["0 a 0"]],
    ['key:"a/b"', ["0 a|b 0"]],
    ['"a b"', ["0 a b 0"]],
    ['2+key:"a b"+1', ["2 a b 1"]],
    ["a b,c, d\te\n", ["0 a 0", "0 b 0", "0 c 0", "0 d 0", "0 e 0"]],
    ["a a", ["0 a 0", "0 a 0"]],
    ["2", ["0 2 0"]],
    ["2+", [`0 2 ${all}`]],
    ["2+3", ["2 3 0"]],
    ["key", ["0 key 0"]],
    ["__proto__ constructor", ["0 __proto__ 0", "0 constructor 0"]],
    ["a-b.c@d", ["0 a-b.c@d 0"]],
  ])("%j", (text, expected) => expect(clauses(text)).toEqual(expected));
});

describe("a wrong selection", () => {
  test.each<[string, number, string]>([
    ["", 0, 'The selection is empty: write "*" for everything.'],
    [" ,, ", 0, 'The selection is empty: write "*" for everything.'],
    ["a * b", 2, '"*" is not a selection: a "*" stands alone and means everything.'],
    ["a*", 0, '"a*" is not a selection: a "*" stands alone and means everything.'],
    ['a key:"b*"', 2, '"key:\\"b*\\"" is not a selection: a "*" stands alone and means everything.'],
    ["a +", 2, '"+" is not a selection: write a key, +key, key+ or 2+key.'],
    ["++a", 0, '"++a" is not a selection: write a key, +key, key+ or 2+key.'],
    ["a+b", 0, '"a+b" is not a selection: write a key, +key, key+ or 2+key.'],
    ['a ""', 2, '"\\"\\"" is not a selection: write a key, +key, key+ or 2+key.'],
    ['a "b', 2, '"\\"" is not a selection: a quote is not closed.'],
    ["a group:b", 2, '"group:b" is not a selection: of what can stand before a colon only "key:" is understood.'],
    ["key:", 0, '"key:" is not a selection: of what can stand before a colon only "key:" is understood.'],
    ["a\\b", 0, '"a\\\\b" is not a selection: write a key, +key, key+ or 2+key.'],
  ])("%j", (text, offset, message) => {
    const error = errorOf(() => parseSelection(text));
    expect([error.name, error.offset, error.message]).toEqual(["SelectionError", offset, message]);
  });

  test("may be very long", () => {
    expect(errorOf(() => parseSelection('"'.repeat(100_001))).offset).toBe(0);
    expect(errorOf(() => parseSelection(`${"a".repeat(100_000)}+b`)).message.length).toBeLessThan(250);
  });
});

test("what is printed reads the same", () => {
  const segment = fc.string({
    unit: fc.constantFrom("a", "1", "_", "-", " ", "+", ",", ":", "é", "."),
    minLength: 1,
    maxLength: 4,
  });
  const levels = fc.oneof(fc.constant(all), fc.nat(3), fc.nat());
  const clause = fc.record({
    key: fc.record({ path: fc.array(segment, { minLength: 1, maxLength: 3 }) }),
    up: levels,
    down: levels,
  });
  const selection: fc.Arbitrary<Selection> = fc.oneof(
    fc.constant({ kind: "all" as const }),
    fc.record({ kind: fc.constant("clauses" as const), clauses: fc.array(clause, { minLength: 1, maxLength: 4 }) }),
  );
  fc.assert(
    fc.property(selection, (given) => {
      expect(parseSelection(printSelection(given))).toEqual(given);
    }),
    { numRuns: 1000 },
  );
  expect(printSelection(parseSelection("2+a/b+ c"))).toBe('2+key:"a/b"+ key:"c"');
});

/** Edges written `a>b`, upstream first; names in capitals are external, those that begin with `?` are stubs. */
function graph(...edges: string[]): AssetGraph {
  const pairs = edges.map((edge) => edge.split(">") as [string, string?]);
  const names = [...new Set(pairs.flat().filter((name) => name !== undefined))];
  const kindOf = (id: string): NodeKind => (id.startsWith("?") ? "stub" : /^[A-Z]/.test(id) ? "external" : "materializable");
  const nodes = new Map(
    names.map((id): [string, AssetNode] => [
      id,
      {
        id,
        key: { path: id.split("/") },
        kind: kindOf(id),
        groupName: "default",
        dependencies: [],
        upstream: pairs.filter(([, to]) => to === id).map(([from]) => from),
        downstream: pairs.filter(([from, to]) => from === id && to !== undefined).map(([, to]) => to as string),
      },
    ]),
  );
  return { nodes, order: names };
}

describe("a selection picks", () => {
  const chain = graph("S>a", "a>b", "b>c", "c>d", "c>e", "?x>e", "alone", "p/q");
  test.each<[string, string]>([
    ["*", "a b c d e alone p/q"],
    ["c", "c"],
    ["e a", "a e"],
    ["+c", "a b c"],
    ["1+c", "b c"],
    ["9+c", "a b c"],
    ["c+", "c d e"],
    ["b+1", "b c"],
    ["+c+", "a b c d e"],
    ["1+b+1", "a b c"],
    ["+b 1+d", "a b c d"],
    ["1+d 2+d", "b c d"],
    ["alone p/q", "alone p/q"],
    ["c c c", "c"],
    ["0+c+0", "c"],
  ])("%s: %s", (text, expected) => expect(resolveSelection(parseSelection(text), chain).join(" ")).toBe(expected));

  test("no external asset, but what lies behind one", () => {
    const through = graph("a>M", "M>c");
    expect(resolveSelection(parseSelection("+c"), through)).toEqual(["a", "c"]);
  });

  test.each([
    ["aa", 'No asset has the key "aa". Did you mean'],
    ["nowhere", 'No asset has the key "nowhere". See "headwater list" for the keys there are.'],
    ["q", 'No asset has the key "q". Did you mean "p/q"?'],
    ["S", '"S" is external: it is described here, but computed elsewhere.'],
    ["?x", 'No asset has the key "?x".'],
    ["__proto__", 'No asset has the key "__proto__".'],
  ])("nothing for %s", (text, message) => {
    const known = graph("S>a", "aaa", "p/q", "?x>a");
    expect(errorOf(() => resolveSelection(parseSelection(text), known)).message).toContain(message);
  });

  test("what a walk level by level picks", () => {
    const edge = fc.tuple(fc.nat(8), fc.nat(8)).map(([one, other]) => `n${Math.min(one, other)}>n${Math.max(one, other) + 1}`);
    const clause = fc.record({ at: fc.nat(9), up: fc.constantFrom(0, 1, 2, all), down: fc.constantFrom(0, 1, 3, all) });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 16 }), fc.array(clause, { minLength: 1, maxLength: 4 }), (edges, chosen) => {
        const given = graph(...Array.from({ length: 10 }, (_, at) => `n${at}`), ...new Set(edges));
        const expected = new Set<string>();
        const walk = (id: string, levels: number, way: "upstream" | "downstream") => {
          expected.add(id);
          if (levels > 0) for (const next of given.nodes.get(id)?.[way] ?? []) walk(next, levels - 1, way);
        };
        for (const { at, up, down } of chosen) {
          walk(`n${at}`, up, "upstream");
          walk(`n${at}`, down, "downstream");
        }
        const selection = {
          kind: "clauses",
          clauses: chosen.map(({ at, up, down }) => ({ key: { path: [`n${at}`] }, up, down })),
        } as const;
        expect(resolveSelection(selection, given)).toEqual(given.order.filter((id) => expected.has(id)));
      }),
      { numRuns: 500 },
    );
  });

  test("all of ten thousand, each named with its upstreams", () => {
    const count = 10_000;
    const ids = Array.from({ length: count }, (_, at) => `n${at}`);
    const nodes = new Map(
      ids.map((id, at): [string, AssetNode] => {
        const node = { id, key: { path: [id] }, kind: "materializable", groupName: "default", dependencies: [] } as const;
        return [id, { ...node, upstream: ids.slice(Math.max(at - 1, 0), at), downstream: ids.slice(at + 1, at + 2) }];
      }),
    );
    const text = ids.map((id, at) => `${at % 3 === 0 ? "" : at}+${id}+`).join(" ");
    expect(resolveSelection(parseSelection(text), { nodes, order: ids }).length).toBe(count);
  });
});
