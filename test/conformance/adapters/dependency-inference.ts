import { isDeepStrictEqual } from "node:util";
import {
  type AssetGraph,
  type AssetNode,
  type AssetSpec,
  allSubset,
  createPartitionMapper,
  executionSet,
  type KeyId,
  keyId,
  keysOfSubset,
  nonexistentKeys,
  type Partitions,
  planSelection,
  subsetOfKeys,
  toUserString,
} from "@headwater/model";
import {
  type AnyAsset,
  type AnyMultiAsset,
  AssetDep,
  AssetKey,
  asset,
  Definitions,
  type IOManager,
  materialize,
} from "headwater";
import { loadDefinitions } from "headwater/engine";
import type { Adapter, Got } from "../adapter.ts";
import { categoryOfCode, categoryOfError } from "./categories.ts";
import { declareAll, mapping, optional, partitions, type Written } from "./declarations.ts";

type OneOrMore = AnyAsset | AnyMultiAsset;

/** A case names the assets that it asks about; what is said of each has no order. */
function ofThoseNamed(expected: unknown, got: unknown): boolean {
  const [wanted, given] = [expected as Written, got as Written];
  const sorted = (list: unknown) => (Array.isArray(list) ? list.map((item) => JSON.stringify(item)).sort() : list);
  return Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(sorted(value), sorted(given[name])));
}

/** Declares assets, resolves their graph, and runs them where a case asks. */
export const adapter: Adapter = {
  unordered: ["parents", "children", "executionSet", "allKeys", "keys"],
  agrees: {
    deps: ofThoseNamed,
    inputs: ofThoseNamed,
    partitioned: ofThoseNamed,
    executionSets: ofThoseNamed,
    samePartitions: (expected, same) =>
      (expected as [string, string, boolean][]).every(([one, other, answer]) => (same as Written)[one][other] === answer),
  },
  remarks: ["runSelection"],
  async run(test) {
    const { given, expect } = test;
    if (given.assets === undefined) return partitionsAcross(given);
    try {
      if (given.query?.depObjectFrom !== undefined) return dependencyObject(given.assets, given.query);
      return await answer(given, expect);
    } catch (error) {
      const category = categoryOfError(error);
      if (category === undefined) throw error;
      return { ok: false, error: { category } };
    }
  },
};

/** The partitions of one side that those of the other need. */
function partitionsAcross({ upstream, downstream, query }: Written): Got {
  const [up, down] = [partitions(upstream.partitions), partitions(downstream.partitions)];
  const mapper = createPartitionMapper(
    { mapping: mapping(downstream.partitionMapping), upstream: up, downstream: down },
    { now: query.now === undefined ? later : Date.parse(query.now) },
  );
  const asked = (from: Partitions, keys: Written) => (keys === null ? allSubset(from) : subsetOfKeys(from, [keys].flat()));
  if ("upstreamOf" in query) {
    const needed = mapper.upstreamOf(asked(mapper.downstream, query.upstreamOf));
    return {
      upstream: [...keysOfSubset(mapper.upstream, needed.subset)],
      requiredButMissing: [...nonexistentKeys(mapper.upstream, needed.requiredButNonexistent)],
    };
  }
  return { downstream: [...keysOfSubset(mapper.downstream, mapper.downstreamOf(asked(mapper.upstream, query.downstreamOf)))] };
}

/** A moment after all that a question without one is about. */
const later = Date.UTC(2100, 0);

async function answer(given: Written, expect: Written): Promise<Got> {
  const definitions = declareAll(given.assets) as OneOrMore[];
  const { specs, graph, problems } = loadDefinitions([
    { file: "case.ts", exports: { default: Definitions({ assets: definitions }) } },
  ]);
  // A case may leave out upstreams that it does not ask about.
  const refused = problems.find(({ code, severity }) => severity === "error" && code !== "unknown-input");
  if (refused !== undefined) return { ok: false, error: { category: categoryOfCode(refused.code) } };
  const named: readonly (readonly [string, readonly AssetSpec[]])[] = definitions.map((definition, index) => [
    given.assets[index].name ?? given.assets[index].key,
    "specs" in definition ? definition.specs : [definition.spec],
  ]);
  const node = graph.nodes.get(typeof given.query === "string" ? given.query : "");
  return {
    deps: Object.fromEntries(named.map(([name, own]) => [name, upstreams(own).map(({ upstream }) => upstream)])),
    inputs: Object.fromEntries(named.map(([name, own]) => [name, upstreams(own)])),
    redirected: Object.fromEntries(specs.flatMap((spec) => redirected(spec, graph.nodes.get(keyId(spec.key))))),
    allKeys: specs.map(({ key }) => key.path),
    partitioned: bySpec(specs, ({ partitionsDef }) => partitionsDef !== undefined),
    samePartitions: bySpec(specs, (one) => bySpec(specs, (other) => isDeepStrictEqual(one.partitionsDef, other.partitionsDef))),
    executionSets: bySpec(specs, ({ key }) => paths(graph, executionSet(graph, keyId(key)))),
    ...(node === undefined
      ? {}
      : {
          parents: paths(graph, node.upstream),
          children: paths(graph, node.downstream),
          executionSet: paths(graph, executionSet(graph, node.id)),
        }),
    ...(given.query?.subset === undefined ? {} : subset(graph, given.query.subset)),
    ...(expect.runsOk === undefined ? {} : { runsOk: await runs(given.assets, definitions, expect.runSelection) }),
  };
}

