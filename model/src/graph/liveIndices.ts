import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetSpec } from "../specs/declaration.ts";
import type { AssetNode, ResolvedDependency } from "./assetGraph.ts";
import type { LiveOrder } from "./liveOrder.ts";
import type { LiveSubjects } from "./liveSubjects.ts";
import { createRelativeKeys, type RelativeKeys } from "./relativeKeys.ts";
import { createLiveSuggestions, type LiveSuggestions } from "./suggestions.ts";

/** What only updates need, made at the first one. */
export interface LiveIndices {
  readonly relative: RelativeKeys;
  /** All subjects of the keys that are declared more than once, in order. */
  readonly same: Map<KeyId, number[]>;
  /** The keys of the assets whose steps have a name. */
  readonly byStep: Map<string, Set<KeyId>>;
  /** Of a key those that name it and end elsewhere: assets by a relative key or at nothing, and all steps of checks. */
  readonly elsewhere: Map<KeyId, Set<number>>;
  readonly checking: Set<number>;
  suggestions?: LiveSuggestions;
  order?: LiveOrder;
}

/** What they are made of: who stands for each key, and what was resolved. */
export interface Declared {
  readonly subjects: LiveSubjects;
  /** By the numbers of the subjects that are assets. */
  readonly specs: readonly AssetSpec[];
  /** The subject that stands for a key. */
  readonly first: ReadonlyMap<KeyId, number>;
  readonly nodes: ReadonlyMap<KeyId, AssetNode>;
  /** By the numbers of the steps of checks. */
  readonly stepDependencies: ReadonlyMap<number, readonly ResolvedDependency[]>;
}

/** Makes them of what was never edited since all was numbered in the order of declaration. */
export function createLiveIndices({ subjects, specs, first, nodes, stepDependencies }: Declared): LiveIndices {
  const made: LiveIndices = {
    relative: createRelativeKeys(),
    same: new Map(),
    byStep: new Map(),
    elsewhere: new Map(),
    checking: new Set(),
  };
  for (const number of subjects.all.keys()) {
    const { id } = subjects.of(number);
    if (id === undefined) continue;
    if (first.get(id) !== number) {
      const same = made.same.get(id) ?? [first.get(id) as number];
      made.same.set(id, [...same, number]);
      continue;
    }
    takeFirst(made, id, specs[number] as AssetSpec, number);
  }
  for (const number of stepDependencies.keys()) {
    for (const { key } of subjects.of(number).step?.deps ?? []) namesElsewhere(made, keyId(key), number);
  }
  for (const [id, number] of first) noteElsewhere(made, number, specs[number] as AssetSpec, nodes.get(id)?.dependencies ?? []);
  return made;
}

/** An asset stands for its key now. */
export function takeFirst(into: LiveIndices, id: KeyId, spec: AssetSpec, number: number): void {
  into.relative.add(spec);
  if (spec.checks.length > 0) into.checking.add(number);
  if (!spec.materializable) return;
  const named = into.byStep.get(spec.stepName);
  if (named === undefined) into.byStep.set(spec.stepName, new Set([id]));
  else named.add(id);
}

/** It does no more. */
export function dropFirst(from: LiveIndices, id: KeyId, spec: AssetSpec, number: number): void {
  from.relative.remove(spec);
  from.checking.delete(number);
  const named = from.byStep.get(spec.stepName);
  if (named?.delete(id) && named.size === 0) from.byStep.delete(spec.stepName);
}

/** An asset or a step names a key, and ends elsewhere. */
export function namesElsewhere(into: LiveIndices, key: KeyId, number: number): void {
  const named = into.elsewhere.get(key);
  if (named === undefined) into.elsewhere.set(key, new Set([number]));
  else named.add(number);
}

/** What an asset names beside where it ends. */
export function noteElsewhere(into: LiveIndices, number: number, spec: AssetSpec, resolved: readonly ResolvedDependency[]): void {
  if (resolved.length === spec.deps.length && spec.deps.every(({ key }, at) => keyId(key) === resolved[at]?.id)) return;
  for (const { key } of spec.deps) namesElsewhere(into, keyId(key), number);
}

/** Keys as they were before some appeared and others went, where those are given. */
export function suggestionsOf(
  index: LiveIndices,
  { specs, first }: Pick<Declared, "specs" | "first">,
  appeared?: ReadonlySet<KeyId>,
  went: readonly AssetKey[] = [],
): LiveSuggestions {
  index.suggestions ??= createLiveSuggestions([
    ...[...first].flatMap(([id, number]) => (appeared?.has(id) ? [] : [(specs[number] as AssetSpec).key])),
    ...went,
  ]);
  return index.suggestions;
}
