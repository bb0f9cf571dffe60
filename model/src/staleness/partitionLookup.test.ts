import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssetGraph } from "../graph/assetGraph.ts";
import { createPartitions } from "../partitions/createPartitions.ts";
import type { PartitionsContext, PartitionsDefinitionData } from "../partitions/definition.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import { createHistory, graphOf, type History, type WrittenAsset } from "../testing/history.ts";
import { createPartitionLookup } from "./partitionLookup.ts";
import { createStaleStatusResolver, type StaleStatus } from "./staleStatus.ts";

const context: PartitionsContext = { now: Date.UTC(2024, 0, 10) };
const letters: PartitionsDefinitionData = { kind: "static", partitionKeys: ["a", "b"] };
const numbers = (count: number): PartitionsDefinitionData => ({
  kind: "static",
  partitionKeys: Array.from({ length: count }, (_, at) => String(at)),
});
const days = (count: number): PartitionsDefinitionData => ({
  ...{ kind: "daily", startDate: "2024-01-01", endDate: `2024-01-0${count + 1}` },
});
const yesterday: PartitionMappingData = { kind: "timeWindow", startOffset: -1, endOffset: -1 };

function keysOf(graph: AssetGraph, asset: string): string[] {
  const definition = graph.nodes.get(asset)?.spec?.partitionsDef;
  if (definition === undefined) return [];
  const partitions = createPartitions(definition, context);
  return Array.from({ length: partitions.size }, (_, number) => partitions.keyAt(number) as string);
}

/** Runs an asset: the partitions, or all of them, in their order. */
function run(graph: AssetGraph, history: History, asset: string, chosen?: readonly string[], version?: string): void {
  const partitions = createPartitionLookup(graph, context);
  const versions = version === undefined ? {} : { versions: { [asset]: version } };
  const keys = keysOf(graph, asset);
  if (keys.length === 0) history.run(graph, [asset], { partitions, ...versions });
  for (const partition of keys.filter((key) => chosen?.includes(key) ?? true)) {
    history.run(graph, [asset], { partition, partitions, ...versions });
  }
}

/** The places that are not fresh: assets, or `asset|partition`. */
function told(graph: AssetGraph, { log }: History): Record<string, StaleStatus> {
  const resolver = createStaleStatusResolver({ graph, records: log, partitions: createPartitionLookup(graph, context) });
  const places = graph.order.flatMap((id): { id: string; key?: string }[] => {
    const keys = keysOf(graph, id);
    return keys.length === 0 ? [{ id }] : keys.map((key) => ({ id, key }));
  });
  return Object.fromEntries(
    places
      .map(({ id, key }) => [key === undefined ? id : `${id}|${key}`, resolver.status(id, key)] as const)
      .filter(([, status]) => status !== "FRESH"),
  );
}

type Step = readonly [asset: string, partitions?: readonly string[], version?: string];

describe("partitions are judged each for itself:", () => {
  const up = (partitionsDef: PartitionsDefinitionData): WrittenAsset => ({ name: "up", partitionsDef });
  const down = (partitionsDef?: PartitionsDefinitionData, mapping?: PartitionMappingData): WrittenAsset => ({
    name: "down",
    deps: ["up"],
    ...(partitionsDef === undefined ? {} : { partitionsDef }),
    ...(mapping === undefined ? {} : { mappings: { up: mapping } }),
  });
  test.each<[string, WrittenAsset[], Step[], Record<string, StaleStatus>]>([
    [
      "those that were never computed are missing",
      [up(letters), down(letters)],
      [["up", ["a"]]],
      { "up|b": "MISSING", "down|a": "MISSING", "down|b": "MISSING" },
    ],
    ["one makes its namesake stale", [up(letters), down(letters)], [["up"], ["down"], ["up", ["a"]]], { "down|a": "STALE" }],
    [
      "one that tells the same version again makes nothing stale",
      [up(letters), down(letters)],
      [["up", ["a"], "1"], ["up", ["b"], "1"], ["down"], ["up", ["a"], "1"]],
      {},
    ],
    ["one of all makes the whole stale", [up(letters), down()], [["up"], ["down"], ["up", ["b"]]], { down: "STALE" }],
    [
      "one that is computed first after the whole makes it stale",
      [up(letters), down()],
      [["up", ["a"]], ["down"], ["up", ["b"]]],
      { down: "STALE" },
    ],
    [
      "one that nothing was computed of before makes the whole stale",
      [up(letters), down()],
      [["down"], ["up", ["a"]]],
      { "up|b": "MISSING", down: "STALE" },
    ],
    [
      "a whole makes every one stale",
      [{ name: "up" }, down(letters)],
      [["up"], ["down"], ["up"]],
      { "down|a": "STALE", "down|b": "STALE" },
    ],
    [
      "what is made of all partitions has the version of these together",
      [up(letters), { ...down(), codeVersion: "1" }, { name: "last", deps: ["down"] }],
      [["up", ["a"], "1"], ["up", ["b"], "1"], ["down"], ["last"], ["up", ["a"], "2"], ["up", ["b"], "1"], ["down"]],
      { last: "STALE" },
    ],
    [
      "which is the same again where these are",
      [up(letters), { ...down(), codeVersion: "1" }, { name: "last", deps: ["down"] }],
      [["up", ["a"], "1"], ["up", ["b"], "2"], ["down"], ["last"], ["up", ["b"], "2"], ["up", ["a"], "1"], ["down"]],
      {},
    ],
    ["so many are not compared", [up(numbers(100)), down()], [["up"], ["down"], ["up", ["7"]]], {}],
    ["one fewer are", [up(numbers(99)), down()], [["up"], ["down"], ["up", ["7"]]], { down: "STALE" }],
    [
      "all windows of time are not",
      [up(days(3)), down(undefined, { kind: "all" })],
      [["up"], ["down"], ["up", ["2024-01-02"]]],
      {},
    ],
    [
      "a window makes the next stale",
      [up(days(3)), down(days(3), yesterday)],
      [["up"], ["down"], ["up", ["2024-01-01"]]],
      { "down|2024-01-02": "STALE" },
    ],
    [
      "a window of the asset itself makes the next stale",
      [{ name: "up", deps: ["up"], partitionsDef: days(3), mappings: { up: yesterday } }],
      [["up"], ["up", ["2024-01-01"]]],
      { "up|2024-01-02": "STALE" },
    ],
  ])("%s", (_, assets, steps, expected) => {
    const history = createHistory();
    const graph = graphOf(assets);
    for (const [asset, partitions, version] of steps) run(graph, history, asset, partitions, version);
    expect(told(graph, history)).toEqual(expected);
  });
});

