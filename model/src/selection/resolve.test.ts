import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSelectOption } from "./legacy.ts";
import { resolveSelection } from "./resolve.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";

/** Edges written `a>b`, upstream first; names in capitals are external, those that begin with `?` are stubs. */
function graph(...edges: string[]): SelectableGraph {
  const pairs = edges.map((edge) => edge.split(">") as [string, string?]);
  const names = [...new Set(pairs.flat().filter((name) => name !== undefined))];
  const kindOf = (id: string) => (id.startsWith("?") ? "stub" : /^[A-Z]/.test(id) ? "external" : "materializable");
  const nodes = new Map(
    names.map((id): [string, SelectableAsset] => [
      id,
      {
        key: { path: id.split("/") },
        kind: kindOf(id),
        groupName: "default",
        upstream: pairs.filter(([, to]) => to === id).map(([from]) => from),
      },
    ]),
  );
  return { nodes, order: names };
}

describe("a selection picks to be computed", () => {
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
    ["alone p/q", "alone p/q"],
    ["0+c+0", "c"],
    ["S+1", "a"],
    ['key:"*"', "a b c d e alone p/q"],
    ["not key:a+", "alone p/q"],
    ["group:nowhere", ""],
    ['key:"z*"', ""],
    ["is:external", ""],
    ["key:a and not key:S", "a"],
  ])("%s: %s", (text, expected) => expect(resolveSelection(parseSelectOption(text), chain).join(" ")).toBe(expected));

  test("no external asset, but what lies behind one", () => {
    expect(resolveSelection(parseSelectOption("+c"), graph("a>M", "M>c"))).toEqual(["a", "c"]);
  });

  test.each([
    ["aa", "unknown-key", 0, 'No asset has the key "aa". Did you mean'],
    ["nowhere", "unknown-key", 0, 'No asset has the key "nowhere". See "headwater list" for the keys there are.'],
    ["q", "unknown-key", 0, 'No asset has the key "q". Did you mean "p/q"?'],
    ["group:x or not key:q+", "unknown-key", 15, 'Did you mean "p/q"?'],
    ["S", "external-key", 0, '"S" is external: it is described here, but computed elsewhere.'],
    ["aaa S", "external-key", 4, '"S" is external'],
    ["+S", "external-key", 0, '"S" is external'],
    ["?x", "unknown-key", 0, 'No asset has the key "?x".'],
    ["?x+", "unknown-key", 0, 'No asset has the key "?x".'],
    ["__proto__", "unknown-key", 0, 'No asset has the key "__proto__".'],
  ])("nothing for %s", (text, code, offset, message) => {
    const known = graph("S>a", "aaa", "p/q", "?x>a");
    const action = () => resolveSelection(parseSelectOption(text), known);
    expect(action).toThrow(SelectionError);
    expect(action).toThrow(expect.objectContaining({ code, offset, message: expect.stringContaining(message) }));
  });

  test("what a walk level by level picks", () => {
    const all = Number.POSITIVE_INFINITY;
    const edge = fc.tuple(fc.nat(8), fc.nat(8)).map(([one, other]) => `n${Math.min(one, other)}>n${Math.max(one, other) + 1}`);
    const clause = fc.record({ at: fc.nat(9), up: fc.constantFrom(0, 1, 2, all), down: fc.constantFrom(0, 1, 3, all) });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 16 }), fc.array(clause, { minLength: 1, maxLength: 4 }), (edges, chosen) => {
        const given = graph(...Array.from({ length: 10 }, (_, at) => `n${at}`), ...new Set(edges));
        const expected = new Set<string>();
        const neighbours = (id: string, way: "up" | "down") =>
          way === "up"
            ? (given.nodes.get(id)?.upstream ?? [])
            : given.order.filter((other) => given.nodes.get(other)?.upstream.includes(id));
        const walk = (id: string, levels: number, way: "up" | "down") => {
          expected.add(id);
          if (levels > 0) for (const next of neighbours(id, way)) walk(next, levels - 1, way);
        };
        for (const { at, up, down } of chosen) {
          walk(`n${at}`, up, "up");
          walk(`n${at}`, down, "down");
        }
        const digits = (levels: number) => (levels === all ? "" : `${levels}`);
        const text = chosen.map(({ at, up, down }) => `${digits(up)}+n${at}+${digits(down)}`).join(" ");
        expect(resolveSelection(parseSelectOption(text), given)).toEqual(given.order.filter((id) => expected.has(id)));
      }),
      { numRuns: 1000 },
    );
  });

  test("all of ten thousand, each named with what is upstream and downstream of it", () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => `n${at}`);
    const nodes = new Map(
      ids.map((id, at): [string, SelectableAsset] => [
        id,
        { key: { path: [id] }, kind: "materializable", groupName: "g", upstream: ids.slice(Math.max(at - 1, 0), at) },
      ]),
    );
    const text = ids.map((id, at) => `${at % 3 === 0 ? "" : at}+${id}+`).join(" ");
    expect(resolveSelection(parseSelectOption(text), { nodes, order: ids }).length).toBe(10_000);
  });
});
