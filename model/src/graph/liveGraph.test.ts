import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetCheckSpecData, AssetDependency, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { plainSpec } from "../testing/plainSpec.ts";
import type { AssetGraph, AssetNode } from "./assetGraph.ts";
import { createLiveGraph, type DeclaredPart, type LiveGraph, type SourceFinding } from "./liveGraph.ts";
import { type GraphKnowledge, resolveGraph } from "./resolveGraph.ts";

/** Few enough that collisions, short keys, misspelled ones and cycles happen all the time. */
const keys = ["a", "b", "orders", "order", "p/orders", "q/orders", "p/order", "p/a", "p/q/a", "a__b", "a/b", "x-y", "x_y"];
const wanted = [...keys, "ordersx", "pp/orders", "q/a", "nowhere"];
const groups = ["default", "g"];
const sources = ["m.ts", "a.ts", "z.ts", "b.ts"];

const key = fc.constantFrom(...keys).map((text) => ({ path: text.split("/") }));
const wantedKey = fc.constantFrom(...wanted).map((text) => ({ path: text.split("/") }));

const dependency = (at: number): fc.Arbitrary<AssetDependency> =>
  fc.oneof(
    wantedKey.map((of): AssetDependency => ({ key: of, kind: "order", declaredAt: ["deps", at] })),
    fc.tuple(wantedKey, fc.constantFrom("ins", "parameters")).map(([of, from]): AssetDependency => {
      const inputName = of.path.at(-1) as string;
      return { key: of, kind: "data", inputName, declaredAt: [from, inputName] };
    }),
  );

const deps = fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => dependency(at))));

const check = (asset: AssetSpec["key"]): fc.Arbitrary<AssetCheckSpecData> =>
  fc.record({
    asset: fc.constant(asset),
    name: fc.constantFrom("c", "d"),
    blocking: fc.boolean(),
    additionalDeps: fc.array(wantedKey, { maxLength: 1 }),
    metadata: fc.constant({}),
  });

const rarely = (chance: number) => fc.nat(chance).map((at) => at === 0);

const spec: fc.Arbitrary<AssetSpec> = key.chain((of) =>
  fc
    .record({
      deps,
      groupName: fc.constantFrom(...groups),
      groupNameUnknown: rarely(12),
      materializable: rarely(5).map((external) => !external),
      unit: fc.option(fc.record({ id: fc.constantFrom("a", "b", "orders"), canSubset: rarely(3) }), { freq: 2 }),
      description: fc.constantFrom("one", "two"),
      checks: fc.array(check(of), { maxLength: 1 }),
    })
    .map(({ unit, groupNameUnknown, ...others }) =>
      plainSpec(of.path, { ...others, ...(unit === null ? {} : { unit }), ...(groupNameUnknown ? { groupNameUnknown } : {}) }),
    ),
);

const checkStep: fc.Arbitrary<CheckStepSpec> = fc
  .record({ checks: fc.array(wantedKey.chain(check), { maxLength: 2 }), deps, stepName: fc.constantFrom("s", "t") })
  .map((given) => ({ ...given, canSubset: false, depsIncomplete: false, requiredResourceKeys: [], opTags: {} }));

const part: fc.Arbitrary<DeclaredPart> = fc.record({
  specs: fc.array(spec, { maxLength: 4 }),
  checkSteps: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(checkStep, { maxLength: 2 }) },
  ),
});

const knowledge: fc.Arbitrary<GraphKnowledge> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ keysIncomplete: true }) },
  { weight: 1, arbitrary: fc.constant({ resourcesIncomplete: true }) },
);

/** What is done to one source: it is given anew, taken away, or changed here and there. */
type Edit = (before: DeclaredPart | undefined, elsewhere: readonly AssetSpec[]) => DeclaredPart | undefined;

const nothing: DeclaredPart = { specs: [], checkSteps: [] };

/** Changes what stands at some place of the source, if there is anything. */
function onSpec(change: (found: AssetSpec) => readonly AssetSpec[]): fc.Arbitrary<Edit> {
  return fc.nat(3).map(
    (at): Edit =>
      (before = nothing) => ({
        ...before,
        specs: before.specs.flatMap((each, index) => (index === at % before.specs.length ? change(each) : [each])),
      }),
  );
}

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: part.map(
      (given): Edit =>
        () =>
          given,
    ),
  },
  fc.constant<Edit>(() => undefined),
  fc.constant<Edit>((before) => structuredClone(before)),
  fc.constant<Edit>((before = nothing) => ({ ...before, specs: before.specs.toReversed() })),
  fc.constant<Edit>((before = nothing, elsewhere) => ({ ...before, specs: [...before.specs, ...elsewhere.slice(0, 1)] })),
  fc.tuple(fc.nat(3), spec).map(
    ([at, added]): Edit =>
      (before = nothing) => ({ ...before, specs: before.specs.toSpliced(at, 0, added) }),
  ),
  fc.constantFrom(...groups).chain((groupName) => onSpec((each) => [{ ...each, groupName }])),
  fc.constantFrom("one", "two").chain((description) => onSpec((each) => [{ ...each, description }])),
  deps.chain((others) => onSpec((each) => [{ ...each, deps: others }])),
  key.chain((other) => onSpec((each) => [plainSpec(other.path, { ...each, key: other, stepName: other.path.join("__") })])),
  onSpec(() => []),
);

