import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyId } from "../keys/assetKey.ts";
import type { AssetDependency, AssetSpec } from "../specs/declaration.ts";
import { plainSpec } from "../testing/plainSpec.ts";
import { type GraphKnowledge, resolveGraph } from "./resolveGraph.ts";

interface Given {
  readonly deps?: readonly (string | readonly string[])[];
  readonly ins?: readonly (string | readonly string[])[];
  readonly takes?: readonly string[];
  readonly group?: string;
  readonly groupUnknown?: boolean;
  readonly external?: boolean;
}

const pathOf = (key: string | readonly string[]) => (typeof key === "string" ? key.split("/") : key);

/** An asset of the key `a/b`, with keys written alike; a list is a path as it stands. */
function asset(
  key: string,
  { deps = [], ins = [], takes = [], group = "default", groupUnknown, external }: Given = {},
): AssetSpec {
  const data = (name: string | readonly string[], from: string): AssetDependency => {
    const path = pathOf(name);
    const inputName = path.at(-1) as string;
    return { key: { path }, kind: "data", inputName, declaredAt: [from, inputName] };
  };
  return plainSpec(pathOf(key), {
    materializable: external !== true,
    deps: [
      ...ins.map((name) => data(name, "ins")),
      ...takes.map((name) => data(name, "parameters")),
      ...deps.map((name, at): AssetDependency => ({ key: { path: pathOf(name) }, kind: "order", declaredAt: ["deps", at] })),
    ],
    groupName: group,
    ...(groupUnknown === undefined ? {} : { groupNameUnknown: groupUnknown }),
  });
}

/** Findings as `subject code`. */
function found(specs: readonly AssetSpec[], knowledge?: GraphKnowledge): string[] {
  return resolveGraph(specs, knowledge).findings.map(({ subject, code }) => `${subject} ${code}`);
}

describe("the graph", () => {
  test("has nodes, edges and an order", () => {
    const specs = [asset("c", { takes: ["b"] }), asset("a"), asset("b", { takes: ["a"], deps: ["a", "elsewhere"] })];
    const { graph } = resolveGraph(specs);
    expect([...graph.nodes.values()].map(({ id, kind, upstream, downstream }) => [id, kind, upstream, downstream])).toEqual([
      ["c", "materializable", ["b"], []],
      ["a", "materializable", [], ["b"]],
      ["b", "materializable", ["a", "elsewhere"], ["c"]],
      ["elsewhere", "stub", [], ["b"]],
    ]);
    expect(graph.order).toEqual(["a", "elsewhere", "b", "c"]);
  });

  test("keeps names like __proto__ apart", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const specs = [...names.map((name) => asset(name, { group: name })), asset("last", { takes: names })];
    const { graph, findings } = resolveGraph(specs);
    expect(findings).toEqual([]);
    expect(graph.nodes.get("last")?.upstream).toEqual(names);
  });

  test("keeps keys apart whose user strings are alike", () => {
    const slash = { ...asset("x", { external: true }), key: { path: ["a/b"] } };
    const { graph, findings } = resolveGraph([slash, asset("a/b"), asset("c", { ins: [["a/b"], ["a", "b"]] })]);
    expect(findings).toEqual([]);
    expect(graph.nodes.get("c")?.upstream).toEqual(["a\\/b", "a/b"]);
  });

  test.each<[AssetSpec[], string[]]>([
    [[], []],
    [[asset("a/apple"), asset("b/apple"), asset("asset3", { ins: ["a/apple"] })], []],
    [[asset("a", { takes: ["s"] }), asset("s", { external: true })], []],
    [[asset("a", { takes: ["a"] })], []],
    [[asset("a", { deps: ["nowhere"] })], ["0 unknown-dependency"]],
    [[asset("a", { takes: ["nowhere"] })], ["0 unknown-input"]],
    [
      [asset("b", { ins: ["nowhere"], deps: ["else"] }), asset("a", { deps: ["else"] })],
      ["0 unknown-input", "0 unknown-dependency", "1 unknown-dependency"],
    ],
    [
      [asset("a"), asset("b"), asset("a", { external: true })],
      ["0 key-collision", "2 key-collision"],
    ],
    [[asset("a__b"), asset("a/b")], ["1 step-name-collision"]],
    [[asset("a-b"), asset("a_b", { external: true })], []],
  ])("%#", (specs, expected) => expect(found(specs)).toEqual(expected));

  test("of two assets with one key keeps the first", () => {
    const { graph } = resolveGraph([asset("a", { group: "one" }), asset("a", { group: "two", deps: ["b"] })]);
    expect(graph.nodes.get("a")?.groupName).toBe("one");
    expect(graph.order).toEqual(["a"]);
  });
});

