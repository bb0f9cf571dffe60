import type { Neighbours } from "./graphIndex.ts";

/** A set of positions: 1 for what is in it. */
export type Members = Uint8Array;

/** From where to walk: positions by how many levels are walked from them, `Infinity` for all. */
export type Starts = Map<number, number[]>;

/**
 * What can be reached from any of the starts, these included. Level by level and the longest walks first, so that every node
 * and edge is touched once, however many starts there are.
 */
export function reach(starts: Starts, { start, to }: Neighbours): Members {
  const reached = new Uint8Array(start.length - 1);
  const depths = [...starts.keys()].sort((one, other) => (one < other ? 1 : -1));
  let level: number[] = [];
  let left = Number.POSITIVE_INFINITY;
  for (let group = 0; group < depths.length || level.length > 0; left--) {
    const depth = depths[group];
    if (depth !== undefined && (level.length === 0 || depth >= left)) {
      left = depth;
      for (const at of starts.get(depth) ?? []) {
        if (reached[at] === 0) level.push(at);
        reached[at] = 1;
      }
      group++;
    }
    const next: number[] = [];
    if (left > 0) {
      for (const at of level) {
        const end = start[at + 1] as number;
        for (let edge = start[at] as number; edge < end; edge++) {
          const other = to[edge] as number;
          if (reached[other] === 0) next.push(other);
          reached[other] = 1;
        }
      }
    }
    level = next;
  }
  return reached;
}

const none = -1;
const several = -2;

/**
 * The members that no other member leads to, through whatever nodes: against `downstream` edges those are the roots, along
 * `upstream` edges the sinks. Each node learns of no member, of the one member that leads to it, or of several, so that it
 * changes at most twice: linear also with cycles, in which a member leads to itself.
 */
export function unreachedMembers(members: Members, { start, to }: Neighbours): Members {
  const heard = new Int32Array(members.length).fill(none);
  const waiting: number[] = [];
  for (let at = 0; at < members.length; at++) if (members[at] === 1) waiting.push(at);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const own = heard[at] as number;
    const told = members[at] === 0 ? own : own === none || own === at ? at : several;
    const end = start[at + 1] as number;
    for (let edge = start[at] as number; edge < end; edge++) {
      const other = to[edge] as number;
      const before = heard[other] as number;
      if (before === several || before === told) continue;
      heard[other] = before === none ? told : several;
      waiting.push(other);
    }
  }
  return members.map((member, at) => (member === 1 && (heard[at] === none || heard[at] === at) ? 1 : 0));
}
