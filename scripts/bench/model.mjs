// What the model costs against the size of the graph: selections beside a plain loop over the nodes and their edges, and
// did-you-mean against thousands of keys; partitions.
import { evaluateSelection, keySuggester, parseSelection, resolveGraph, suggestKeys } from "../../model/src/index.ts";
import { automationSizes, automationWorlds, measureAutomation } from "./modelAutomation.mjs";
import { measureReference, referenceSizes, referenceWorlds } from "./modelReference.mjs";
import { measureStaleness, stalenessSizes, stalenessWorlds } from "./modelStaleness.mjs";
import { measurePartitions, partitionsReference } from "./partitions.mjs";

const sizes = [10_000, 100_000];
const keyCounts = [5_000, 50_000];
/** How often each is measured in a round. */
const repeats = 9;

export async function measure(runs) {
  const samples = new Map();
  const time = (id, work) => {
    const started = performance.now();
    const result = work();
    const list = samples.get(id) ?? [];
    list.push(performance.now() - started);
    samples.set(id, list);
    return result;
  };
  const graphs = sizes.map((size) => makeGraph(size));
  const keys = keyCounts.map(makeKeys);
  const references = referenceWorlds(makeGraph);
  const worlds = stalenessWorlds(makeGraph);
  const automations = automationWorlds(makeGraph);
  for (let round = 0; round < runs; round++) {
    for (const [at, graph] of graphs.entries()) measureSelections(graph, sizes[at], time);
    for (const [at, known] of keys.entries()) measureSuggestions(known, keyCounts[at], time);
    for (let repeat = 0; repeat < repeats; repeat++) for (const world of references) measureReference(world, time);
    for (let repeat = 0; repeat < repeats; repeat++) for (const world of worlds) measureStaleness(world, time);
    measurePartitions(time);
    for (let repeat = 0; repeat < repeats; repeat++) for (const world of automations) measureAutomation(world, time);
    console.log(`round ${round + 1} of ${runs}`);
  }
  const medians = new Map([...samples].map(([id, values]) => [id, values.sort((a, b) => a - b)[values.length >> 1]]));
  const rows = [...medians].map(([id, value]) => {
    const reference = referenceOf(id);
    return {
      id,
      value,
      unit: "ms",
      ...(reference === undefined ? {} : { reference, ratio: value / medians.get(reference) }),
      runs,
    };
  });
  const staleness = ["run", "read", "all"].map((name) =>
    fittedExponent(`model.staleness.${name}`, stalenessSizes, medians, runs),
  );
  const reference = ["fill", "lookUp"].map((name) => fittedExponent(`model.reference.${name}`, referenceSizes, medians, runs));
  const automation = ["prepare", "tick", "requests", "quiet", "write", "read"].map((name) =>
    fittedExponent(`model.automation.${name}`, automationSizes, medians, runs),
  );
  return [...rows, ...exponents(medians, runs), ...reference, ...automation, ...staleness];
}

function selections(size) {
  return {
    down: "key:n0+",
    both: `+key:n${size / 2}+`,
    attributes: "(group:a or tag:b=c) and not kind:d",
  };
}

function measureSelections(graph, size, time) {
  for (let repeat = 0; repeat < repeats; repeat++) {
    time(`model.loop.edges.${size}`, () => edgesLoop(graph));
    time(`model.loop.attributes.${size}`, () => attributesLoop(graph));
    for (const [name, text] of Object.entries(selections(size))) {
      time(`model.selection.${name}.${size}`, () => evaluateSelection(parseSelection(text), graph));
    }
  }
  // The first selection on a graph also numbers its nodes and edges.
  for (let repeat = 0; repeat < 3; repeat++) {
    for (const [name, text] of Object.entries(selections(size))) {
      const fresh = { ...graph };
      time(`model.selection.${name}.first.${size}`, () => evaluateSelection(parseSelection(text), fresh));
    }
  }
}

/** The least that an answer about attributes takes: to look at those of each node. */
function attributesLoop(graph) {
  const found = [];
  for (const { id, groupName, spec } of graph.nodes.values()) {
    if ((groupName === "a" || spec.tags.b === "c") && !spec.kinds.includes("d")) found.push(id);
  }
  return found.length;
}