function bySpec(specs: readonly AssetSpec[], answerFor: (spec: AssetSpec) => unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(specs.map((spec) => [toUserString(spec.key), answerFor(spec)]));
}

/** Each upstream of some assets once, and whether its value is loaded. */
function upstreams(specs: readonly AssetSpec[]) {
  const own = new Set(specs.map(({ key }) => keyId(key)));
  const deps = specs.flatMap((spec) => spec.deps).filter(({ key }) => !own.has(keyId(key)));
  const distinct = new Map(deps.map((dep) => [keyId(dep.key), dep]));
  return [...distinct.values()].map(({ key, kind }) => ({ upstream: key.path, loadsValue: kind === "data" }));
}

function redirected({ deps }: AssetSpec, node: AssetNode | undefined): (readonly [string, readonly string[]])[] {
  return deps.flatMap(({ key, declaredAt }) => {
    const resolved = node?.dependencies.find((dependency) => isDeepStrictEqual(dependency.declaredAt, declaredAt));
    if (resolved === undefined || resolved.id === keyId(key)) return [];
    return [[toUserString(key), resolved.key.path] as const];
  });
}

function paths(graph: AssetGraph, ids: readonly KeyId[]) {
  return ids.map((id) => graph.nodes.get(id)?.key.path);
}

/** What is computed where some keys are asked for, what that depends on, and whether the assets are the same afterwards. */
function subset(graph: AssetGraph, asked: readonly string[]): Got {
  const own = asked.filter((key) => graph.nodes.get(key)?.kind === "materializable");
  const before = structuredClone(own.map((id) => graph.nodes.get(id)?.spec?.deps));
  const { steps } = planSelection(graph, { assets: new Set(own.flatMap((id) => executionSet(graph, id))) }, { maxConcurrent: 1 });
  const chosen = steps.flatMap(({ assets }) => assets).map((id) => graph.nodes.get(id) as AssetNode);
  return {
    keys: chosen.map(({ key }) => key.path),
    outputCount: chosen.length,
    inputCount: new Set(chosen.flatMap(({ upstream }) => upstream)).size,
    depsUnchanged: isDeepStrictEqual(
      own.map((id) => graph.nodes.get(id)?.spec?.deps),
      before,
    ),
  };
}

/** Whether a run of all succeeds; where nothing is loaded, also with a storage that refuses every load. */
async function runs(written: readonly Written[], definitions: readonly OneOrMore[], selection: readonly string[] | undefined) {
  const loads = written.some(({ params, ins }) => params !== undefined || ins !== undefined);
  const refusing: IOManager = {
    handleOutput: () => undefined,
    loadInput: () => {
      throw new Error("This storage refuses every load.");
    },
  };
  const outcome = await materialize(definitions, {
    raiseOnError: false,
    ...(loads ? {} : { ioManagers: { ioManager: refusing } }),
    ...optional("select", selection?.map((key) => `key:"${key}"`).join(" or ")),
  });
  return outcome.success;
}

/** What an AssetDep says of its upstream, which a case names by its text, its key or its definition. */
function dependencyObject(assets: readonly Written[], { ref, depObjectFrom, partitionMapping }: Written): Got {
  const definitions = declareAll(assets);
  const named = definitions[assets.findIndex(({ name, key }) => name === ref || key === ref)];
  const upstream = depObjectFrom === "text" ? ref : depObjectFrom === "key" ? AssetKey(ref) : named;
  const dep = AssetDep(upstream, optional("partitionMapping", mapping(partitionMapping)));
  const [read] = asset({ name: "downstream", deps: [dep] }, () => undefined).spec.deps;
  return { depKey: read?.key.path, ...optional("partitionMapping", read?.partitionMapping) };
}