describe("a collision", () => {
  test("names every place", () => {
    const { findings } = resolveGraph([asset("p/a"), asset("p/a"), asset("p/a")]);
    expect(findings.map(({ message, path, related }) => [message, path, related.map(({ subject }) => subject)])).toEqual([
      ['The key "p/a" is declared 3 times: rename all but one.', ["key"], [1, 2]],
      ['The key "p/a" is declared 3 times: rename all but one.', ["key"], [0, 2]],
      ['The key "p/a" is declared 3 times: rename all but one.', ["key"], [0, 1]],
    ]);
  });

  test("of ten thousand names ten others each", () => {
    const { findings } = resolveGraph(Array.from({ length: 10_000 }, () => asset("a")));
    expect(findings.length).toBe(10_000);
    expect(new Set(findings.map(({ related }) => related.length))).toEqual(new Set([10]));
    expect(findings[3]?.related.map(({ subject }) => subject)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe("a key that nobody has", () => {
  const known = [asset("asset1"), asset("my/prefix/orders"), asset("assets1"), asset("asst")];
  test.each<[Given, string, string[] | undefined]>([
    [
      { takes: ["asst1"] },
      'The input "asst1" needs the asset "asst1", which does not exist. Did you mean "asset1" or "assets1" or "asst"?',
      ["asset1", "assets1", "asst"],
    ],
    [
      { takes: ["nowhere"] },
      'The input "nowhere" needs the asset "nowhere", which does not exist. Declare it, or name it in requiredResourceKeys if it is a resource.',
      undefined,
    ],
    [
      { ins: ["no/where"] },
      'The input "where" needs the asset ["no", "where"], which does not exist. Declare it, or correct the key.',
      undefined,
    ],
    [
      { ins: [["my/prefix/orders"]] },
      'The input "my/prefix/orders" needs the asset "my/prefix/orders", which does not exist. Did you mean ["my", "prefix", "orders"]?',
      ["my/prefix/orders"],
    ],
    [
      { deps: ["my/orders"] },
      'No asset has the key ["my", "orders"], so it is taken to be external. Did you mean ["my", "prefix", "orders"]?',
      ["my/prefix/orders"],
    ],
    [{ deps: ["nowhere"] }, 'No asset has the key "nowhere", so it is taken to be external.', undefined],
  ])("%o", (given, message, suggestions) => {
    const { findings } = resolveGraph([...known, asset("last", { ...given, group: "other" })]);
    expect(findings.map((finding) => [finding.subject, finding.message, finding.suggestions])).toEqual([
      [4, message, suggestions],
    ]);
  });

  test("is never taken to be the asset itself", () => {
    expect(resolveGraph([asset("orders_2", { takes: ["order_2"] })]).findings[0]?.suggestions).toBeUndefined();
  });

  test.each<[GraphKnowledge, string[], boolean]>([
    [{}, ["0 unknown-input", "0 unknown-input", "0 unknown-dependency"], true],
    [{ keysIncomplete: true }, [], true],
    [{ resourcesIncomplete: true }, ["0 unknown-input", "0 unknown-dependency"], false],
  ])("may exist where knowledge is %o", (knowledge, expected, stub) => {
    const specs = [asset("a", { takes: ["x"], ins: ["y"], deps: ["z"] })];
    expect(found(specs, knowledge)).toEqual(expected);
    expect(resolveGraph(specs, knowledge).graph.nodes.has("x")).toBe(stub);
  });

  test("may be in a group that is not known", () => {
    const takes = ["orders"];
    expect(found([asset("p/orders", { groupUnknown: true }), asset("a", { takes, group: "g" })])).toEqual([]);
    expect(found([asset("p/orders", { group: "g" }), asset("a", { takes, groupUnknown: true })])).toEqual([]);
    expect(found([asset("p/other", { groupUnknown: true }), asset("a", { takes })])).toEqual(["1 unknown-input"]);
    expect(found([asset("p/orders", { groupUnknown: true, takes })])).toEqual(["0 unknown-input"]);
  });

  test("may be one of ten thousand", () => {
    const takes = Array.from({ length: 10_000 }, (_, index) => `nowhere_${index}`);
    const specs = [asset("a", { takes }), ...Array.from({ length: 10_000 }, (_, index) => asset(`orders_${index}`))];
    const { findings } = resolveGraph(specs);
    expect([findings.length, findings[0]?.code]).toEqual([10_000, "unknown-input"]);
  });
});

describe("a key of one segment", () => {
  const sales = { group: "sales" };
  const cases: [string, AssetSpec[], string | undefined][] = [
    ["means the only asset of its group and name", [asset("p/x", sales), asset("a", { ...sales, deps: ["x"] })], "p/x"],
    ["means an input too", [asset("p/x", sales), asset("a", { ...sales, takes: ["x"] })], "p/x"],
    ["counts the default group", [asset("p/x"), asset("a", { deps: ["x"] })], "p/x"],
    ["does not reach into other groups", [asset("p/x"), asset("a", { ...sales, deps: ["x"] })], undefined],
    ["does not choose between two", [asset("p/x"), asset("q/x"), asset("a", { deps: ["x"] })], undefined],
    ["never means the asset itself", [asset("b/x", { deps: ["x"] })], undefined],
    ["is that key where it exists", [asset("p/x"), asset("x"), asset("a", { deps: ["x"] })], "x"],
  ];
  test.each(cases)("%s", (_, specs, expected) => {
    const last = specs.at(-1) as AssetSpec;
    const { graph, findings } = resolveGraph(specs);
    const relative = findings.filter(({ code }) => code === "relative-dependency");
    expect(graph.nodes.get(keyId(last.key))?.upstream).toEqual([expected ?? "x"]);
    expect(relative.length).toBe(expected === undefined || expected === "x" ? 0 : 1);
  });

  test("is told from longer ones", () => {
    expect(found([asset("a/x/y"), asset("b", { deps: ["x/y"] })])).toEqual(["1 unknown-dependency"]);
  });

  test("says what it was taken for", () => {
    const [finding] = resolveGraph([asset("p/x", sales), asset("a", { ...sales, deps: ["x"] })]).findings;
    expect(finding?.message).toBe(
      'No asset has the key "x", so it is taken to mean ["p", "x"], the only asset of that name in the group "sales": write the whole key to be sure.',
    );
  });
});

describe("a cycle", () => {
  test("is told on every member, with its path and the dependency that takes part", () => {
    const specs = [
      asset("s", { external: true }),
      asset("a", { takes: ["s", "c"] }),
      asset("b", { deps: ["s", "a"] }),
      asset("c", { takes: ["b"] }),
      asset("d", { takes: ["c"] }),
    ];
    const { graph, findings } = resolveGraph(specs);
    expect(
      findings.map(({ subject, message, path, related }) => [subject, message, path, related.map((other) => other.subject)]),
    ).toEqual([
      [1, "These assets wait for each other: a → b → c → a. Remove one of these dependencies.", ["parameters", "c"], [2, 3]],
      [2, "These assets wait for each other: b → c → a → b. Remove one of these dependencies.", ["deps", 1], [3, 1]],
      [3, "These assets wait for each other: c → a → b → c. Remove one of these dependencies.", ["parameters", "b"], [1, 2]],
    ]);
    expect(graph.order).toEqual(["s", "a", "b", "c", "d"]);
  });

  test("of an asset with itself is for the rules of its declaration", () => {
    const { graph, findings } = resolveGraph([asset("a", { takes: ["a"] })]);
    expect([findings, graph.nodes.get("a")?.upstream, graph.order]).toEqual([[], [], ["a"]]);
  });

  test("that crosses another is told too", () => {
    const specs = [asset("a", { takes: ["b"] }), asset("b", { takes: ["a", "c"] }), asset("c", { takes: ["b"] })];
    const paths = resolveGraph(specs).findings.map(({ message }) => message.match(/: (.*)\. Remove/)?.[1]);
    expect(paths).toEqual(["a → b → a", "b → a → b", "c → b → c"]);
  });

  test("of twelve names its ends", () => {
    const ring = Array.from({ length: 12 }, (_, at) => asset(`a${at}`, { deps: [`a${(at + 11) % 12}`] }));
    const [first, second] = resolveGraph(ring).findings;
    expect(first?.message).toContain("a0 → a1 → a2 → a3 → a4 → (2 more) → a7 → a8 → a9 → a10 → a11 → a0.");
    expect(second?.message).toContain("a1 → a2 → a3 → a4 → a5 → (2 more) → a8 → a9 → a10 → a11 → a0 → a1.");
  });

  const many = 100_000;
  test("of 100,000 assets is found", () => {
    const { findings } = resolveGraph(
      Array.from({ length: many }, (_, at) => asset(`a${at}`, { deps: [`a${(at + 1) % many}`] })),
    );
    expect(findings.length).toBe(many);
    expect(findings.at(-1)?.message).toContain("(99990 more)");
  });

  test("is not found in a chain of 100,000 assets", () => {
    const { graph, findings } = resolveGraph(
      Array.from({ length: many }, (_, at) => asset(`a${at}`, { deps: at + 1 < many ? [`a${at + 1}`] : [] })),
    );
    expect([findings.length, graph.order.length, graph.order[0]]).toEqual([0, many, `a${many - 1}`]);
  });

  test("is found 20,000 times", () => {
    const pairs = Array.from({ length: 40_000 }, (_, at) => asset(`a${at}`, { deps: [`a${at % 2 === 0 ? at + 1 : at - 1}`] }));
    expect(resolveGraph(pairs).findings.length).toBe(40_000);
  });

  test("that leads many ways through one asset is told in a hundred of them", () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `a${at}`);
    const { findings } = resolveGraph([asset("hub", { deps: names }), ...names.map((name) => asset(name, { deps: ["hub"] }))]);
    expect(findings.length).toBe(101);
  });
});

describe("any graph", () => {
  const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
  const specsOf = (pairs: readonly [number, number][], acyclic: boolean) =>
    Array.from({ length: 12 }, (_, at) =>
      asset(`a${at}`, { deps: pairs.filter(([from, to]) => from === at && (!acyclic || to > at)).map(([, to]) => `a${to}`) }),
    );

  test("without cycles is ordered", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const { graph, findings } = resolveGraph(specsOf(pairs, true));
        const place = new Map(graph.order.map((id, at) => [id, at]));
        expect([place.size, findings.length]).toEqual([12, 0]);
        for (const { id, upstream } of graph.nodes.values()) {
          for (const other of upstream) expect(place.get(other)).toBeLessThan(place.get(id) as number);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("tells exactly the assets that can reach themselves", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const { graph, findings } = resolveGraph(specsOf(pairs, false));
        expect(new Set(graph.order).size).toBe(12);
        const reaches = (from: string, to: string) => {
          const seen = new Set<string>();
          const stack = [...(graph.nodes.get(from)?.downstream ?? [])];
          for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
            if (id === to) return true;
            if (!seen.has(id)) stack.push(...(graph.nodes.get(id)?.downstream ?? []));
            seen.add(id);
          }
          return false;
        };
        const inCycle = [...graph.nodes.keys()].filter((id) => reaches(id, id));
        expect(findings.map(({ subject }) => `a${subject}`)).toEqual(inCycle);
        for (const { subject, message } of findings) {
          const path = (message.match(/: (.*)\. Remove/)?.[1] ?? "").split(" → ");
          expect([path[0], path.at(-1)]).toEqual([`a${subject}`, `a${subject}`]);
          expect(new Set(path).size).toBe(path.length - 1);
          if (message.includes("more)")) continue;
          for (const [at, id] of path.slice(1).entries()) expect(graph.nodes.get(id)?.upstream).toContain(path[at]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