/** The least that an answer about lineage takes: to look at each node and at both ends of each edge. */
function edgesLoop(graph) {
  const seen = [];
  let edges = 0;
  for (const node of graph.nodes.values()) {
    for (const other of node.upstream) if (other !== node.id) edges++;
    for (const other of node.downstream) if (other !== node.id) edges++;
    if (node.kind === "materializable") seen.push(node.id);
  }
  return seen.length + edges;
}

function measureSuggestions(known, count, time) {
  const wrong = { path: [`stage${count % 7}`, "orders_dialy_17"] };
  for (let repeat = 0; repeat < repeats; repeat++) time(`model.suggest.${count}`, () => suggestKeys(wrong, known));
  const alike = known.map(({ path }) => ({ path: [`stage${count % 7}`, path[1]] }));
  for (let repeat = 0; repeat < repeats; repeat++) time(`model.suggest.alike.${count}`, () => suggestKeys(wrong, alike));
  const search = time(`model.suggester.${count}`, () => keySuggester(known));
  for (let repeat = 0; repeat < repeats; repeat++) time(`model.suggester.search.${count}`, () => search(wrong));
}

function referenceOf(id) {
  if (id.startsWith("model.partitions.")) return partitionsReference(id);
  if (!id.startsWith("model.selection.")) return undefined;
  return `model.loop.${id.includes(".attributes") ? "attributes" : "edges"}.${id.split(".").at(-1)}`;
}

/** How the time grows: 1 is in proportion to the size. */
function exponents(medians, runs) {
  const [small, large] = sizes;
  return [...medians.keys()]
    .filter((id) => id.startsWith("model.selection.") && id.endsWith(`.${large}`))
    .map((id) => {
      const base = id.slice(0, id.lastIndexOf("."));
      const growth = medians.get(id) / medians.get(`${base}.${small}`);
      return { id: `${base}.exponent`, value: Math.log(growth) / Math.log(large / small), unit: "", runs };
    });
}

/** As `exponents`, fitted to several sizes: the slope of the times against the sizes, both as logarithms. */
function fittedExponent(id, over, medians, runs) {
  const points = over.map((size) => [Math.log(size), Math.log(medians.get(`${id}.${size}`))]);
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const rise = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return { id: `${id}.exponent`, value: rise / spread, unit: "", runs };
}

/** Each asset reads up to three of the fifty before it, so that chains are long; always the same graph. */
function makeGraph(size, changes = () => ({})) {
  const random = generator();
  const groups = ["a", "e", "f", "g"];
  const specs = Array.from({ length: size }, (_, at) => {
    const upstream = new Set();
    for (let count = 0; count < Math.min(at, 3); count++) upstream.add(at - 1 - random(Math.min(at, 50)));
    const kinds = random(5) === 0 ? ["d"] : ["sql"];
    return {
      key: { path: [`n${at}`] },
      stepName: `n${at}`,
      materializable: random(20) !== 0,
      deps: [...upstream].map((other, index) => ({ key: { path: [`n${other}`] }, kind: "order", declaredAt: ["deps", index] })),
      depsIncomplete: false,
      groupName: groups[random(groups.length)],
      metadata: {},
      tags: { b: random(3) === 0 ? "c" : "x", [`dagster/kind/${kinds[0]}`]: "" },
      kinds,
      owners: [],
      ioManagerKey: "ioManager",
      requiredResourceKeys: [],
      opTags: {},
      outputRequired: true,
      checks: [],
      ...changes(at),
    };
  });
  return resolveGraph(specs).graph;
}

/** Keys that look alike, as those of a warehouse do. */
function makeKeys(count) {
  const random = generator();
  const tables = ["orders", "customers", "payments", "shipments", "web_sessions", "ad_spend", "inventory"];
  const ways = ["daily", "hourly", "raw", "clean", "by_region", "snapshot"];
  return Array.from({ length: count }, (_, at) => ({
    path: [`stage${random(8)}`, `${tables[random(tables.length)]}_${ways[random(ways.length)]}_${at}`],
  }));
}

function generator() {
  let seed = 42;
  return (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
}
