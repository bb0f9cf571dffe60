import type { KeyId } from "../keys/assetKey.ts";

/** What has changed since an asset was materialized: its code, its data, or what it depends on (spec 7). */
export type StaleCauseCategory = "CODE" | "DATA" | "DEPENDENCIES";

/**
 * Why an asset is stale (spec 7).
 *
 * - `NEW_CODE_VERSION`: its declared code version is not the one that it was made with
 * - `NEW_DEPENDENCY_DATA_VERSION`: an upstream whose versions can be compared has another one than was read
 * - `NEW_DEPENDENCY_MATERIALIZATION`: an upstream without a declared version was materialized anew
 * - `ADDED_DEPENDENCY`, `REMOVED_DEPENDENCY`: an upstream is declared now and was not then, or the other way round
 * - `NEW_INPUT`: what it was made of is not known, and an upstream was never materialized
 * - `NEW_DATA_VERSION`, `NEW_MATERIALIZATION`: the same of the upstream itself, as the child of such a cause
 */
export type StaleCauseReason =
  | "NEW_CODE_VERSION"
  | "NEW_DEPENDENCY_DATA_VERSION"
  | "NEW_DEPENDENCY_MATERIALIZATION"
  | "ADDED_DEPENDENCY"
  | "REMOVED_DEPENDENCY"
  | "NEW_INPUT"
  | "NEW_DATA_VERSION"
  | "NEW_MATERIALIZATION";

/** A reason for which an asset, or one of its partitions, is stale. */
export interface StaleCause {
  /** The asset that it is about. */
  readonly key: KeyId;
  readonly partition?: string;
  readonly category: StaleCauseCategory;
  readonly reason: StaleCauseReason;
  /** The upstream that it comes from. */
  readonly dependency?: KeyId;
  readonly dependencyPartition?: string;
  /** What has happened to the upstream. */
  readonly children?: readonly StaleCause[];
}

const categories: readonly StaleCauseCategory[] = ["CODE", "DATA", "DEPENDENCIES"];

/** The order of causes: by asset, by dependency, and of one asset code before data before dependencies (spec 7). */
export function compareStaleCauses(one: StaleCause, other: StaleCause): number {
  return (
    compareTexts(one.key, other.key) ||
    compareTexts(one.partition, other.partition) ||
    compareTexts(one.dependency, other.dependency) ||
    compareTexts(one.dependencyPartition, other.dependencyPartition) ||
    categories.indexOf(one.category) - categories.indexOf(other.category)
  );
}

/**
 * What the causes come from in the end: those without children, level by level, each once (spec 7).
 */
export function rootCausesOf(causes: readonly StaleCause[]): readonly StaleCause[] {
  if (causes.length === 0) return causes;
  const roots = new Map<string, StaleCause>();
  for (let level = causes; level.length > 0; level = level.flatMap(({ children = [] }) => children)) {
    for (const cause of [...level].sort(compareStaleCauses)) {
      if ((cause.children ?? []).length > 0) continue;
      const { key, partition, category, reason, dependency, dependencyPartition } = cause;
      const identity = JSON.stringify([key, partition, category, reason, dependency, dependencyPartition]);
      if (!roots.has(identity)) roots.set(identity, cause);
    }
  }
  return [...roots.values()];
}

/** What is absent comes first. */
function compareTexts(one = "", other = ""): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