test("a definition or mapping in which something is wrong is not followed", () => {
  const graph = graphOf([
    { name: "up", partitionsDef: { kind: "timeWindow", startDate: "2024-01-01", cron: "never" } },
    { name: "down", deps: ["up"] },
    { name: "other", deps: ["letters"], partitionsDef: letters, mappings: { letters: { kind: "timeWindow" } } },
    { name: "letters", partitionsDef: letters },
  ]);
  const lookup = createPartitionLookup(graph, context);
  expect([lookup.count("up"), lookup.parents("down", undefined, "up")]).toEqual([undefined, undefined]);
  expect([lookup.count("other"), lookup.parents("other", "a", "letters")]).toEqual([2, undefined]);
});

const definitions = fc.constantFrom<PartitionsDefinitionData | undefined>(
  undefined,
  undefined,
  letters,
  numbers(3),
  days(2),
  days(3),
);

/** Assets with and without partitions, of which each may depend on those before it, and windows of time on their yesterday. */
const projects = fc
  .array(
    fc.record({
      edges: fc.array(fc.nat(), { maxLength: 3 }),
      codeVersion: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
      partitionsDef: definitions,
      onYesterday: fc.boolean(),
      onItself: fc.boolean(),
      last: fc.boolean(),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((list) => {
    const fits = (one: PartitionsDefinitionData | undefined, other: PartitionsDefinitionData | undefined) =>
      one === undefined || other === undefined || one.kind === other.kind;
    return list.map(({ edges, codeVersion, partitionsDef, onYesterday, onItself, last }, at): WrittenAsset => {
      const name = `n${at}`;
      const isDaily = partitionsDef?.kind === "daily";
      const deps = edges
        .filter(() => at > 0)
        .map((edge) => edge % at)
        .filter((edge) => fits(list[edge]?.partitionsDef, partitionsDef))
        .map((edge) => `n${edge}`);
      const mappings = Object.fromEntries(
        [...new Set(deps)].flatMap((dep): [string, PartitionMappingData][] => {
          const upstream = list[Number(dep.slice(1))]?.partitionsDef;
          if (upstream === undefined) return [];
          if (last) return [[dep, { kind: "last" }]];
          return isDaily && onYesterday ? [[dep, yesterday]] : [];
        }),
      );
      const itself = isDaily && onItself ? { [name]: yesterday } : {};
      return {
        name,
        deps: [...new Set(deps), ...Object.keys(itself)],
        ...(codeVersion === undefined ? {} : { codeVersion }),
        ...(partitionsDef === undefined ? {} : { partitionsDef }),
        mappings: { ...mappings, ...itself },
      };
    });
  });

test("materializing in topological order leaves no partition stale, whatever was before", () => {
  fc.assert(
    fc.property(
      projects,
      fc.array(fc.tuple(fc.nat(6), fc.constantFrom(undefined, "a", "0", "2024-01-01")), { maxLength: 8 }),
      (assets, earlier) => {
        const history = createHistory();
        const graph = graphOf(assets);
        for (const [at, partition] of earlier) {
          if (at < assets.length) run(graph, history, `n${at}`, partition === undefined ? undefined : [partition]);
        }
        for (const id of graph.order) run(graph, history, id);
        expect(told(graph, history)).toEqual({});
      },
    ),
  );
});
