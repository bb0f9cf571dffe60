import type { AssetStatus } from "@headwater/model";
import type { GraphNode, ProjectGraph } from "@headwater/protocol";

/** Numbers in [0, 1) that are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const stages = ["raw", "staging", "core", "marts", "reports"];
const subjects = [
  "orders",
  "customers",
  "payments",
  "sessions",
  "products",
  "returns",
  "invoices",
  "shipments",
  "leads",
  "events",
];
const kinds = [["duckdb"], ["duckdb", "typescript"], ["typescript"], ["python", "parquet", "s3", "duckdb"]];

/**
 * A project of about 20 assets a group, in five stages, with 1.6 dependencies an asset: most of them in the group, the
 * others on assets of an earlier stage, mostly of the one before.
 */
export function generatedGraph(assets: number, seed = 1): ProjectGraph {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const groupCount = Math.max(1, Math.round(assets / 20));
  const groups = Array.from({ length: groupCount }, (_, at) => {
    const stage = Math.floor((at / groupCount) * stages.length);
    return { stage, name: `${stages[stage]}_${subjects[at % subjects.length]}${groupCount > 10 ? `_${at}` : ""}` };
  });
  const members = groups.map((): GraphNode[] => []);
  const edges = new Map<string, ProjectGraph["edges"][number]>();
  for (let at = 0; at < assets; at++) {
    const index = Math.floor((at / assets) * groupCount);
    const { stage, name } = groups[index] ?? { stage: 0, name: "default" };
    const own = members[index] ?? [];
    const label = `${stages[stage]}_${subjects[(at * 7) % subjects.length]}_${at}`;
    const rank = Math.floor(own.length / 5);
    const wanted = next() < 0.12 ? 0 : next() < 0.5 ? 1 : next() < 0.8 ? 2 : 3;
    for (let count = 0; count < wanted; count++) {
      const before = next() < 0.75 ? 1 : 2;
      const earlier = members.filter((_, other) => groups[other]?.stage === stage - before);
      // Few groups need many others, as in most projects.
      const near = pick(earlier.slice(index % Math.max(1, earlier.length)).slice(0, 2)) ?? pick(earlier);
      const from = rank > 0 && (stage === 0 || next() < 0.65) ? pick(own.slice(0, rank * 5)) : near && pick(near);
      if (from !== undefined)
        edges.set(`${from.id} ${label}`, { from: from.id, to: label, kind: next() < 0.5 ? "data" : "order" });
    }
    own.push(node(label, name, kinds[at % kinds.length] ?? []));
  }
  const nodes = members.flat();
  return { uri: "file:///generated", name: "generated", revision: 1, nodes, edges: [...edges.values()], brokenFiles: [] };
}

/** The assets of examples/customers. */
export const customersGraph: ProjectGraph = {
  uri: "file:///customers",
  name: "customers",
  revision: 1,
  nodes: [
    node("raw_customers", "ingestion", ["duckdb"], "Customers as exported, all text."),
    node("raw_orders", "ingestion", ["duckdb"], "Orders as exported, all text."),
    node("clean_customers", "transform", ["duckdb", "typescript"]),
    node("clean_orders", "transform", ["duckdb"]),
    node("customer_revenue", "marts", ["duckdb", "typescript"]),
    node("top_customers", "marts", ["typescript"]),
    node("revenue_by_country", "marts", ["typescript"]),
    node("customer_segments", "marts", ["typescript"]),
    node("monthly_sales", "marts", ["duckdb"]),
    node("sales_report", "reporting", ["typescript"]),
  ],
  edges: [
    { from: "raw_customers", to: "clean_customers", kind: "order" },
    { from: "raw_orders", to: "clean_orders", kind: "order" },
    { from: "clean_customers", to: "customer_revenue", kind: "order" },
    { from: "clean_orders", to: "customer_revenue", kind: "order" },
    { from: "customer_revenue", to: "top_customers", kind: "data" },
    { from: "customer_revenue", to: "revenue_by_country", kind: "data" },
    { from: "customer_revenue", to: "customer_segments", kind: "data" },
    { from: "clean_orders", to: "monthly_sales", kind: "order" },
    { from: "top_customers", to: "sales_report", kind: "data" },
    { from: "revenue_by_country", to: "sales_report", kind: "data" },
    { from: "customer_segments", to: "sales_report", kind: "data" },
    { from: "monthly_sales", to: "sales_report", kind: "order" },
  ],
  brokenFiles: [],
};

export function node(id: string, groupName = "default", kinds: readonly string[] = [], description?: string): GraphNode {
  const source = { uri: `file:///${id}.ts`, range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } } };
  const said = description === undefined ? {} : { description };
  return { id, label: id, kind: "materializable", groupName, kinds: [...kinds], owners: [], source, errors: 0, ...said };
}

/** A mixture of what can be. */
export function mixedStatuses({ nodes }: ProjectGraph, now: number): AssetStatus[] {
  return nodes.flatMap(({ id: key }, at): AssetStatus[] => {
    const ran = { key, runId: "run-1", startTime: now - 65_000, endTime: now - 60_000 - at * 1000 };
    const latestMaterialization = { runId: "run-1", timestamp: now - 60_000 - at * 1000, metadata: {} };
    switch (at % 9) {
      case 3:
        return [{ key, activity: "running", runId: "run-2", startTime: now - 12_000, latestMaterialization }];
      case 5:
        return [{ ...ran, activity: "failed", error: { name: "Error", message: "no such table" } }];
      case 6:
        return [{ ...ran, activity: "upstreamFailed", because: nodes[at - 1]?.id ?? key }];
      case 7:
        return [{ key, activity: "queued", runId: "run-2" }];
      case 8:
        return [];
      default:
        return [{ ...ran, activity: "materialized", latestMaterialization }];
    }
  });
}
