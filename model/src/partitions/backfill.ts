import { isSame } from "../specs/mayBeSame.ts";
import type { BackfillPolicyData } from "../specs/partitioning.ts";
import type { PartitionsDefinitionData } from "./definition.ts";
import type { PartitionKeyRange } from "./keyRange.ts";
import { inferPartitionMapping } from "./mappings/inferMapping.ts";
import type { PartitionMappingData } from "./mappings/mappingData.ts";
import type { Partitions } from "./partitions.ts";
import { rangeOf } from "./ranges.ts";
import { keysOfSubset, type PartitionsSubset } from "./subset.ts";

/** One partition a run: what holds where nothing is said (spec 5.6). */
const defaultPolicy: BackfillPolicyData = { kind: "multiRun", maxPartitionsPerRun: 1 };

/**
 * The policy of assets that are computed together (spec 5.6): that of the fewest partitions a run. An asset without one counts as
 * one partition a run.
 */
export function combineBackfillPolicies(policies: readonly (BackfillPolicyData | undefined)[]): BackfillPolicyData {
  const most = policies.map(mostPerRun);
  const fewest = most.length === 0 ? mostPerRun(undefined) : most.reduce((one, other) => Math.min(one, other));
  return fewest === Number.POSITIVE_INFINITY ? { kind: "singleRun" } : { kind: "multiRun", maxPartitionsPerRun: fewest };
}

function mostPerRun(policy: BackfillPolicyData = defaultPolicy): number {
  return policy.kind === "singleRun" ? Number.POSITIVE_INFINITY : policy.maxPartitionsPerRun;
}

/**
 * What each run of a backfill computes (spec 5.6), in order. A run is a contiguous range, so that gaps add runs: of one
 * dimension partitions that follow each other, of two each of some that follow each other with each of the same of the other. A
 * range of P partitions takes P / n runs of at most n, rounded up. Over two dimensions it may take more, since a run takes whole
 * rows or a part of one. Costs the number of runs.
 */
export function cutIntoRuns(subset: PartitionsSubset, policy: BackfillPolicyData = defaultPolicy): PartitionsSubset[] {
  const most = mostPerRun(policy);
  const runs: PartitionsSubset[] = [];
  if (!("blocks" in subset)) {
    for (const [from, to] of pairs(subset.ranges)) {
      for (const [start, end] of chunks(from, to, most)) runs.push({ ranges: rangeOf(start, end) });
    }
    return runs;
  }
  for (const block of subset.blocks) {
    for (const [from, to] of pairs(block.second)) {
      const rows = Math.max(1, Math.floor(most / (to - from)));
      for (const [first, behind] of chunks(block.from, block.to, rows)) {
        for (const [start, end] of chunks(from, to, most)) {
          runs.push({ blocks: [{ from: first, to: behind, second: rangeOf(start, end) }] });
        }
      }
    }
  }
  return runs;
}

function* pairs(ranges: readonly number[]): Generator<readonly [from: number, to: number]> {
  for (let at = 0; at < ranges.length; at += 2) yield [ranges[at] as number, ranges[at + 1] as number];
}

function* chunks(from: number, to: number, most: number): Generator<readonly [from: number, to: number]> {
  for (let start = from; start < to; start += most) yield [start, Math.min(to, start + most)];
}

/** The range that a run of `cutIntoRuns` computes; undefined where its partitions are no longer there. */
export function keyRangeOfRun(partitions: Partitions, run: PartitionsSubset): PartitionKeyRange | undefined {
  const ends = (from: number, to: number) => [rangeOf(from, from + 1), rangeOf(to - 1, to)];
  const corners: PartitionsSubset[] = [];
  if ("blocks" in run) {
    const [block] = run.blocks;
    if (block === undefined) return undefined;
    const [start, end] = [block.second[0] as number, block.second.at(-1) as number];
    corners.push({ blocks: [{ from: block.from, to: block.from + 1, second: rangeOf(start, start + 1) }] });
    corners.push({ blocks: [{ from: block.to - 1, to: block.to, second: rangeOf(end - 1, end) }] });
  } else {
    const [from, to] = [run.ranges[0], run.ranges.at(-1)];
    if (from === undefined || to === undefined) return undefined;
    corners.push(...ends(from, to).map((ranges) => ({ ranges })));
  }
  const [start, end] = corners.map((corner) => keysOfSubset(partitions, corner).next().value as string | undefined);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** An asset and an upstream of it, as far as their partitions go. */
export interface SharingAssets {
  /** Absent: the one that is inferred. */
  readonly mapping?: PartitionMappingData | undefined;
  readonly upstream?: PartitionsDefinitionData | undefined;
  readonly downstream?: PartitionsDefinitionData | undefined;
}

/**
 * Whether an asset and its upstream may be computed in one run of a backfill (spec 5.6): both without partitions, or both of the
 * same partitions, that map each to its own (`identity`) or by time (`timeWindow`).
 */
export function mayShareRun({ mapping, upstream, downstream }: SharingAssets): boolean {
  if (!isSame(upstream, downstream)) return false;
  if (upstream === undefined) return true;
  const { kind } = mapping ?? inferPartitionMapping(upstream, downstream);
  return kind === "identity" || kind === "timeWindow";
}
