import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateSelection } from "./evaluate.ts";
import { parseLegacySelection, parseSelectOption } from "./legacy.ts";
import { parseSelection, readSelection } from "./parse.ts";
import { printSelection } from "./print.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import { operandsOf, plainAttributes, type SelectionTree } from "./tree.ts";

const runs = { numRuns: 1000 };

const value = fc.string({
  unit: fc.constantFrom("a", "b", "1", "_", "-", "/", " ", "*", "+", ":", "(", ")", "=", "é", "\u{1f600}", "\ud800"),
  maxLength: 5,
});
const orNull = fc.option(value);
const level = fc.option(fc.oneof(fc.nat(3), fc.maxSafeNat()));

/** Trees as the grammar makes them: chains of one operator are flat. */
const tree = fc.letrec<{ tree: SelectionTree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constant<SelectionTree>({ op: "all" }),
    value.map((pattern): SelectionTree => ({ op: "key", pattern })),
    fc.tuple(orNull, orNull).map(([key, text]): SelectionTree => ({ op: "tag", key, value: text })),
    fc.tuple(orNull, orNull).map(([key, text]): SelectionTree => ({ op: "columnTag", key, value: text })),
    fc.tuple(fc.constantFrom(...plainAttributes), orNull).map(([name, text]): SelectionTree => {
      const base = { op: "attr", name, value: text } as const;
      return name === "group" && text?.includes("*") ? { ...base, wildcard: true } : base;
    }),
    fc.constantFrom<SelectionTree>({ op: "is", value: "external" }, { op: "is", value: "materializable" }),
    fc.maxSafeNat().map((hours): SelectionTree => ({ op: "notMaterializedInHours", hours })),
    tie("tree").map((arg): SelectionTree => ({ op: "not", arg })),
    fc.tuple(fc.constantFrom("sinks", "roots"), tie("tree")).map(([op, arg]): SelectionTree => ({ op, arg })),
    fc.tuple(fc.constantFrom("up", "down"), level, tie("tree")).map(([op, depth, arg]): SelectionTree => ({ op, depth, arg })),
    fc
      .tuple(fc.constantFrom("and", "or"), fc.array(tie("tree"), { minLength: 2, maxLength: 3 }))
      .map(([op, args]): SelectionTree => ({ op, args: operandsOf(op, args) })),
  ),
})).tree;

/** Text that is nearly a selection. */
const scribble = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...'()*+:=,"\\<> \n-@'.split(""),
          "key",
          "tag",
          "is",
          "group",
          "not",
          "and",
          "OR",
          "And",
          "sinks",
          "<null>",
          "job",
        ),
        fc.constantFrom(
          'key:"a b"',
          "tag:a=b",
          "is:external",
          "2+",
          "+1",
          " or ",
          " and ",
          "a*",
          "x",
          "not_materialized_in_hours:",
          "12",
        ),
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join("")),
  fc.tuple(tree, fc.nat(), fc.nat(8)).map(([from, at, count]) => {
    const text = printSelection(from);
    return text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + count);
  }),
);

function withoutSpans(from: SelectionTree): unknown {
  return JSON.parse(JSON.stringify(from, (name, inner) => (name === "span" ? undefined : inner)));
}

test("what is printed reads the same", () => {
  fc.assert(
    fc.property(tree, (given) => {
      const text = printSelection(given);
      expect(withoutSpans(parseSelection(text))).toEqual(withoutSpans(given));
      expect(withoutSpans(parseLegacySelection(text))).toEqual(withoutSpans(given));
      expect(withoutSpans(parseSelectOption(text))).toEqual(withoutSpans(given));
    }),
    runs,
  );
});