const update = fc.record({
  edits: fc.array(fc.tuple(fc.constantFrom(...sources), edit), { minLength: 1, maxLength: 3 }),
  knowledge,
});

interface Fresh {
  readonly graph: AssetGraph;
  readonly findings: ReadonlyMap<string, readonly SourceFinding[]>;
}

/** What a new graph over all parts says. */
function fresh(parts: ReadonlyMap<string, DeclaredPart>, known: GraphKnowledge): Fresh {
  const sorted = [...parts].sort(([one], [other]) => (one < other ? -1 : 1));
  const places = [
    ...sorted.flatMap(([source, { specs }]) => specs.map((_, index) => ({ source, index }))),
    ...sorted.flatMap(([source, { specs, checkSteps }]) => checkSteps.map((_, at) => ({ source, index: specs.length + at }))),
  ];
  const { graph, findings } = resolveGraph(
    sorted.flatMap(([, { specs }]) => specs),
    known,
    sorted.flatMap(([, { checkSteps }]) => checkSteps),
  );
  const placeOf = (subject: number) => places[subject] as (typeof places)[number];
  const placed = findings.map(({ subject, related, ...made }) => ({
    ...made,
    ...placeOf(subject),
    related: related.map((other) => ({ ...placeOf(other.subject), message: other.message })),
  }));
  const bySource = Map.groupBy(placed, ({ source }) => source);
  return { graph, findings: new Map([...bySource].map(([id, list]) => [id, list.map(({ source, ...found }) => found)])) };
}

/** The graph as plain data. */
function dataOf({ nodes, order, units, checks, checkSteps }: AssetGraph) {
  return { nodes: [...nodes], order: [...order], units: [...units], checks: [...checks], checkSteps: [...checkSteps] };
}

function findingsOf(live: LiveGraph): Map<string, readonly SourceFinding[]> {
  return new Map(sources.map((source) => [source, live.findingsOf(source)]));
}

function differing<K, V>(before: ReadonlyMap<K, V>, after: ReadonlyMap<K, V>): K[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((each) => JSON.stringify(before.get(each)) !== JSON.stringify(after.get(each)));
}

describe("a live graph", () => {
  test("says after any updates what a new graph says", () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 12 }), (updates) => {
        const live = createLiveGraph();
        const parts = new Map<string, DeclaredPart>();
        for (const { edits, knowledge: known } of updates) {
          const changes = new Map<string, DeclaredPart | undefined>();
          for (const [source, change] of edits) {
            const elsewhere = [...parts].flatMap(([other, { specs }]) => (other === source ? [] : specs));
            const after = change(parts.get(source), elsewhere);
            changes.set(source, after);
            if (after === undefined) parts.delete(source);
            else parts.set(source, after);
          }
          const before = { nodes: new Map<KeyId, AssetNode>(live.graph.nodes), findings: findingsOf(live) };
          const change = live.update(changes, known);
          const expected = fresh(parts, known);
          for (const source of sources) expect(live.findingsOf(source)).toEqual(expected.findings.get(source) ?? []);
          expect(dataOf(live.graph)).toEqual(dataOf(expected.graph));
          expect([...change.nodes].sort()).toEqual(differing(before.nodes, live.graph.nodes).sort());
          expect([...change.sources].sort()).toEqual(differing(before.findings, findingsOf(live)).sort());
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("stands in the order of its sources, whatever came first", () => {
    const live = createLiveGraph();
    const of = (name: string): DeclaredPart => ({ specs: [plainSpec([name])], checkSteps: [] });
    live.update(new Map([["b", of("one")]]), {});
    live.update(new Map([["a", of("two")]]), {});
    expect([...live.graph.nodes.keys()]).toEqual(["two", "one"]);
    live.update(new Map([["a", of("one")]]), {});
    expect(live.findingsOf("b")).toMatchObject([{ index: 0, code: "key-collision", related: [{ source: "a", index: 0 }] }]);
    expect(live.update(new Map([["a", undefined]]), {}).sources).toEqual(new Set(["a", "b"]));
    expect(live.graph.nodes.get(keyId({ path: ["one"] }))?.downstream).toEqual([]);
  });
});
