import type { GraphLayout } from "@headwater/protocol";
import type { Direction } from "./arrange.ts";

/** A graph to lay out. */
export interface LayoutRequest {
  readonly nodes: readonly { readonly id: string; readonly group: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** Names of groups that show as one box. */
  readonly collapsed: readonly string[];
  readonly direction: Direction;
  /** What is shown now: what did not change stays where it is. Absent: everything is laid out anew. */
  readonly previous?: GraphLayout;
}

/** A group with what is in it. */
export interface GroupPart {
  readonly id: string;
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Equal for equal content, whatever its order. */
  readonly content: string;
}

export interface Partition {
  readonly groups: readonly GroupPart[];
  /** The pairs of groups between which dependencies run, each once. */
  readonly pairs: readonly (readonly [from: string, to: string])[];
}

/** Splits a graph into its groups and the graph of groups. Doubled edges and those of an asset with itself fall away. */
export function partition({ nodes, edges, direction }: Pick<LayoutRequest, "nodes" | "edges" | "direction">): Partition {
  const groupOf = new Map<string, string>();
  const members = new Map<string, string[]>();
  const inner = new Map<string, [string, string][]>();
  for (const { id, group } of nodes) {
    if (groupOf.has(id)) continue;
    groupOf.set(id, group);
    const known = members.get(group);
    if (known === undefined) {
      members.set(group, [id]);
      inner.set(group, []);
    } else known.push(id);
  }
  const pairs = new Map<string, [string, string]>();
  const seen = new Set<string>();
  for (const { from, to } of edges) {
    const [source, target] = [groupOf.get(from), groupOf.get(to)];
    const name = pairName(from, to);
    if (source === undefined || target === undefined || from === to || seen.has(name)) continue;
    seen.add(name);
    if (source === target) inner.get(source)?.push([from, to]);
    else pairs.set(pairName(source, target), [source, target]);
  }
  const groups = [...members].map(([id, own]) => {
    const links = inner.get(id) ?? [];
    return { id, nodes: own, edges: links, content: contentOf(direction, own, links) };
  });
  return { groups, pairs: [...pairs.values()] };
}

/** A text for two names that no other two share. */
export function pairName(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function contentOf(direction: string, nodes: readonly string[], edges: readonly (readonly [string, string])[]): string {
  return hash(JSON.stringify([direction, [...nodes].sort(), edges.map(([from, to]) => pairName(from, to)).sort()]));
}

/** 64 bits of FNV-1a in two halves: enough to tell the contents of one project's groups apart. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + at), 0x85ebca6b);
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36);
}
