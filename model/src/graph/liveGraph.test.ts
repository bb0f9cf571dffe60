import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import type { AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { plainSpec } from "../testing/plainSpec.ts";
import type { AssetGraph } from "./assetGraph.ts";
import { createLiveGraph, type DeclaredPart } from "./liveGraph.ts";
import type { SourceFinding } from "./liveSubjects.ts";
import { resolveGraph } from "./resolveGraph.ts";

// Keys of few letters, so that they collide, are alike, are meant relatively and wait for each other.
const path = fc.constantFrom<readonly string[]>(
  ["a"],
  ["b"],
  ["ab"],
  ["abcde"],
  ["abcdf"],
  ["p", "a"],
  ["q", "a"],
  ["p", "b"],
  ["p", "abcde"],
  ["z"],
);
const groupName = fc.constantFrom("default", "g");
const partitionsDef = fc.constantFrom<PartitionsDefinitionData | undefined>(
  undefined,
  { kind: "static", partitionKeys: ["x", "y"] },
  { kind: "static", partitionKeys: ["x", "z"] },
  { kind: "daily", startDate: "2024-01-01", timezone: "UTC" },
  { kind: "daily", startDate: "2024-01-01", timezone: "Europe/Berlin" },
);
const partitionMapping = fc.constantFrom<PartitionMappingData | undefined>(
  undefined,
  { kind: "all" },
  { kind: "identity" },
  { kind: "specific", partitionKeys: ["y"] },
);
const dependency = fc.record({
  key: path.map((segments) => ({ path: segments })),
  kind: fc.constantFrom("data" as const, "order" as const),
  at: fc.constantFrom("deps", "parameters"),
  partitionMapping,
});
const check = fc.record({ asset: path.map((segments) => ({ path: segments })), name: fc.constantFrom("c", "d") });
const checkSpec = ({ asset, name }: { asset: { path: readonly string[] }; name: string }) => ({
  asset,
  name,
  blocking: false,
  additionalDeps: [],
  metadata: {},
});
interface Drawn {
  readonly key: { readonly path: readonly string[] };
  readonly kind: "data" | "order";
  readonly at: string;
  readonly partitionMapping: PartitionMappingData | undefined;
}
const dependenciesOf = (list: readonly Drawn[]) =>
  list.map(({ key, kind, at, partitionMapping: mapping }, index) => ({
    key,
    kind,
    declaredAt: [at, index],
    ...(mapping === undefined ? {} : { partitionMapping: mapping }),
    ...(kind === "data" ? { inputName: `i${index}` } : {}),
  }));
const spec: fc.Arbitrary<AssetSpec> = fc
  .record({
    path,
    groupName,
    deps: fc.array(dependency, { maxLength: 3 }),
    checks: fc.array(check, { maxLength: 1 }),
    materializable: fc.boolean(),
    unit: fc.constantFrom(undefined, undefined, undefined, "a", "p/a"),
    groupNameUnknown: fc.constantFrom(false, false, false, true),
    description: fc.constantFrom(undefined, "text"),
    partitionsDef,
  })
  .map(({ path: segments, deps, checks, unit, groupNameUnknown, description, partitionsDef: partitions, ...rest }) => ({
    ...plainSpec(segments),
    ...rest,
    stepName: segments.join("_").slice(0, 4),
    deps: dependenciesOf(deps),
    checks: checks.map(checkSpec),
    ...(unit === undefined ? {} : { unit: { id: unit, canSubset: false } }),
    ...(groupNameUnknown ? { groupNameUnknown } : {}),
    ...(description === undefined ? {} : { description }),
    ...(partitions === undefined ? {} : { partitionsDef: partitions }),
  }));
const step: fc.Arbitrary<CheckStepSpec> = fc
  .record({ checks: fc.array(check, { minLength: 1, maxLength: 2 }), deps: fc.array(dependency, { maxLength: 2 }) })
  .map(({ checks, deps }) => ({
    stepName: "s",
    checks: checks.map(checkSpec),
    canSubset: false,
    deps: dependenciesOf(deps),
    depsIncomplete: false,
    requiredResourceKeys: [],
    opTags: {},
  }));
const part: fc.Arbitrary<DeclaredPart> = fc.record({
  specs: fc.array(spec, { maxLength: 4 }),
  checkSteps: fc.array(step, { maxLength: 1 }),
});
const source = fc.constantFrom("1", "2", "3", "4");
const update = fc.record({
  changes: fc.dictionary(source, fc.option(part, { nil: undefined }), { minKeys: 1, maxKeys: 2 }),
  keysIncomplete: fc.constantFrom(false, false, false, true),
  resourcesIncomplete: fc.constantFrom(false, false, false, true),
  /** How many steps of what updates need are made before. */
  prepared: fc.nat(3),
});

const plain = ({ nodes, order, units, checks, checkSteps }: AssetGraph) => ({
  nodes: Object.fromEntries([...nodes].sort(([one], [other]) => (one < other ? -1 : 1))),
  order,
  units: Object.fromEntries(units),
  checks: Object.fromEntries(checks),
  checkSteps,
});

/** What is said of all parts at once. */
function resolved(
  parts: ReadonlyMap<string, DeclaredPart>,
  knowledge: { keysIncomplete: boolean; resourcesIncomplete: boolean },
) {
  const sources = [...parts.keys()].sort();
  const places = [
    ...sources.flatMap((id) => (parts.get(id)?.specs ?? []).map((_, index) => ({ source: id, index }))),
    ...sources.flatMap((id) =>
      (parts.get(id)?.checkSteps ?? []).map((_, at) => ({ source: id, index: (parts.get(id)?.specs.length ?? 0) + at })),
    ),
  ];
  const { graph, findings } = resolveGraph(
    sources.flatMap((id) => parts.get(id)?.specs ?? []),
    knowledge,
    sources.flatMap((id) => parts.get(id)?.checkSteps ?? []),
  );
  const bySource: Record<string, SourceFinding[]> = Object.fromEntries(sources.map((id) => [id, []]));
  for (const { subject, related, ...finding } of findings) {
    const { source: id, index } = places[subject] as { source: string; index: number };
    bySource[id]?.push({
      ...finding,
      index,
      related: related.map((other) => ({
        ...(places[other.subject] as { source: string; index: number }),
        message: other.message,
      })),
    });
  }
  return { graph: plain(graph), findings: bySource };
}

describe("a live graph", () => {
  it("says after each update what is said of all parts at once", () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 12 }), (updates) => {
        const live = createLiveGraph();
        const parts = new Map<string, DeclaredPart>();
        let steps = live.prepare()[Symbol.iterator]();
        for (const { changes, prepared, ...knowledge } of updates) {
          // Steps that were begun before an update may go on behind it.
          for (let at = 0; at < prepared; at++) if (steps.next().done) steps = live.prepare()[Symbol.iterator]();
          const before = new Map([...parts.keys()].map((id) => [id, live.findingsOf(id)]));
          const nodesBefore = new Map(live.graph.nodes);
          for (const [id, next] of Object.entries(changes)) {
            if (next === undefined) parts.delete(id);
            else parts.set(id, next);
          }
          const changed = live.update(new Map(Object.entries(changes)), knowledge);
          const expected = resolved(parts, knowledge);
          const findings = Object.fromEntries([...parts.keys()].sort().map((id) => [id, live.findingsOf(id)]));
          expect({ graph: plain(live.graph), findings }).toEqual(expected);
          for (const [id, found] of Object.entries(findings)) {
            if (!changed.sources.has(id) && !(id in changes)) expect(before.get(id)).toEqual(found);
          }
          for (const [id, node] of live.graph.nodes) if (!changed.nodes.has(id)) expect(nodesBefore.get(id)).toEqual(node);
          for (const id of nodesBefore.keys()) expect(changed.nodes.has(id) || live.graph.nodes.has(id)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