test("the tolerant reader never throws, its places lie in the text and in each other, and the strict one agrees", () => {
  let right = 0;
  fc.assert(
    fc.property(scribble, (text) => {
      const { tree: read, problems, tokens } = readSelection(text);
      const inside = (node: SelectionTree, start: number, end: number) => {
        const span = node.span ?? { start: Number.NaN, end: Number.NaN };
        expect([span.start >= start, span.end >= span.start, span.end <= end]).toEqual([true, true, true]);
        for (const arg of "args" in node ? node.args : "arg" in node ? [node.arg] : []) inside(arg, span.start, span.end);
      };
      inside(read, 0, text.length);
      for (const { start, end, message } of problems) {
        expect([start >= 0, end >= start, end <= text.length, message !== ""]).toEqual([true, true, true, true]);
      }
      expect(tokens.every(({ start, end }, at) => start >= (tokens[at - 1]?.end ?? 0) && end >= start)).toBe(true);
      if (problems.length === 0) {
        right++;
        expect(parseSelection(text)).toEqual(read);
        const marks = tokens.filter(({ kind }) => kind !== "(" && kind !== ")" && kind !== "end");
        expect((read.span?.start ?? 0) <= (marks[0]?.start ?? 0)).toBe(true);
        expect((read.span?.end ?? 0) >= (marks.at(-1)?.end ?? 0)).toBe(true);
        return;
      }
      expect(() => parseSelection(text)).toThrow(SelectionError);
      expect(() => parseSelection(text)).toThrow(
        expect.objectContaining({ offset: problems[0]?.start, message: problems[0]?.message }),
      );
    }),
    runs,
  );
  expect(right).toBeGreaterThan(50);
});

const size = 10;

/** A graph without cycles, some of its assets external. */
const graph = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(size - 2), fc.nat(size - 2)), { maxLength: 2 * size }),
    fc.array(fc.record({ external: fc.boolean(), group: fc.constantFrom("g", "h"), tag: fc.constantFrom("", "1") }), {
      minLength: size,
      maxLength: size,
    }),
  )
  .map(([pairs, facts]): SelectableGraph => {
    const edges = pairs.map(([one, other]) => [Math.min(one, other), Math.max(one, other) + 1] as const);
    const above = (at: number) => [...new Set(edges.filter(([, to]) => to === at).map(([from]) => `n${from}`))];
    const nodes = facts.map(({ external, group, tag }, at): [string, SelectableAsset] => [
      `n${at}`,
      {
        key: { path: [`n${at}`] },
        kind: external ? "external" : "materializable",
        groupName: group,
        spec: { tags: { t: tag }, kinds: [], owners: [] },
        upstream: above(at),
      },
    ]);
    return { nodes: new Map(nodes), order: nodes.map(([id]) => id) };
  });

/** Selections that can be asked of such a graph. */
const selection = fc.letrec<{ tree: SelectionTree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.nat(size).map((at): SelectionTree => ({ op: "key", pattern: `n${at}` })),
    fc.constantFrom<SelectionTree>(
      { op: "all" },
      { op: "attr", name: "group", value: "g" },
      { op: "tag", key: "t", value: "1" },
      { op: "is", value: "external" },
      { op: "key", pattern: "n*" },
    ),
    fc
      .tuple(fc.constantFrom("up", "down"), fc.option(fc.nat(3)), tie("tree"))
      .map(([op, depth, arg]): SelectionTree => ({ op, depth, arg })),
    fc.tuple(fc.constantFrom("not", "sinks", "roots"), tie("tree")).map(([op, arg]): SelectionTree => ({ op, arg })),
    fc
      .tuple(fc.constantFrom("and", "or"), fc.array(tie("tree"), { maxLength: 3 }))
      .map(([op, args]): SelectionTree => ({ op, args })),
  ),
})).tree;

