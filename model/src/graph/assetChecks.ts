import { finding } from "../findings/finding.ts";
import { quote, quoteKey } from "../findings/quote.ts";
import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetCheckSpecData, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import type { ResolvedDependency } from "./assetGraph.ts";
import type { Report } from "./graphFinding.ts";

/** The identity of a check: the {@link KeyId} of its asset, a colon and its name. */
export type CheckId = string;

/** A check in the graph. */
export interface CheckNode {
  readonly id: CheckId;
  /** The asset that is checked. */
  readonly asset: KeyId;
  readonly spec: AssetCheckSpecData;
  /** The assets that must be there before it can be evaluated, beside the checked one. */
  readonly additionalDeps: readonly KeyId[];
  /** The place in {@link AssetGraph.checkSteps} of the step that evaluates it; absent: the step of its asset does. */
  readonly step?: number;
}

/** A step that evaluates checks, in the graph. */
export interface CheckStepNode {
  readonly spec: CheckStepSpec;
  readonly dependencies: readonly ResolvedDependency[];
  /** In the order of declaration. */
  readonly checks: readonly CheckId[];
}

/** The identity of a check. */
export function checkId(asset: AssetKey, name: string): CheckId {
  return `${keyId(asset)}:${name}`;
}

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
