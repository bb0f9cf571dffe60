import { type Finding, finding } from "../findings/finding.ts";
import { keyAsCode, quote } from "../findings/quote.ts";
import { type AssetKey, type KeyId, keyId, sameKey } from "../keys/assetKey.ts";
import type { AssetDependency, AssetSpec } from "../specs/declaration.ts";
import type { GraphKnowledge, ResolvedDependency } from "./assetGraph.ts";
import type { Report } from "./graphFinding.ts";
import { relativeKeys } from "./relativeKeys.ts";
import { keySuggester } from "./suggestions.ts";

/** Each search for like keys passes over all keys; a project with more unknown ones suffers from something else than typing. */
const mostSuggested = 100;

const mostGuesses = 3;

/** Where every dependency ends (spec 2.4), and the keys that are depended on but not described. */
export interface ResolvedDependencies {
  readonly dependencies: ReadonlyMap<KeyId, readonly ResolvedDependency[]>;
  readonly stubs: ReadonlyMap<KeyId, AssetKey>;
}

/** Resolves the dependencies of the first spec of each key, and reports those whose key nobody has. */
export function resolveDependencies(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  knowledge: GraphKnowledge,
  report: Report,
): ResolvedDependencies {
  const chosen = [...subjects.values()].map((subject) => specs[subject] as AssetSpec);
  const relative = relativeKeys(chosen);
  const suggest = cachedSuggester(() => chosen.map((spec) => spec.key));
  const stubs = new Map<KeyId, AssetKey>();
  const dependencies = new Map<KeyId, ResolvedDependency[]>();
  for (const [id, subject] of subjects) {
    const spec = specs[subject] as AssetSpec;
    const resolved: ResolvedDependency[] = [];
    dependencies.set(id, resolved);
    for (const dependency of spec.deps) {
      const wanted = keyId(dependency.key);
      if (subjects.has(wanted)) {
        resolved.push({ ...dependency, id: wanted });
        continue;
      }
      const { key, undecided } = relative(dependency.key, spec);
      if (key !== undefined) {
        resolved.push({ ...dependency, key, id: keyId(key) });
        if (!knowledge.keysIncomplete) report(subject, relativeDependency(dependency, key, spec.groupName));
        continue;
      }
      if (knowledge.resourcesIncomplete && dependency.declaredAt[0] === "parameters") continue;
      if (!stubs.has(wanted)) stubs.set(wanted, dependency.key);
      resolved.push({ ...dependency, id: wanted });
      if (knowledge.keysIncomplete || undecided) continue;
      const suggestions = suggest(dependency.key).filter((suggestion) => !sameKey(suggestion, spec.key));
      report(subject, unknownDependency(dependency, suggestions));
    }
  }
  return { dependencies, stubs };
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
