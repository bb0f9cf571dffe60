import { type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quote } from "../findings/quote.ts";
import { type AssetKey, type KeyId, keyId, sameKey } from "../keys/assetKey.ts";
import type { AssetDependency, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import type { ResolvedDependency } from "./assetGraph.ts";
import type { Report } from "./graphFinding.ts";
import { createRelativeKeys, type RelativeKeys } from "./relativeKeys.ts";
import { reportMapping } from "./reportMapping.ts";
import { keySuggester } from "./suggestions.ts";

/** Each search for like keys passes over all keys; a project with more unknown ones suffers from something else than typing. */
export const mostSuggested = 100;

const mostGuesses = 3;

/** What the graph cannot see: it keeps rules quiet where a fact is missing. */
export interface GraphKnowledge {
  /** True when assets exist whose keys are not known, so that a missing key may be one of theirs. */
  readonly keysIncomplete?: boolean;
  /** True when resources exist whose names are not known, so that a parameter that is no asset may be one of them. */
  readonly resourcesIncomplete?: boolean;
}

/** Where every dependency ends (spec 2.4), and the keys that are depended on but not described. */
export interface ResolvedDependencies {
  readonly dependencies: ReadonlyMap<KeyId, readonly ResolvedDependency[]>;
  readonly stubs: ReadonlyMap<KeyId, AssetKey>;
  /** For each check step. */
  readonly ofCheckSteps: readonly (readonly ResolvedDependency[])[];
}

/** What depends on assets: an asset, or a step that checks some. */
export interface Dependent {
  readonly subject: number;
  readonly deps: readonly AssetDependency[];
  /** Absent for a step that checks assets: it belongs to no group. */
  readonly spec?: AssetSpec;
}

/** What there is, for dependencies to end at. */
export interface Upstreams {
  /** What describes a key; undefined for one that nobody describes. */
  find(key: KeyId): AssetSpec | undefined;
  readonly relative: Pick<RelativeKeys, "match">;
  /** The keys that a wrong one may have meant, best first. */
  suggest(wrong: AssetKey): readonly AssetKey[];
  readonly knowledge: GraphKnowledge;
  readonly report: Report;
  /** Hears of a key that nobody describes. */
  stub(id: KeyId, key: AssetKey): void;
}

/**
 * Resolves the dependencies of the first spec of each key and of all check steps, and reports those whose key nobody has.
 */
export function resolveDependencies(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  checkSteps: readonly CheckStepSpec[],
  knowledge: GraphKnowledge,
  report: Report,
): ResolvedDependencies {
  const chosen = [...subjects.values()].map((subject) => specs[subject] as AssetSpec);
  const relative = createRelativeKeys();
  for (const spec of chosen) relative.add(spec);
  const stubs = new Map<KeyId, AssetKey>();
  const upstreams: Upstreams = {
    find: (key) => specs[subjects.get(key) ?? -1],
    relative,
    suggest: cachedSuggester(() => chosen.map((spec) => spec.key)),
    knowledge,
    report,
    stub(id, key) {
      if (!stubs.has(id)) stubs.set(id, key);
    },
  };
  const dependencies = new Map<KeyId, ResolvedDependency[]>();
  for (const [id, subject] of subjects) {
    const spec = specs[subject] as AssetSpec;
    dependencies.set(id, resolveDependent({ subject, deps: spec.deps, spec }, upstreams));
  }
  const ofCheckSteps = checkSteps.map(({ deps }, step) => resolveDependent({ subject: specs.length + step, deps }, upstreams));
  return { dependencies, stubs, ofCheckSteps };
}

/** Where the dependencies of one dependent end. */
export function resolveDependent({ subject, deps, spec }: Dependent, upstreams: Upstreams): ResolvedDependency[] {
  const { relative, knowledge, report } = upstreams;
  const resolved: ResolvedDependency[] = [];
  for (const dependency of deps) {
    const wanted = keyId(dependency.key);
    const described = upstreams.find(wanted);
    if (described !== undefined) {
      resolved.push({ ...dependency, id: wanted });
      if (spec !== undefined) reportMapping(subject, dependency, described, spec, report);
      continue;
    }
    const { key, undecided } = spec === undefined ? { undecided: false } : relative.match(dependency.key, spec);
    if (key !== undefined && spec !== undefined) {
      resolved.push({ ...dependency, key, id: keyId(key) });
      if (!knowledge.keysIncomplete) report(subject, relativeDependency(dependency, key, spec.groupName));
      const meant = upstreams.find(keyId(key));
      if (meant !== undefined) reportMapping(subject, dependency, meant, spec, report);
      continue;
    }
    if (knowledge.resourcesIncomplete && dependency.declaredAt[0] === "parameters") continue;
    upstreams.stub(wanted, dependency.key);
    resolved.push({ ...dependency, id: wanted });
    if (knowledge.keysIncomplete || undecided) continue;
    const suggestions = upstreams.suggest(dependency.key).filter((found) => spec === undefined || !sameKey(found, spec.key));
    report(subject, unknownDependency(dependency, suggestions));
  }
  return resolved;
}

function cachedSuggester(known: () => AssetKey[]): (wrong: AssetKey) => readonly AssetKey[] {
  const found = new Map<KeyId, readonly AssetKey[]>();
  let search: ReturnType<typeof keySuggester> | undefined;
  return (wrong) => {
    const id = keyId(wrong);
    let keys = found.get(id);
    if (keys === undefined) {
      if (found.size === mostSuggested) return [];
      search ??= keySuggester(known());
      keys = search(wrong);
      found.set(id, keys);
    }
    return keys;
  };
}

function relativeDependency(dependency: AssetDependency, key: AssetKey, groupName: string): Finding {
  return finding(
    "relative-dependency",
    `No asset has the key ${keyAsCode(dependency.key)}, so it is taken to mean ${keyAsCode(key)}, the only asset of that name in the group ${quote(groupName)}: write the whole key to be sure.`,
    dependency.declaredAt,
    [keyId(key)],
  );
}

function unknownDependency(dependency: AssetDependency, suggestions: readonly AssetKey[]): Finding {
  const key = keyAsCode(dependency.key);
  const ids = suggestions.map(keyId);
  const guesses = suggestions.slice(0, mostGuesses).map(keyAsCode).join(" or ");
  if (dependency.kind === "order") {
    const mend = guesses === "" ? "" : ` Did you mean ${guesses}?`;
    const message = `No asset has the key ${key}, so it is taken to be external.${mend}`;
    return finding("unknown-dependency", message, dependency.declaredAt, ids);
  }
  const fromParameter = dependency.declaredAt[0] === "parameters";
  const mend =
    guesses !== ""
      ? `Did you mean ${guesses}?`
      : fromParameter
        ? "Declare it, or name it in requiredResourceKeys if it is a resource."
        : "Declare it, or correct the key.";
  const message = `The input ${quote(dependency.inputName ?? "")} needs the asset ${key}, which does not exist. ${mend}`;
  return finding("unknown-input", message, dependency.declaredAt, ids);
}
