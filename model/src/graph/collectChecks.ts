import { finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetCheckSpecData, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { type CheckId, type CheckNode, type CheckStepNode, checkId, type ResolvedDependency } from "./assetGraph.ts";
import type { Report } from "./graphFinding.ts";

/**
 * Collects the checks of assets and of check steps, and reports those that are declared twice (spec 2.5).
 *
 * @param subjects the place among `specs` of each asset that the graph keeps
 * @param dependencies the resolved dependencies of each check step
 */
export function collectChecks(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  checkSteps: readonly CheckStepSpec[],
  dependencies: readonly (readonly ResolvedDependency[])[],
  report: Report,
): { checks: Map<CheckId, CheckNode>; steps: CheckStepNode[] } {
  const checks = new Map<CheckId, CheckNode>();
  const declaredBy = new Map<CheckId, number>();
  const add = (spec: AssetCheckSpecData, subject: number, step?: number) => {
    const id = checkId(spec.asset, spec.name);
    const before = declaredBy.get(id);
    if (before !== undefined) {
      const message = `The check ${quote(spec.name)} of ${quoteKey(spec.asset)} is declared twice: rename one.`;
      report(subject, finding("duplicate-check", message), [{ subject: before, message: "It is declared here too." }]);
      return;
    }
    declaredBy.set(id, subject);
    const additionalDeps = spec.additionalDeps.map(keyId);
    checks.set(id, { id, asset: keyId(spec.asset), spec, additionalDeps, ...(step === undefined ? {} : { step }) });
  };
  for (const subject of subjects.values()) {
    for (const check of (specs[subject] as AssetSpec).checks) add(check, subject);
  }
  for (const [step, spec] of checkSteps.entries()) {
    for (const check of spec.checks) add(check, specs.length + step, step);
  }
  const steps = checkSteps.map((spec, step) => ({
    spec,
    dependencies: dependencies[step] ?? [],
    checks: spec.checks.map(({ asset, name }) => checkId(asset, name)).filter((id) => checks.get(id)?.step === step),
  }));
  return { checks, steps };
}
