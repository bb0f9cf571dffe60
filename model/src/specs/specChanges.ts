import { type AssetKey, type KeyId, keyId, stepNameOf, withPrefix } from "../keys/assetKey.ts";
import { changeAttributes } from "./changeAttributes.ts";
import type { CheckedDeclarations } from "./checkedDeclarations.ts";
import type { AssetCheckSpecData, AssetDependency, AssetSpec, SpecChange } from "./declaration.ts";

/**
 * Applies changes to what a declaration gave, one after the other.
 *
 * @param fixedDeps whether the assets take no other dependencies than they have: those of a composition of operations
 */
export function changeSpecs(
  checked: CheckedDeclarations,
  changes: readonly SpecChange[],
  fixedDeps: boolean,
): CheckedDeclarations {
  let { specs, checkSteps } = checked;
  const findings = [...checked.findings];
  for (const change of changes) {
    if (change.kind === "rekey") {
      const own = new Map<KeyId, AssetKey>();
      if (change.prefix !== undefined) for (const { key } of specs) own.set(keyId(key), withPrefix(change.prefix, key));
      const rekey = (key: AssetKey) => change.keys.get(keyId(key)) ?? own.get(keyId(key)) ?? key;
      specs = rekeySpecs(specs, rekey);
      checkSteps = checkSteps.map((step) => ({ ...step, ...rekeyed(step, rekey) }));
      continue;
    }
    specs = specs.map((spec) => {
      const changed = changeAttributes(spec, change.kind, change.attributes, fixedDeps);
      findings.push(...changed.findings);
      return changed.spec;
    });
  }
  return { ...checked, specs, checkSteps, findings };
}

/** Gives assets new keys; what depends on one depends on it under its new key. A step alone is named after its key. */
function rekeySpecs(specs: readonly AssetSpec[], rekey: (key: AssetKey) => AssetKey): AssetSpec[] {
  const [first] = specs;
  const id: KeyId | undefined = first === undefined ? undefined : keyId(rekey(first.key));
  return specs.map((spec) => {
    const key = rekey(spec.key);
    return {
      ...spec,
      key,
      ...rekeyed(spec, rekey),
      ...(spec.unit === undefined ? { stepName: stepNameOf(key) } : { unit: { ...spec.unit, id: id ?? spec.unit.id } }),
    };
  });
}

function rekeyed<S extends { readonly deps: readonly AssetDependency[]; readonly checks: readonly AssetCheckSpecData[] }>(
  { deps, checks }: S,
  rekey: (key: AssetKey) => AssetKey,
): Pick<S, "deps" | "checks"> {
  return {
    deps: deps.map((dependency) => ({ ...dependency, key: rekey(dependency.key) })),
    checks: checks.map((check) => ({
      ...check,
      asset: rekey(check.asset),
      additionalDeps: check.additionalDeps.map(rekey),
    })),
  };
}