describe("the algebra of selections", () => {
  const and = (...args: SelectionTree[]): SelectionTree => ({ op: "and", args });
  const or = (...args: SelectionTree[]): SelectionTree => ({ op: "or", args });
  const not = (arg: SelectionTree): SelectionTree => ({ op: "not", arg });
  const walk = (op: "up" | "down", depth: number | null, arg: SelectionTree): SelectionTree => ({ op, depth, arg });
  const given = fc.record({ on: graph, x: selection, y: selection, z: selection, includeSources: fc.boolean() });

  function law(name: string, holds: (pick: (tree: SelectionTree) => string[], given: Trees) => void): void {
    test(name, () => {
      fc.assert(
        fc.property(given, ({ on, includeSources, ...trees }) => {
          holds((asked) => evaluateSelection(asked, on, { includeSources }), { ...trees, on });
        }),
        runs,
      );
    });
  }

  law("commutes, associates and distributes", (pick, { x, y, z }) => {
    expect(pick(and(x, y))).toEqual(pick(and(y, x)));
    expect(pick(or(x, y))).toEqual(pick(or(y, x)));
    expect(pick(and(x, and(y, z)))).toEqual(pick(and(and(x, y), z)));
    expect(pick(or(x, or(y, z)))).toEqual(pick(or(or(x, y), z)));
    expect(pick(and(x, or(y, z)))).toEqual(pick(or(and(x, y), and(x, z))));
    expect(pick(or(x, and(y, z)))).toEqual(pick(and(or(x, y), or(x, z))));
    expect(pick(or(x, and(x, y)))).toEqual(pick(x));
  });

  law("negates within what is seen", (pick, { x, y }) => {
    const all: SelectionTree = { op: "all" };
    expect(pick(not(not(x)))).toEqual(pick(and(x, all)));
    expect(pick(not(and(x, y)))).toEqual(pick(or(not(x), not(y))));
    expect(pick(not(or(x, y)))).toEqual(pick(and(not(x), not(y))));
    expect(pick(and(x, not(x)))).toEqual([]);
    expect(pick(and(all, or(x, not(x))))).toEqual(pick(all));
    expect(pick({ op: "minus", left: x, right: y })).toEqual(pick(x).filter((id) => !pick(y).includes(id)));
  });

  law("grows with each level, up to all of them", (pick, { x, y }) => {
    for (const way of ["up", "down"] as const) {
      const levels = [x, ...[0, 1, 2, 3, size].map((depth) => walk(way, depth, x)), walk(way, null, x)].map(pick);
      for (const [at, level] of levels.entries()) expect(levels[at + 1] ?? level).toEqual(expect.arrayContaining(level));
      expect(levels[1]).toEqual(levels[0]);
      expect(levels.at(-1)).toEqual(levels.at(-2));
      expect(pick(walk(way, null, or(x, y)))).toEqual(pick(or(walk(way, null, x), walk(way, null, y))));
      expect(pick({ op: way, depth: 2, includeSelf: false, arg: x })).toEqual(
        pick(walk(way, 2, x)).filter((id) => !levels[0]?.includes(id)),
      );
    }
  });

  law("walks upstream and downstream along the same edges", (pick, { on }) => {
    const key = (id: string): SelectionTree => ({ op: "key", pattern: id });
    for (const depth of [1, 2, null]) {
      for (const above of on.order) {
        if (on.nodes.get(above)?.kind === "external") continue;
        for (const id of pick(walk("down", depth, key(above)))) expect(pick(walk("up", depth, key(id)))).toContain(above);
      }
      for (const below of on.order) {
        for (const id of pick(walk("up", depth, key(below)))) expect(pick(walk("down", depth, key(id)))).toContain(below);
      }
    }
  });

  law("finds sinks and roots among the members, as a walk from each does", (pick, { x, on }) => {
    const members = pick(x);
    const leads = (id: string, way: "upstream" | "downstream") => {
      const seen = new Set<string>();
      const open = [id];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        const below = on.order.filter((other) => on.nodes.get(other)?.upstream.includes(at));
        for (const next of (way === "upstream" ? on.nodes.get(at)?.upstream : below) ?? []) {
          if (!seen.has(next)) open.push(next);
          seen.add(next);
        }
      }
      return members.some((other) => other !== id && seen.has(other));
    };
    expect(pick({ op: "sinks", arg: x })).toEqual(members.filter((id) => !leads(id, "downstream")));
    expect(pick({ op: "roots", arg: x })).toEqual(members.filter((id) => !leads(id, "upstream")));
  });
});

interface Trees {
  readonly on: SelectableGraph;
  readonly x: SelectionTree;
  readonly y: SelectionTree;
  readonly z: SelectionTree;
}
